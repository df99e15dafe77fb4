/**
 * What an operator sees: health, metrics and their HTTP port. Used by {@code app} and {@code cli}
 * alone; the other packages give their meters to a registry and know nothing of this. Takes no
 * decision but whether the worker is well.
 */
@NullMarked
package io.wawp.dispatcher.observe;

import org.jspecify.annotations.NullMarked;
