/**
 * How long a number stands still when its worker is killed or told to stop: real worker processes,
 * a real broker in a process of its own, and the simulator of Wawp, which sees who sends when. Uses
 * the worker as its users do, by its command line and settings; knows nothing of its insides but a
 * few lines of its log, and those only to say what the time is made of.
 */
@NullMarked
package io.wawp.benchmarks.takeover;

import org.jspecify.annotations.NullMarked;
