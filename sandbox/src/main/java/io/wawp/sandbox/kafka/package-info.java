/**
 * A real Kafka cluster in this JVM, with sockets and files like any other. It knows the broker's
 * classes so that nobody else has to, and knows nothing of our topics.
 */
@NullMarked
package io.wawp.sandbox.kafka;

import org.jspecify.annotations.NullMarked;
