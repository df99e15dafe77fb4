package io.wawp.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.wawp.dispatcher.audit.SendCall;
import io.wawp.sandbox.wawp.Call;
import io.wawp.sandbox.wawp.Operation;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CallsForAuditTest {
    private static final Instant AT = Instant.parse("2026-11-22T10:00:00Z");

    @TempDir private Path directory;
    private CallSpool spool;
    private long calls;
    private long seconds;

    @BeforeEach
    void open() {
        spool = new CallSpool(directory.resolve("calls.tsv"));
    }

    @AfterEach
    void close() {
        spool.close();
    }

    @Test
    void aCallIsOfTheCommandWhoseMarkItsTextBears() throws Exception {
        heard(Operation.TEXT, "Message c1-7 of many", "{}", 200, true);
        heard(Operation.VOICE, "", "{\"file\":{\"url\":\"https://x/c1-8/c1-8.ogg\"}}", 0, true);
        heard(Operation.TEXT, "no mark", "{}", 500, false);

        assertEquals(
                List.of("c1-7", "c1-8", "unmarked"),
                audited().stream().map(SendCall::mark).toList());
        assertEquals(
                List.of(true, true, false), audited().stream().map(SendCall::tookEffect).toList());
    }

    @Test
    void whatIsNoSendIsLeftOut() throws Exception {
        heard(Operation.START_TYPING, "", "{}", 200, false);
        heard(Operation.CHAT_MESSAGES, "", "{}", 200, false);

        assertEquals(List.of(), audited());
    }

    @Test
    void aSuccessWithoutAMessageCountsAsOneSinceNobodyCouldKnow() throws Exception {
        heard(Operation.TEXT, "c1-7", "{}", 200, false);

        assertEquals(List.of(true), audited().stream().map(SendCall::tookEffect).toList());
    }

    @Test
    void aSuccessWithoutAMessageDoesNotCountWhenTheMessageWasSentOtherwise() throws Exception {
        heard(Operation.TEXT, "c1-7", "{}", 200, false);
        after(CallsForAudit.SOONEST_REPETITION);
        heard(Operation.TEXT, "c1-7", "{}", 200, true);

        assertEquals(List.of(false, true), audited().stream().map(SendCall::tookEffect).toList());
    }

    @Test
    void ofTwoSuccessesWithoutAMessageTheSecondCountsOnlyIfNobodyCanHaveLookedBetweenThem()
            throws Exception {
        heard(Operation.TEXT, "c1-7", "{}", 200, false);
        heard(Operation.TEXT, "c1-7", "{}", 200, false);
        heard(Operation.TEXT, "c1-8", "{}", 200, false);
        after(CallsForAudit.SOONEST_REPETITION);
        heard(Operation.TEXT, "c1-8", "{}", 200, false);

        assertEquals(
                List.of(true, true, true, false),
                audited().stream().map(SendCall::tookEffect).toList());
    }

    @Test
    void aSuccessWithoutAMessageCountsWhenItIsRepeatedBeforeAnybodyCanHaveLooked()
            throws Exception {
        heard(Operation.TEXT, "c1-7", "{}", 200, false);
        heard(Operation.TEXT, "c1-7", "{}", 200, true);

        assertEquals(List.of(true, true), audited().stream().map(SendCall::tookEffect).toList());
    }

    @Test
    void theTimesAreThoseOfTheClockThatIsNeverSet() throws Exception {
        heard(Operation.TEXT, "c1-1", "{}", 200, true);
        heard(Operation.TEXT, "c1-2", "{}", 200, true);

        List<SendCall> all = audited();
        assertEquals(AT, all.getFirst().begin());
        assertEquals(
                Duration.ofSeconds(1), Duration.between(all.get(0).begin(), all.get(1).begin()));
    }

    private List<SendCall> audited() {
        try (Stream<SendCall> all = CallsForAudit.of(spool)) {
            return all.toList();
        }
    }

    private void after(Duration gap) {
        seconds += gap.toSeconds();
    }

    private void heard(
            Operation operation, String text, String parameters, int status, boolean created)
            throws Exception {
        calls++;
        seconds++;
        spool.heard(
                new Call(
                        calls,
                        AT,
                        seconds * 1_000_000_000,
                        operation,
                        "POST",
                        "/send",
                        "",
                        Map.of(),
                        new ObjectMapper().readTree(parameters),
                        "number000001",
                        "491500000000@c.us",
                        text,
                        Optional.empty(),
                        status,
                        created ? Optional.of("true_x_" + calls) : Optional.empty()));
    }
}
