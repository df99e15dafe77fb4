/** Doubles and fixtures that the worker's tests share. */
@NullMarked
package io.wawp.dispatcher.testing;

import org.jspecify.annotations.NullMarked;
