/**
 * Reads the settings: the environment first, a file second, and says all that is wrong with them at
 * once. Used by {@code app} and {@code cli} alone, which hand the other packages plain values. Must
 * never know what a setting leads to.
 */
@NullMarked
package io.wawp.dispatcher.config;

import org.jspecify.annotations.NullMarked;
