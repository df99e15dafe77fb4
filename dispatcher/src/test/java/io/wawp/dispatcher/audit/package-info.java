@NullMarked
package io.wawp.dispatcher.audit;

import org.jspecify.annotations.NullMarked;
