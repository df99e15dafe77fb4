/**
 * Lanes, which keep the order within each chat, and the turnstile, which says who of an instance
 * goes next. Called by {@code dispatch}, one turnstile an instance. Must never know messages,
 * Kafka, WhatsApp or clocks: a lane is a number, and times are numbers that the caller gives.
 */
@NullMarked
package io.wawp.dispatcher.lane;

import org.jspecify.annotations.NullMarked;
