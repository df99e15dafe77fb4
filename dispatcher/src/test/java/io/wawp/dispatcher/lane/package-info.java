@NullMarked
package io.wawp.dispatcher.lane;

import org.jspecify.annotations.NullMarked;
