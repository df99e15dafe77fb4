@NullMarked
package io.wawp.dispatcher.journal;

import org.jspecify.annotations.NullMarked;
