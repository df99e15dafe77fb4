/** Claims about the gateway to Wawp, and a stub server that can misbehave on the wire. */
@NullMarked
package io.wawp.dispatcher.wawp;

import org.jspecify.annotations.NullMarked;
