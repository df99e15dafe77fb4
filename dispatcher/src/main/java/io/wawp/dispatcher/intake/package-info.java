/**
 * From the command topics to the dispatch topic: every record is checked and either regrouped under
 * its instance, or rejected and dead-lettered, in one transaction with the position. Started and
 * stopped by {@code app}. Must never know how sending works or which instances exist.
 */
@NullMarked
package io.wawp.dispatcher.intake;

import org.jspecify.annotations.NullMarked;
