/**
 * The launcher's commands that run in this module's JVM: reads their options and settings, says
 * what came of it in words and exit status. Called by {@code ./wawp} alone; decides nothing about a
 * message.
 */
@NullMarked
package io.wawp.dispatcher.cli;

import org.jspecify.annotations.NullMarked;
