/** The whole worker against a real broker and a simulated Wawp, over real sockets. */
@NullMarked
package io.wawp.dispatcher.app;

import org.jspecify.annotations.NullMarked;
