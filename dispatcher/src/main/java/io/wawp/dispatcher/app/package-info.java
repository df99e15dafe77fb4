/**
 * Construction, start and stop: the one place that knows every part, the wall clock and the real
 * clients. Decides nothing about messages.
 */
@NullMarked
package io.wawp.dispatcher.app;

import org.jspecify.annotations.NullMarked;
