/** Tests of following sent messages, on manual time and with a scripted gateway. */
@NullMarked
package io.wawp.dispatcher.delivery;

import org.jspecify.annotations.NullMarked;
