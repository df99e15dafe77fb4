package io.wawp.dispatcher.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wawp.common.command.ChatId;
import io.wawp.common.command.CommandId;
import io.wawp.common.command.ContentType;
import io.wawp.common.command.IdempotencyKey;
import io.wawp.common.command.InstanceId;
import io.wawp.common.command.Priority;
import io.wawp.common.outcome.Outcome;
import io.wawp.common.outcome.OutcomeError;
import io.wawp.common.outcome.OutcomeStatus;
import io.wawp.common.outcome.ReasonCode;
import io.wawp.common.outcome.Source;
import io.wawp.dispatcher.cli.CommandStory.Told;
import io.wawp.dispatcher.cli.StoryWords.Verdict;
import io.wawp.dispatcher.model.Attempts;
import io.wawp.dispatcher.model.CommandEntry;
import io.wawp.dispatcher.model.CommandKey;
import io.wawp.dispatcher.model.CommandState;
import io.wawp.dispatcher.model.Fingerprint;
import io.wawp.dispatcher.model.Original;
import io.wawp.dispatcher.model.Trace;
import io.wawp.dispatcher.records.DeadLetter;
import io.wawp.dispatcher.records.RunHeaders;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Nothing that was, or may have been, sent is told as unsent. */
class StoryWordsTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final String ID = "order-1";

    private final List<Told<Outcome>> outcomes = new ArrayList<>();
    private final List<CommandEntry> entries = new ArrayList<>();
    private final List<ConsumerRecord<byte[], byte[]>> letters = new ArrayList<>();

    @Test
    void whatNeverWentNearWawpIsToBeMendedAndSentAgain() {
        told(1, OutcomeStatus.REJECTED, ReasonCode.TEXT_TOO_LONG);

        assertTrue(verdict().meaning().contains("never went near Wawp"), verdict().toString());
        assertEquals("Mend it where it is made, and send it again.", verdict().next());
    }

    @Test
    void aRunOfAForgottenCommandMayHaveBeenSent() {
        told(2, OutcomeStatus.REJECTED, ReasonCode.IN_DOUBT);

        assertTrue(verdict().meaning().startsWith("It may have been sent"), verdict().toString());
        assertMayHaveBeenSent();
    }

    @Test
    void anotherMessageUnderTheIdOfASentOneLeavesItSent() {
        told(1, OutcomeStatus.ACCEPTED, null);
        told(1, OutcomeStatus.SENT, null);
        told(1, OutcomeStatus.REJECTED, ReasonCode.IDEMPOTENCY_KEY_REUSED);

        Verdict verdict = verdict();
        assertTrue(verdict.meaning().startsWith("It was sent"), verdict.toString());
        assertTrue(verdict.meaning().contains("Another message under its id"), verdict.toString());
        assertTrue(verdict.next().contains("idempotencyKey of its own"), verdict.toString());
    }

    @Test
    void aKeyOfAnotherMessageMeansThatNothingWasSentForThisOne() {
        told(1, OutcomeStatus.REJECTED, ReasonCode.IDEMPOTENCY_KEY_REUSED);

        assertTrue(verdict().meaning().startsWith("Nothing was sent"), verdict().toString());
        assertTrue(verdict().next().contains("idempotencyKey of its own"), verdict().toString());
    }

    @Test
    void anUnresolvedOneWhoseAnswerWasRejectedIsStillToBeResolved() {
        told(1, OutcomeStatus.ACCEPTED, null);
        told(1, OutcomeStatus.UNRESOLVED, ReasonCode.IN_DOUBT);
        told(2, OutcomeStatus.REJECTED, ReasonCode.TEXT_TOO_LONG);
        entries.add(ended(OutcomeStatus.UNRESOLVED, 1));

        Verdict verdict = verdict();
        assertTrue(verdict.meaning().startsWith("It may have been sent"), verdict.toString());
        assertTrue(verdict.meaning().contains("turned away: text_too_long"), verdict.toString());
        assertTrue(verdict.next().contains("./wawp resolve " + ID), verdict.toString());
    }

    @Test
    void anAnswerThatCameWhenTheCommandWasForgottenLeavesOnlyALookIntoTheChat() {
        told(1, OutcomeStatus.UNRESOLVED, ReasonCode.IN_DOUBT);
        told(2, OutcomeStatus.REJECTED, ReasonCode.IN_DOUBT);

        assertMayHaveBeenSent();
    }

    @Test
    void whatWasRejectedBeforeARunThatWasSentIsNotToldOf() {
        told(1, OutcomeStatus.REJECTED, ReasonCode.UNKNOWN_INSTANCE);
        told(2, OutcomeStatus.ACCEPTED, null);
        told(2, OutcomeStatus.SENT, null);

        assertTrue(verdict().meaning().startsWith("It was sent;"), verdict().toString());
        assertFalse(verdict().meaning().contains("turned away"), verdict().toString());
    }

    @ParameterizedTest
    @EnumSource(
            value = OutcomeStatus.class,
            names = {"REJECTED", "DUPLICATE"})
    void theJournalKnowsMoreThanWhatTurnedALaterRecordAway(OutcomeStatus status) {
        told(1, status, ReasonCode.TEXT_TOO_LONG);
        entries.add(ended(OutcomeStatus.UNRESOLVED, 1));

        assertTrue(verdict().meaning().contains("may have been sent"), verdict().toString());
        assertTrue(verdict().next().contains("./wawp resolve " + ID), verdict().toString());
    }

    @Test
    void aLaterRunThatWasRejectedSaysNothingOfTheRunsBefore() {
        told(2, OutcomeStatus.REJECTED, ReasonCode.TEXT_TOO_LONG);
        assertFalse(verdict().meaning().contains("never went near"), verdict().toString());
        assertMayHaveBeenSent();

        letters.add(letter(2, ReasonCode.TEXT_TOO_LONG, 0, true));
        assertTrue(verdict().meaning().contains("never went near"), verdict().toString());
    }

    @Test
    void aFailedOneThatIsForgottenIsJudgedByItsDeadLetter() {
        told(1, OutcomeStatus.FAILED, ReasonCode.ATTEMPTS_EXHAUSTED);
        letters.add(letter(1, ReasonCode.ATTEMPTS_EXHAUSTED, 1, false));
        assertTrue(verdict().meaning().contains("may have been sent"), verdict().toString());
        assertMayHaveBeenSent();

        letters.set(0, letter(1, ReasonCode.ATTEMPTS_EXHAUSTED, 0, false));
        assertTrue(verdict().meaning().startsWith("It was not sent"), verdict().toString());
        assertTrue(verdict().next().contains("./wawp redrive"), verdict().toString());
    }

    @Test
    void ofADeadLetterAloneItIsToldWhetherItMayHaveBeenSent() {
        letters.add(letter(1, ReasonCode.WAWP_REJECTED, 0, false));
        assertTrue(verdict().meaning().startsWith("It was not sent"), verdict().toString());

        letters.set(0, letter(1, ReasonCode.ATTEMPTS_EXHAUSTED, 2, false));
        assertMayHaveBeenSent();

        letters.set(0, letter(2, ReasonCode.IN_DOUBT, 0, false));
        assertMayHaveBeenSent();
    }

    private void assertMayHaveBeenSent() {
        assertFalse(verdict().meaning().contains("not sent"), verdict().toString());
        assertTrue(verdict().next().startsWith("Look into the chat"), verdict().toString());
        assertTrue(verdict().next().contains("idempotencyKey of its own"), verdict().toString());
    }

    private Verdict verdict() {
        return new StoryWords(NOW)
                .of(
                        new CommandStory(
                                ID,
                                outcomes,
                                List.of(),
                                letters,
                                Map.of(),
                                entries,
                                false,
                                false,
                                List.of(),
                                Optional.of(true)));
    }

    private void told(int run, OutcomeStatus status, @Nullable ReasonCode code) {
        var outcome =
                new Outcome(
                        "e-" + outcomes.size(),
                        new CommandId(ID),
                        new IdempotencyKey(ID),
                        new InstanceId("inst1"),
                        new ChatId("447441429009@c.us"),
                        ContentType.TEXT,
                        run,
                        status,
                        NOW.minusSeconds(100 - outcomes.size()),
                        0,
                        null,
                        null,
                        false,
                        code == null ? null : OutcomeError.of(code, "why."),
                        source(run),
                        Map.of(),
                        status == OutcomeStatus.DUPLICATE ? new CommandId(ID) : null,
                        status == OutcomeStatus.DUPLICATE ? OutcomeStatus.UNRESOLVED : null);
        outcomes.add(
                new Told<>(outcome, new ConsumerRecord<>("o", 0, 0, new byte[0], new byte[0])));
    }

    private static Source source(int run) {
        return new Source("wawp.commands", 0, run);
    }

    private static CommandEntry ended(OutcomeStatus status, int unclear) {
        return new CommandEntry(
                new CommandKey(new InstanceId("inst1"), new IdempotencyKey(ID)),
                new CommandId(ID),
                1,
                new ChatId("447441429009@c.us"),
                ContentType.TEXT,
                new Fingerprint("00"),
                source(1),
                List.of(),
                NOW.minusSeconds(200),
                1,
                Priority.NORMAL,
                null,
                NOW.plus(Duration.ofHours(20)),
                Map.of(),
                Trace.NONE,
                new CommandState.Ended(
                        new Attempts(1, unclear, NOW.minusSeconds(150)),
                        status,
                        OutcomeError.of(ReasonCode.IN_DOUBT, "why"),
                        NOW.minusSeconds(100)),
                new Original(new byte[0], new byte[0], List.of(), 0),
                NOW.plus(Duration.ofDays(1)));
    }

    private static ConsumerRecord<byte[], byte[]> letter(
            int run, ReasonCode code, int unclear, boolean unjournaled) {
        var record = new ConsumerRecord<byte[], byte[]>("d", 0, 0, new byte[0], new byte[0]);
        Headers headers = record.headers();
        if (run > 1) {
            headers.add("wawp-run", text(Integer.toString(run)));
        }
        headers.add(DeadLetter.ORIGINAL_TOPIC, text("wawp.commands"));
        headers.add(DeadLetter.ORIGINAL_PARTITION, ByteBuffer.allocate(4).array());
        headers.add(DeadLetter.ORIGINAL_OFFSET, ByteBuffer.allocate(8).putLong(0, run).array());
        headers.add(DeadLetter.ORIGINAL_TIMESTAMP, ByteBuffer.allocate(8).array());
        headers.add(DeadLetter.EXCEPTION_MESSAGE, text("why"));
        headers.add(DeadLetter.REASON_CODE, text(code.wire()));
        headers.add(DeadLetter.COMMAND_ID, text(ID));
        headers.add(DeadLetter.ATTEMPTS, text(Integer.toString(unclear)));
        headers.add(DeadLetter.UNCLEAR_ATTEMPTS, text(Integer.toString(unclear)));
        if (unjournaled) {
            headers.add(RunHeaders.UNJOURNALED, text("true"));
        }
        return record;
    }

    private static byte[] text(String text) {
        return text.getBytes(UTF_8);
    }
}
