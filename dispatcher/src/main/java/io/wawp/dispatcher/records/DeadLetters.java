package io.wawp.dispatcher.records;

import static io.wawp.dispatcher.records.DeadLetter.ATTEMPTS;
import static io.wawp.dispatcher.records.DeadLetter.COMMAND_ID;
import static io.wawp.dispatcher.records.DeadLetter.EXCEPTION_MESSAGE;
import static io.wawp.dispatcher.records.DeadLetter.LEFT_OUT;
import static io.wawp.dispatcher.records.DeadLetter.ORIGINAL_OFFSET;
import static io.wawp.dispatcher.records.DeadLetter.ORIGINAL_PARTITION;
import static io.wawp.dispatcher.records.DeadLetter.ORIGINAL_TIMESTAMP;
import static io.wawp.dispatcher.records.DeadLetter.ORIGINAL_TOPIC;
import static io.wawp.dispatcher.records.DeadLetter.REASON_CODE;
import static io.wawp.dispatcher.records.DeadLetter.UNCLEAR_ATTEMPTS;
import static io.wawp.dispatcher.records.DeadLetter.VALUE_SHA256;
import static io.wawp.dispatcher.records.DeadLetter.VALUE_SIZE;
import static io.wawp.dispatcher.records.RunHeaders.UNJOURNALED;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.wawp.dispatcher.model.Original;
import io.wawp.dispatcher.model.Publication;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/**
 * Dead letters: the producer's key, value and headers as they were, and why they ended here, under
 * the header names that Spring Kafka's tools know, and ours. Of an original that the topic cannot
 * take, the value is left out, then the producer's headers, then the key, until it fits; a header
 * says what is missing. {@link DeadLetter} reads them back.
 */
final class DeadLetters {
    /** Room for our own headers, whose longest are a topic's name and an error's message. */
    private static final int OURS = 4096;

    private final String topic;
    private final int maxRecordBytes;

    DeadLetters(String topic, int maxRecordBytes) {
        this.topic = topic;
        this.maxRecordBytes = maxRecordBytes;
    }

    ProducerRecord<byte[], byte[]> of(Publication.OfDeadLetter letter) {
        Original original = letter.original();
        var headers = new RecordHeaders();
        long room = (long) maxRecordBytes - OURS;
        long rest = bytesBesideValue(original);
        boolean keepsValue = original.tooLarge() == null && rest + original.value().length <= room;
        boolean keepsHeaders = rest <= room;
        byte[] key = original.key();
        boolean keepsKey = keepsHeaders || key == null || key.length + 64 <= room;
        if (keepsHeaders) {
            for (Original.Header header : original.headers()) {
                // what a tool said of the runs before held for that run alone
                if (!header.name().equals(UNJOURNALED)) {
                    headers.add(header.name(), header.value());
                }
            }
        }
        reasons(headers, letter);
        if (!keepsValue) {
            var missing = Objects.requireNonNull(original.withoutValue().tooLarge());
            text(headers, VALUE_SHA256, missing.sha256());
            text(headers, VALUE_SIZE, Integer.toString(missing.bytes()));
            text(headers, LEFT_OUT, leftOut(keepsHeaders, keepsKey));
        }
        return new ProducerRecord<>(
                topic,
                null,
                null,
                keepsKey ? key : null,
                keepsValue ? original.value() : null,
                headers);
    }

    private static void reasons(RecordHeaders headers, Publication.OfDeadLetter letter) {
        var source = letter.source();
        text(headers, ORIGINAL_TOPIC, source.topic());
        headers.add(ORIGINAL_PARTITION, ByteBuffer.allocate(4).putInt(source.partition()).array());
        headers.add(ORIGINAL_OFFSET, eightBytes(source.offset()));
        headers.add(ORIGINAL_TIMESTAMP, eightBytes(letter.original().timestamp()));
        text(headers, EXCEPTION_MESSAGE, letter.error().message());
        text(headers, REASON_CODE, letter.error().code().wire());
        String commandId = letter.commandId();
        if (commandId != null) {
            text(headers, COMMAND_ID, commandId);
        }
        text(headers, ATTEMPTS, Integer.toString(letter.attempts().begun()));
        text(headers, UNCLEAR_ATTEMPTS, Integer.toString(letter.attempts().unclear()));
        if (letter.unjournaled()) {
            text(headers, UNJOURNALED, "true");
        }
    }

    /** Of key and headers on the wire, and a little for the lengths written beside them. */
    private static long bytesBesideValue(Original original) {
        byte[] key = original.key();
        long bytes = 64L + (key == null ? 0 : key.length);
        for (Original.Header header : original.headers()) {
            byte[] value = header.value();
            // not the length in characters, of which one may be three bytes
            bytes += 10L + Utils.utf8Length(header.name()) + (value == null ? 0 : value.length);
        }
        return bytes;
    }

    private static String leftOut(boolean keepsHeaders, boolean keepsKey) {
        return "value" + (keepsHeaders ? "" : ",headers") + (keepsKey ? "" : ",key");
    }

    private static byte[] eightBytes(long number) {
        return ByteBuffer.allocate(8).putLong(number).array();
    }

    private static void text(RecordHeaders headers, String name, @Nullable String value) {
        headers.add(name, value == null ? null : value.getBytes(UTF_8));
    }
}
