@NullMarked
package io.wawp.dispatcher.kafka;

import org.jspecify.annotations.NullMarked;
