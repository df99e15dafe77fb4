/**
 * A send-command as Java: what a producer asks for, already checked and normalised. A value of
 * these types is valid by construction; turning bytes into one, or into a rejection, is the
 * business of {@code io.wawp.common.json}. Knows nothing of Kafka, HTTP or what became of a
 * command.
 */
@NullMarked
package io.wawp.common.command;

import org.jspecify.annotations.NullMarked;
