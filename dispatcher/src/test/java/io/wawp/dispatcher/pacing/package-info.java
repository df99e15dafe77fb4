@NullMarked
package io.wawp.dispatcher.pacing;

import org.jspecify.annotations.NullMarked;
