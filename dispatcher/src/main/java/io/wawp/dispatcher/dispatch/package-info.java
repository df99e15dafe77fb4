/**
 * The path of a command: from its lane through its instance's turnstile to Wawp and to its one
 * ending, and what is done about a send whose end is not known. The journal's loop hands commands
 * in ({@link io.wawp.dispatcher.model.Reception}); everything that was decided goes back to it as
 * appends. Must never know Kafka records, offsets, HTTP status codes or JSON.
 */
@NullMarked
package io.wawp.dispatcher.dispatch;

import org.jspecify.annotations.NullMarked;
