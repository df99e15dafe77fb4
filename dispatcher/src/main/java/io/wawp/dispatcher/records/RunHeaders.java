package io.wawp.dispatcher.records;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.wawp.dispatcher.model.Original;
import io.wawp.dispatcher.model.Resolution;
import io.wawp.dispatcher.model.Run;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * The headers by which an operator's tool asks for a later run of a command. Read by intake and
 * journal, written by {@code redrive} and {@code resolve} alone.
 */
public final class RunHeaders {
    /** Which run it is. */
    public static final String RUN = "wawp-run";

    /** What a person found out about the run before: {@code sent} or {@code not-sent}. */
    public static final String RESOLVE = "wawp-resolve";

    /** {@code true}: no earlier run was ever journaled; the tool has looked. */
    public static final String UNJOURNALED = "wawp-unjournaled";

    private static final Set<String> OURS = Set.of(RUN, RESOLVE, UNJOURNALED);

    /** A million runs are no run's number. */
    private static final int MOST_DIGITS = 6;

    private RunHeaders() {}

    /**
     * Which run a command's record asks for. What none of our tools would write asks for the first.
     */
    public static Run read(List<Original.Header> headers) {
        int number = number(last(headers, RUN));
        if (number == 1) {
            return Run.FIRST;
        }
        String resolution = last(headers, RESOLVE);
        return new Run(
                number,
                "true".equals(last(headers, UNJOURNALED)),
                resolution == null ? null : Resolution.of(resolution).orElse(null));
    }

    /**
     * The record that asks for a run of a command: what the producer wrote, byte for byte, with its
     * key, and its headers but for those of an earlier run.
     *
     * @param topic the command topic that the original came from
     */
    public static ProducerRecord<byte[], byte[]> record(String topic, Original original, Run run) {
        var headers = new RecordHeaders();
        for (Original.Header header : original.headers()) {
            if (!OURS.contains(header.name())) {
                headers.add(header.name(), header.value());
            }
        }
        headers.add(RUN, Integer.toString(run.number()).getBytes(UTF_8));
        if (run.unjournaled()) {
            headers.add(UNJOURNALED, "true".getBytes(UTF_8));
        }
        Resolution resolution = run.resolution();
        if (resolution != null) {
            headers.add(RESOLVE, resolution.wire().getBytes(UTF_8));
        }
        return new ProducerRecord<>(topic, null, null, original.key(), original.value(), headers);
    }

    /** The last header of that name, as text. */
    static @Nullable String last(List<Original.Header> headers, String name) {
        for (Original.Header header : headers.reversed()) {
            byte[] value = header.value();
            if (header.name().equals(name)) {
                return value == null ? null : new String(value, UTF_8);
            }
        }
        return null;
    }

    private static int number(@Nullable String text) {
        if (text == null || text.isEmpty() || text.length() > MOST_DIGITS) {
            return 1;
        }
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return 1;
            }
        }
        return Math.max(1, Integer.parseInt(text));
    }
}
