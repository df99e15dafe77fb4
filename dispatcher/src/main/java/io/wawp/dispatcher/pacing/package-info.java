/**
 * When an instance's turnstile may open next, and how long to type before a message. Called by
 * {@code dispatch}, one pacer an instance. Pure arithmetic on instants that the caller gives: must
 * never know threads that wait, HTTP or Kafka.
 */
@NullMarked
package io.wawp.dispatcher.pacing;

import org.jspecify.annotations.NullMarked;
