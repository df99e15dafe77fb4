/**
 * How this worker's Kafka clients are set up: what suits it, what the deployment sets, and what the
 * guarantees rest on. Used by intake and journal. Knows nothing of what they read and write.
 */
@NullMarked
package io.wawp.dispatcher.kafka;

import org.jspecify.annotations.NullMarked;
