/**
 * What became of a command, as Java: the records of the outcome, delivery and instance topics, and
 * the stable reason codes. Knows nothing of how sending works.
 */
@NullMarked
package io.wawp.common.outcome;

import org.jspecify.annotations.NullMarked;
