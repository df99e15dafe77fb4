/**
 * What becomes of messages after they were sent: which are followed, when to look next, and which
 * news of it is told. {@code dispatch} hands over what it sent and the journal what it restored;
 * nothing here knows how a message came to be sent.
 */
@NullMarked
package io.wawp.dispatcher.delivery;

import org.jspecify.annotations.NullMarked;
