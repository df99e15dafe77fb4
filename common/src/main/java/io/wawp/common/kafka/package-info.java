/**
 * The contract for Kafka clients: serializers and deserializers that can be named in a client's
 * properties, serdes for Kafka Streams, and the records of a command topic. The one package that
 * needs kafka-clients on the class path; it knows nothing of how sending works.
 */
@NullMarked
package io.wawp.common.kafka;

import org.jspecify.annotations.NullMarked;
