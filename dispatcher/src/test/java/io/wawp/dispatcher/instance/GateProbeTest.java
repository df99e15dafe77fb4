package io.wawp.dispatcher.instance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wawp.common.command.ChatId;
import io.wawp.common.command.InstanceId;
import io.wawp.common.command.MessageId;
import io.wawp.common.command.SendCommand;
import io.wawp.common.outcome.OutcomeError;
import io.wawp.common.outcome.ReasonCode;
import io.wawp.dispatcher.model.AccessToken;
import io.wawp.dispatcher.model.Account;
import io.wawp.dispatcher.model.ChatLook;
import io.wawp.dispatcher.model.InstanceEntry;
import io.wawp.dispatcher.model.MessageGateway;
import io.wawp.dispatcher.model.PaceMemory;
import io.wawp.dispatcher.model.Receipt;
import io.wawp.dispatcher.model.SendResult;
import io.wawp.dispatcher.model.SessionLook;
import io.wawp.dispatcher.model.TypingResult;
import io.wawp.dispatcher.testing.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class GateProbeTest {
    private static final InstanceId ID = new InstanceId("100000000001");
    private static final OutcomeError LOGGED_OUT =
            OutcomeError.of(ReasonCode.SESSION_NOT_WORKING, "logged out");
    private static final OutcomeError QUOTA = OutcomeError.of(ReasonCode.QUOTA_EXCEEDED, "used up");
    private static final OutcomeError AWAY = OutcomeError.of(ReasonCode.WAWP_UNREACHABLE, "away");

    private final ManualTime time = new ManualTime();
    private final Instant start = time.now();
    private final List<String> told = new ArrayList<>();
    private final List<Long> askedAt = new ArrayList<>();
    private SessionLook session = new SessionLook.NotWorking(LOGGED_OUT);
    private boolean commandWaits;
    private boolean known = true;
    private double jitter = 1.0;

    private final Gate gate = new Gate(InstanceEntry.fresh(ID));
    private final GateProbe probe = watch(gate);

    @Test
    void anOpenGateIsNotProbed() {
        pass(3600);
        assertEquals(List.of(), askedAt);
    }

    @Test
    void aClosedOneIsProbedAfterWaitsThatDoubleUpToTheLongest() {
        gate.close(LOGGED_OUT, time.now());
        pass(1500);
        assertEquals(List.of(5L, 15L, 35L, 75L, 155L, 315L, 615L, 915L, 1215L), askedAt);
        assertEquals(List.of(), told);
        assertEquals(Gate.State.CLOSED, gate.state());
    }

    @Test
    void noAnswerCountsAsNotWorking() {
        session = new SessionLook.Unreadable(AWAY);
        gate.close(LOGGED_OUT, time.now());
        pass(40);
        assertEquals(List.of(5L, 15L, 35L), askedAt);
        assertEquals(Gate.State.CLOSED, gate.state());
    }

    @Test
    void jitterShortensAWaitByAQuarterAtMost() {
        jitter = 0;
        gate.close(LOGGED_OUT, time.now());
        pass(4);
        assertEquals(1, askedAt.size());
        assertEquals(List.of(Duration.ofMillis(7_500 - 250)), time.dueIn(), "the next after 7.5 s");
    }

    @Test
    void aRestoredClosedOneIsProbedToo() {
        watch(new Gate(new InstanceEntry(ID, LOGGED_OUT, start, PaceMemory.NONE)));
        pass(5);
        assertEquals(List.of(5L), askedAt);
    }

    @Test
    void aWorkingSessionLetsTheOldestWaitingCommandProveIt() {
        session = new SessionLook.Working();
        commandWaits = true;
        gate.close(LOGGED_OUT, time.now());
        pass(5);
        assertEquals(List.of("halfOpen"), told);
        assertEquals(Gate.State.HALF_OPEN, gate.state());
        assertTrue(gate.mayPass());
        assertTrue(gate.proven());
        pass(3600);
        assertEquals(List.of("halfOpen"), told);
        assertEquals(List.of(5L), askedAt);
    }

    @Test
    void aWorkingSessionIsProofEnoughWhenNothingWaits() {
        session = new SessionLook.Working();
        gate.close(LOGGED_OUT, time.now());
        pass(5);
        assertEquals(List.of("halfOpen", "opened"), told);
        assertEquals(Gate.State.OPEN, gate.state());
        pass(3600);
        assertEquals(List.of(5L), askedAt);
    }

    @Test
    void butNotOfAQuotaWhichOnlyACommandProves() {
        session = new SessionLook.Working();
        gate.close(QUOTA, time.now());
        pass(3600);
        assertEquals(List.of("halfOpen"), told);
        assertEquals(List.of(5L), askedAt);
        assertEquals(Gate.State.HALF_OPEN, gate.state());
        assertTrue(gate.mayPass());
        assertTrue(gate.proven());
    }

    @Test
    void aCommandThatFailsAsTheProbeMakesTheWaitGrow() {
        session = new SessionLook.Working();
        commandWaits = true;
        gate.close(QUOTA, time.now());
        pass(5);
        assertTrue(gate.mayPass());
        gate.close(QUOTA, time.now());
        pass(9);
        assertEquals(List.of(5L), askedAt);
        pass(1);
        assertEquals(List.of(5L, 15L), askedAt);
    }

    @Test
    void whileACommandIsFindingOutNobodyAsks() {
        session = new SessionLook.Working();
        commandWaits = true;
        gate.close(LOGGED_OUT, time.now());
        pass(5);
        assertTrue(gate.mayPass());
        pass(600);
        assertEquals(List.of(5L), askedAt);
    }

    @Test
    void aCommandThatNeverPassedDoesNotLeaveItHalfOpenForEver() {
        session = new SessionLook.Working();
        commandWaits = true;
        gate.close(LOGGED_OUT, time.now());
        pass(5);
        commandWaits = false; // it expired
        pass(10);
        assertEquals(List.of("halfOpen", "halfOpen", "opened"), told);
        assertEquals(Gate.State.OPEN, gate.state());
    }

    @Test
    void aSessionThatStopsAgainShutsAHalfOpenGate() {
        session = new SessionLook.Working();
        commandWaits = true;
        gate.close(LOGGED_OUT, time.now());
        pass(5);
        session = new SessionLook.NotWorking(LOGGED_OUT);
        pass(10);
        assertEquals(Gate.State.CLOSED, gate.state());
    }

    @Test
    void afterItWasOpenTheWaitsBeginAnew() {
        gate.close(LOGGED_OUT, time.now());
        pass(300);
        session = new SessionLook.Working();
        pass(60);
        assertEquals(Gate.State.OPEN, gate.state());
        askedAt.clear();
        session = new SessionLook.NotWorking(LOGGED_OUT);
        gate.close(LOGGED_OUT, time.now());
        pass(5);
        assertEquals(List.of(365L), askedAt);
    }

    @Test
    void anInstanceThatNobodyKnowsWaits() {
        known = false;
        gate.close(LOGGED_OUT, time.now());
        pass(100);
        assertEquals(List.of(), askedAt);
        known = true;
        pass(5);
        assertEquals(1, askedAt.size());
    }

    @Test
    void aNudgeMakesTheWaitsBeginAnew() {
        gate.close(LOGGED_OUT, time.now());
        pass(400);
        askedAt.clear();
        probe.nudge();
        pass(5);
        assertEquals(List.of(405L), askedAt);
    }

    @Test
    void closedTheProbeAsksNoMore() {
        gate.close(LOGGED_OUT, time.now());
        probe.close();
        pass(3600);
        assertEquals(List.of(), askedAt);
        assertTrue(time.dueIn().isEmpty());
    }

    // ---- fixture

    private void pass(long seconds) {
        time.advance(Duration.ofSeconds(seconds));
    }

    private GateProbe watch(Gate watched) {
        AccountSource accounts =
                id ->
                        known
                                ? Optional.of(
                                        new InstanceAccount(
                                                new Account(id, new AccessToken("t")), "standard"))
                                : Optional.empty();
        RandomGenerator random =
                new RandomGenerator() {
                    @Override
                    public long nextLong() {
                        return 0;
                    }

                    @Override
                    public double nextDouble() {
                        return jitter;
                    }
                };
        var probes =
                new GateProbes(
                        accounts,
                        new Sessions(),
                        ProbeSettings.DEFAULT,
                        time,
                        random,
                        Runnable::run);
        return probes.watch(watched, new Listener());
    }

    private final class Listener implements GateListener {
        @Override
        public boolean halfOpen() {
            told.add("halfOpen");
            return commandWaits;
        }

        @Override
        public void opened() {
            told.add("opened");
        }
    }

    /** Wawp with nothing but a session. */
    private final class Sessions implements MessageGateway {
        @Override
        public SessionLook session(Account account) {
            askedAt.add(Duration.between(start, time.now()).toSeconds());
            return session;
        }

        @Override
        public SendResult send(Account account, SendCommand command, BooleanSupplier mayWrite) {
            throw new AssertionError("a probe sends nothing");
        }

        @Override
        public TypingResult startTyping(Account account, ChatId chat) {
            throw new AssertionError("a probe types nothing");
        }

        @Override
        public TypingResult stopTyping(Account account, ChatId chat) {
            throw new AssertionError("a probe types nothing");
        }

        @Override
        public Receipt receipt(Account account, ChatId chat, MessageId message) {
            throw new AssertionError("a probe asks for no message");
        }

        @Override
        public ChatLook messages(Account account, ChatId chat, int offset, int limit) {
            throw new AssertionError("a probe lists no chat");
        }
    }
}
