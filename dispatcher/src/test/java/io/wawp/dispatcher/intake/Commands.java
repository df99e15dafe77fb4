package io.wawp.dispatcher.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/** Records of a command topic. */
final class Commands {
    static final String TOPIC = "wawp.commands";

    private Commands() {}

    static byte[] valid(String commandId, String instanceId) {
        return """
        {"commandId":"%s","instanceId":"%s","chatId":"447441429009",
         "content":{"type":"text","message":"Hi"}}
        """
                .formatted(commandId, instanceId)
                .getBytes(UTF_8);
    }

    static ConsumerRecord<byte[], byte[]> record(long offset, byte @Nullable [] value) {
        return record(offset, value, new RecordHeaders());
    }

    @SuppressWarnings("NullAway") // a tombstone's value is null
    static ConsumerRecord<byte[], byte[]> record(
            long offset, byte @Nullable [] value, RecordHeaders headers) {
        return new ConsumerRecord<>(
                TOPIC,
                0,
                offset,
                1_700_000_000_000L,
                TimestampType.CREATE_TIME,
                0,
                0,
                "k".getBytes(UTF_8),
                value,
                headers,
                Optional.empty());
    }
}
