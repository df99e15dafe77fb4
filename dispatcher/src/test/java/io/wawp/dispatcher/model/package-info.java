/** Tests of what the model's words themselves promise. */
@NullMarked
package io.wawp.dispatcher.model;

import org.jspecify.annotations.NullMarked;
