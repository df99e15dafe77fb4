package io.wawp.dispatcher.records;

import io.wawp.common.outcome.Source;
import io.wawp.dispatcher.model.Original;
import io.wawp.dispatcher.model.Run;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * A record of the dead-letter topic, read back for an operator's tool. The headers that were put on
 * last are ours, and everything before them is the producer's, also where the names are the same.
 *
 * @param at where the letter itself stands
 * @param writtenAt when it was written
 * @param source the record of the command topic that ended so
 * @param original that record, as its producer wrote it
 * @param run which run ended so
 * @param reasonCode why, as it stands there: a newer worker may know more codes
 * @param message why, in words
 * @param commandId null where it could not be read
 * @param attempts the sends of that run
 * @param unclearAttempts how many of them may have reached the chat; null where the letter does not
 *     say
 * @param unjournaled whether no run of the command was ever journaled
 * @param leftOut what the topic could not take, such as {@code value,headers}; null when it is
 *     whole
 */
public record DeadLetter(
        Source at,
        Instant writtenAt,
        Source source,
        Original original,
        Run run,
        String reasonCode,
        String message,
        @Nullable String commandId,
        int attempts,
        @Nullable Integer unclearAttempts,
        boolean unjournaled,
        @Nullable String leftOut) {
    public static final String ORIGINAL_TOPIC = "kafka_dlt-original-topic";
    public static final String ORIGINAL_PARTITION = "kafka_dlt-original-partition";
    public static final String ORIGINAL_OFFSET = "kafka_dlt-original-offset";
    public static final String ORIGINAL_TIMESTAMP = "kafka_dlt-original-timestamp";
    public static final String EXCEPTION_MESSAGE = "kafka_dlt-exception-message";
    public static final String REASON_CODE = "wawp-reason-code";
    public static final String COMMAND_ID = "wawp-command-id";
    public static final String ATTEMPTS = "wawp-attempts";

    /** How many sends may have reached the chat all the same. */
    public static final String UNCLEAR_ATTEMPTS = "wawp-unclear-attempts";

    public static final String VALUE_SHA256 = "wawp-value-sha256";
    public static final String VALUE_SIZE = "wawp-value-size";
    public static final String LEFT_OUT = "wawp-left-out";

    /**
     * Reads what a worker wrote.
     *
     * @return empty when the record is none of ours: somebody else wrote to the topic
     */
    public static Optional<DeadLetter> parse(ConsumerRecord<byte[], byte[]> read) {
        Header[] headers = read.headers().toArray();
        int from = headers.length - 1;
        while (from >= 0 && !headers[from].key().equals(ORIGINAL_TOPIC)) {
            from--;
        }
        if (from < 0) {
            return Optional.empty();
        }
        List<Original.Header> theirs = list(headers, 0, from);
        List<Original.Header> ours = list(headers, from, headers.length);
        try {
            return Optional.of(read(read, theirs, ours));
        } catch (IllegalArgumentException e) {
            // a header is missing or holds something else
            return Optional.empty();
        }
    }

    private static DeadLetter read(
            ConsumerRecord<byte[], byte[]> read,
            List<Original.Header> theirs,
            List<Original.Header> ours) {
        byte[] value = read.value();
        String unclear = RunHeaders.last(ours, UNCLEAR_ATTEMPTS);
        return new DeadLetter(
                new Source(read.topic(), read.partition(), read.offset()),
                Instant.ofEpochMilli(read.timestamp()),
                new Source(
                        text(ours, ORIGINAL_TOPIC),
                        (int) number(ours, ORIGINAL_PARTITION, 4),
                        number(ours, ORIGINAL_OFFSET, 8)),
                new Original(
                        read.key(),
                        value == null ? new byte[0] : value,
                        theirs,
                        number(ours, ORIGINAL_TIMESTAMP, 8)),
                RunHeaders.read(theirs),
                text(ours, REASON_CODE),
                text(ours, EXCEPTION_MESSAGE),
                RunHeaders.last(ours, COMMAND_ID),
                Integer.parseInt(text(ours, ATTEMPTS)),
                unclear == null ? null : Integer.valueOf(unclear),
                "true".equals(RunHeaders.last(ours, RunHeaders.UNJOURNALED)),
                RunHeaders.last(ours, LEFT_OUT));
    }

    private static List<Original.Header> list(Header[] headers, int from, int to) {
        var list = new ArrayList<Original.Header>(to - from);
        for (int i = from; i < to; i++) {
            list.add(new Original.Header(headers[i].key(), headers[i].value()));
        }
        return list;
    }

    private static String text(List<Original.Header> headers, String name) {
        String text = RunHeaders.last(headers, name);
        if (text == null) {
            throw new IllegalArgumentException("a dead letter lacks the header " + name);
        }
        return text;
    }

    private static long number(List<Original.Header> headers, String name, int size) {
        for (Original.Header header : headers) {
            byte[] value = header.value();
            if (header.name().equals(name) && value != null && value.length == size) {
                ByteBuffer buffer = ByteBuffer.wrap(value);
                return size == 4 ? buffer.getInt() : buffer.getLong();
            }
        }
        throw new IllegalArgumentException("a dead letter lacks the header " + name);
    }
}
