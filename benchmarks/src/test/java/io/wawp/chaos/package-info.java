/** Tests of the conductor, and a run of it. */
@NullMarked
package io.wawp.chaos;

import org.jspecify.annotations.NullMarked;
