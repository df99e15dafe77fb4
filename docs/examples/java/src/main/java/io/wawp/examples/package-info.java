/**
 * How a producer and a consumer in Java use the contract: two programs to copy from. They know
 * {@code common} and Kafka's client, nothing of the worker.
 */
@NullMarked
package io.wawp.examples;

import org.jspecify.annotations.NullMarked;
