/**
 * {@code ./wawp demo}: a broker, the simulator of Wawp and one worker in one JVM, a scenario of
 * commands, and what became of each. Started by the launcher. It sees the worker only as anybody
 * does, through the topics and through Wawp, and must never know its inner parts.
 */
@NullMarked
package io.wawp.demo;

import org.jspecify.annotations.NullMarked;
