/**
 * The instances, which are WhatsApp numbers: with which credentials and pacing profile each works,
 * and its gate, open or paused and why. {@code dispatch} asks here before a command goes out and
 * says how calls ended; nothing here knows the path of a command, HTTP or Kafka, or writes the
 * journal.
 */
@NullMarked
package io.wawp.dispatcher.instance;

import org.jspecify.annotations.NullMarked;
