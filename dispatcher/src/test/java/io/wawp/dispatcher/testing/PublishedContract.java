package io.wawp.dispatcher.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.wawp.common.ContractSchema;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Holds records to what docs/contract promises of them. Knows a topic by the last part of its name,
 * as {@link TestTopics} makes them; what stands on another topic is nobody's business.
 */
final class PublishedContract {
    private record Promise(ContractSchema schema, String keyField) {}

    private static final Map<String, Promise> PROMISES =
            Map.of(
                    "outcomes", new Promise(ContractSchema.OUTCOME, "commandId"),
                    "deliveries", new Promise(ContractSchema.DELIVERY, "commandId"),
                    "instances", new Promise(ContractSchema.INSTANCE_EVENT, "instanceId"));

    private PublishedContract() {}

    /**
     * Checks one record.
     *
     * @throws AssertionError when its value is forbidden by the schema, or its key is another than
     *     promised
     */
    static void requireKept(ConsumerRecord<byte[], byte[]> record) {
        String topic = record.topic();
        Promise promise = PROMISES.get(topic.substring(topic.lastIndexOf('.') + 1));
        if (promise == null) {
            return;
        }
        byte[] value = record.value();
        if (value == null) {
            throw new AssertionError("a record of " + topic + " has no value");
        }
        promise.schema().requireValid(value);
        JsonNode named = ContractSchema.JSON.readTree(value).path(promise.keyField());
        String expected = named.isNull() ? null : named.asString();
        String key = text(record.key());
        if (expected == null ? key != null : !expected.equals(key)) {
            throw new AssertionError(
                    "the key of a record of " + topic + " is " + key + " instead of " + expected);
        }
    }

    private static @Nullable String text(byte @Nullable [] bytes) {
        return bytes == null ? null : new String(bytes, UTF_8);
    }
}
