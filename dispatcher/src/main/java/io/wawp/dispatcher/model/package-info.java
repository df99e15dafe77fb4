/**
 * The words in which the parts of the worker speak to each other: results of a call, states of a
 * command, and the roles that one part plays for another. Knows the contract ({@code
 * io.wawp.common}) and no implementation of anything.
 */
@NullMarked
package io.wawp.dispatcher.model;

import org.jspecify.annotations.NullMarked;
