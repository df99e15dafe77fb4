package io.wawp.dispatcher.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.wawp.common.command.SendCommand;
import io.wawp.common.json.CommandDecoder;
import io.wawp.common.json.CommandLimits;
import io.wawp.common.json.Decoding;
import io.wawp.common.outcome.Outcome;
import io.wawp.common.outcome.OutcomeError;
import io.wawp.common.outcome.OutcomeStatus;
import io.wawp.common.outcome.ReasonCode;
import io.wawp.common.outcome.Source;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * Holds every record of a command topic to what a worker owes it: one terminal outcome, the one
 * that its bytes deserve, and a dead letter of the same bytes where it ended badly. Keeps no bytes
 * of a record. Used by one thread.
 */
final class EveryEnding {
    private static final String DLT = "kafka_dlt-original-";

    /** With which a record that is a sound command may be rejected all the same. */
    private static final Set<ReasonCode> NOT_FOR_ITS_BYTES =
            Set.of(
                    ReasonCode.IDEMPOTENCY_KEY_REUSED,
                    ReasonCode.UNKNOWN_INSTANCE,
                    ReasonCode.IN_DOUBT,
                    ReasonCode.COMMAND_TOO_LARGE);

    /** Room that a dead letter's reasons take at the most, and what a record of it may have. */
    private static final long ALWAYS_FITS = 1_000_000L - 8_192;

    private static final int MOST_TOLD = 20;

    private final CommandDecoder decoder = new CommandDecoder(CommandLimits.DEFAULTS);
    private final Map<Source, Produced> produced = new HashMap<>();
    private final Map<Source, Outcome> endings = new HashMap<>();
    private final Map<Source, Integer> letters = new HashMap<>();
    private final Map<String, Integer> counts = new TreeMap<>();
    private final List<String> faults = new ArrayList<>();

    /**
     * What was read from the command topic.
     *
     * @param rejection what its bytes deserve; null for a sound command
     * @param waits whether it is not due before long after the test
     */
    private record Produced(
            @Nullable ReasonCode rejection, boolean waits, String bytes, String value, long size) {}

    /** A record of the command topic, as intake reads it. */
    void produced(ConsumerRecord<byte[], byte[]> read) {
        Instant now = Instant.now();
        ReasonCode rejection = null;
        Instant due = null;
        switch (decoder.decode(read.value(), now)) {
            case Decoding.Valid(SendCommand command) -> due = command.notBefore();
            case Decoding.Invalid invalid -> rejection = invalid.error().code();
        }
        Header[] headers = read.headers().toArray();
        produced.put(
                new Source(read.topic(), read.partition(), read.offset()),
                new Produced(
                        rejection,
                        due != null && due.isAfter(now),
                        Fingerprints.of(read.key(), read.value(), kept(headers)),
                        Fingerprints.ofValue(read.value()),
                        Fingerprints.size(read.key(), read.value(), headers)));
    }

    /** Without what a worker takes off: what a tool said of the runs before held for that run. */
    private static Header[] kept(Header[] headers) {
        return Arrays.stream(headers)
                .filter(header -> !header.key().equals("wawp-unjournaled"))
                .toArray(Header[]::new);
    }

    int produced() {
        return produced.size();
    }

    /** How many of the records are to end. */
    int owed() {
        return (int) produced.values().stream().filter(one -> !one.waits).count();
    }

    int ended() {
        return endings.size();
    }

    Map<String, Integer> counts() {
        return counts;
    }

    /** An outcome of any status. */
    void outcome(Outcome outcome) {
        Produced record = produced.get(outcome.source());
        if (record == null) {
            fault(outcome.source(), outcome.status() + " of what was never committed");
            return;
        }
        if (!outcome.status().isTerminal()) {
            return;
        }
        if (endings.put(outcome.source(), outcome) != null) {
            fault(outcome.source(), "a second ending, " + outcome.status());
        }
        OutcomeError error = outcome.error();
        ReasonCode code = error == null ? null : error.code();
        counts.merge(outcome.status() + (code == null ? "" : " " + code.wire()), 1, Integer::sum);
        ReasonCode deserved = record.rejection;
        boolean rightful =
                deserved != null
                        ? outcome.status() == OutcomeStatus.REJECTED && deserved == code
                        : outcome.status() != OutcomeStatus.REJECTED
                                || NOT_FOR_ITS_BYTES.contains(Objects.requireNonNull(code));
        if (!rightful) {
            fault(outcome.source(), outcome.status() + " " + error + " instead of " + deserved);
        }
    }

    /** A record of the dead-letter topic. */
    void letter(ConsumerRecord<byte[], byte[]> letter) {
        Header[] headers = letter.headers().toArray();
        int ours = headers.length - 1;
        while (ours >= 0 && !headers[ours].key().equals(DLT + "topic")) {
            ours--;
        }
        Map<String, byte[]> reasons = new HashMap<>();
        for (Header header : Arrays.copyOfRange(headers, Math.max(ours, 0), headers.length)) {
            reasons.put(header.key(), header.value());
        }
        var source =
                new Source(
                        text(reasons, DLT + "topic"),
                        ByteBuffer.wrap(of(reasons, DLT + "partition")).getInt(),
                        ByteBuffer.wrap(of(reasons, DLT + "offset")).getLong());
        letters.merge(source, 1, Integer::sum);
        Produced record = produced.get(source);
        if (record == null) {
            fault(source, "a dead letter of what was never committed");
        } else if (reasons.containsKey("wawp-left-out")) {
            counts.merge("letters without their value", 1, Integer::sum);
            if (record.size < ALWAYS_FITS) {
                fault(source, record.size + " bytes would have fitted into their dead letter");
            }
            if (!record.value.equals(text(reasons, "wawp-value-sha256"))) {
                fault(source, "the dead letter names another value");
            }
        } else if (!record.bytes.equals(
                Fingerprints.of(letter.key(), letter.value(), Arrays.copyOf(headers, ours)))) {
            fault(source, "the dead letter holds other bytes");
        }
    }

    /** What is wrong, in words; empty when every record has what is owed to it. */
    List<String> faults() {
        produced.forEach((source, record) -> {
            Outcome ending = endings.get(source);
            if (ending == null) {
                if (!record.waits) {
                    fault(source, "no ending; it deserves " + record.rejection);
                }
                return;
            }
            boolean bad =
                    ending.status() == OutcomeStatus.REJECTED
                            || ending.status() == OutcomeStatus.FAILED;
            int found = letters.getOrDefault(source, 0);
            if (found != (bad ? 1 : 0)) {
                fault(source, ending.status() + " with " + found + " dead letters");
            }
        });
        return faults.size() <= MOST_TOLD ? faults : faults.subList(0, MOST_TOLD);
    }

    private void fault(Source source, String words) {
        faults.add(source + ": " + words);
    }

    private static String text(Map<String, byte[]> reasons, String name) {
        return new String(of(reasons, name), UTF_8);
    }

    private static byte[] of(Map<String, byte[]> reasons, String name) {
        return Objects.requireNonNull(reasons.get(name), name);
    }
}
