/**
 * What tests of every module share: commands, outcomes and seeds for tests that draw their cases by
 * chance. Packed as the module's test-jar.
 */
@NullMarked
package io.wawp.common;

import org.jspecify.annotations.NullMarked;
