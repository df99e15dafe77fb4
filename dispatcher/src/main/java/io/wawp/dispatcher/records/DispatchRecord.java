package io.wawp.dispatcher.records;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.wawp.common.command.InstanceId;
import io.wawp.common.outcome.Source;
import io.wawp.dispatcher.model.Original;
import io.wawp.dispatcher.model.Run;
import io.wawp.dispatcher.model.Shards;
import io.wawp.dispatcher.model.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * A record of the dispatch topic: the producer's record with its origin in headers of ours.
 *
 * <p>Our headers are always the last ones, in a fixed order, so that they can be told from headers
 * of the same names that a producer may have set: reading takes off exactly what writing put on.
 *
 * @param source the record of the command topic
 * @param original the producer's record, as it was
 * @param run from the headers of our tools; the first without them
 * @param trace the producer's
 */
public record DispatchRecord(Source source, Original original, Run run, Trace trace) {
    public static final String ORIGIN_TOPIC = "wawp-origin-topic";
    public static final String ORIGIN_PARTITION = "wawp-origin-partition";
    public static final String ORIGIN_OFFSET = "wawp-origin-offset";
    public static final String ORIGIN_TIMESTAMP = "wawp-origin-timestamp";
    public static final String ORIGIN_KEY = "wawp-origin-key";
    public static final String TRACEPARENT = "traceparent";
    public static final String TRACESTATE = "tracestate";

    private static final List<String> OURS =
            List.of(ORIGIN_TOPIC, ORIGIN_PARTITION, ORIGIN_OFFSET, ORIGIN_TIMESTAMP);

    /** How much {@link #build} adds to a record, at most: an allowance for its size checks. */
    public static final int OVERHEAD_BYTES = 1024;

    /**
     * The record for the dispatch topic. Its timestamp is left to the moment of writing: a
     * producer's may lie further ahead than a broker takes.
     *
     * @param partitions of the dispatch topic
     */
    public static ProducerRecord<byte[], byte[]> build(
            String topic,
            int partitions,
            InstanceId instanceId,
            ConsumerRecord<byte[], byte[]> read) {
        var headers = new RecordHeaders();
        for (Header header : read.headers()) {
            headers.add(header);
        }
        add(headers, ORIGIN_TOPIC, read.topic());
        add(headers, ORIGIN_PARTITION, Integer.toString(read.partition()));
        add(headers, ORIGIN_OFFSET, Long.toString(read.offset()));
        add(headers, ORIGIN_TIMESTAMP, Long.toString(read.timestamp()));
        byte[] key = read.key();
        if (key != null) {
            headers.add(ORIGIN_KEY, key);
        }
        return new ProducerRecord<>(
                topic,
                Shards.of(instanceId, partitions),
                null,
                instanceId.value().getBytes(UTF_8),
                read.value(),
                headers);
    }

    /**
     * Reads back what {@link #build} wrote.
     *
     * @return empty when the record is not one of ours: somebody else wrote to the topic
     */
    public static Optional<DispatchRecord> parse(ConsumerRecord<byte[], byte[]> read) {
        Header[] headers = read.headers().toArray();
        int end = headers.length;
        boolean keyed = end > 0 && headers[end - 1].key().equals(ORIGIN_KEY);
        int ours = end - (keyed ? 1 : 0) - OURS.size();
        byte[] value = read.value();
        if (value == null || ours < 0 || !ourNames(headers, ours)) {
            return Optional.empty();
        }
        try {
            var source =
                    new Source(
                            text(headers[ours]),
                            Integer.parseInt(text(headers[ours + 1])),
                            Long.parseLong(text(headers[ours + 2])));
            long timestamp = Long.parseLong(text(headers[ours + 3]));
            byte[] key = keyed ? headers[end - 1].value() : null;
            var original = new Original(key, value, headersOf(headers, ours), timestamp);
            return Optional.of(
                    new DispatchRecord(
                            source,
                            original,
                            RunHeaders.read(original.headers()),
                            traceOf(original)));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** The producer's record behind a record of a command topic; a null value becomes no bytes. */
    public static Original originalOf(ConsumerRecord<byte[], byte[]> read) {
        Header[] headers = read.headers().toArray();
        byte[] value = read.value();
        return new Original(
                read.key(),
                value == null ? new byte[0] : value,
                headersOf(headers, headers.length),
                read.timestamp());
    }

    /** The trace that a command's record belongs to. */
    public static Trace traceOf(Original original) {
        return new Trace(
                bounded(RunHeaders.last(original.headers(), TRACEPARENT), 128),
                bounded(RunHeaders.last(original.headers(), TRACESTATE), 512));
    }

    private static boolean ourNames(Header[] headers, int from) {
        for (int i = 0; i < OURS.size(); i++) {
            Header header = headers[from + i];
            if (!header.key().equals(OURS.get(i)) || header.value() == null) {
                return false;
            }
        }
        return true;
    }

    private static List<Original.Header> headersOf(Header[] headers, int count) {
        var list = new ArrayList<Original.Header>(count);
        for (int i = 0; i < count; i++) {
            list.add(new Original.Header(headers[i].key(), headers[i].value()));
        }
        return list;
    }

    /** What is longer than the W3C's limits is no trace; carrying it would swell every record. */
    private static @Nullable String bounded(@Nullable String text, int limit) {
        return text == null || text.length() > limit ? null : text;
    }

    private static String text(Header header) {
        return new String(header.value(), UTF_8);
    }

    private static void add(RecordHeaders headers, String name, String value) {
        headers.add(name, value.getBytes(UTF_8));
    }
}
