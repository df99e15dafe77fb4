@NullMarked
package io.wawp.dispatcher;

import org.jspecify.annotations.NullMarked;
