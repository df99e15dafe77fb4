package io.wawp.dispatcher.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import io.wawp.common.outcome.DeliveryStatus;
import io.wawp.common.outcome.Outcome;
import io.wawp.common.outcome.OutcomeStatus;
import io.wawp.dispatcher.model.Append;
import io.wawp.dispatcher.model.CommandState;
import io.wawp.sandbox.wawp.Answers;
import io.wawp.sandbox.wawp.Call;
import io.wawp.sandbox.wawp.FaultAction;
import io.wawp.sandbox.wawp.FaultRule;
import java.time.Duration;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A worker ends at each point of a command's way as if it had been killed, and another finishes:
 * one terminal outcome (I1), no send without its committed SENDING (I2), and not one send more than
 * the policy says (I3).
 */
class CrashPointsIT {
    private static final String TEXT = "Your order is on its way.";
    private static final FaultRule FIRST_SEND = FaultRule.sends().containing(TEXT).first(1);
    private static final Duration LATE = Duration.ofMinutes(2);

    /** Where the first worker ends, and what the second makes of it. */
    @SuppressWarnings("ImmutableEnumChecker") // functions and rules, which nobody changes
    enum Point {
        ADMITTED_NOT_COMMITTED(
                (stop, journal) -> stop.beforeCommitOf(StopAt.entry(journal, "admitted")),
                null,
                once()),
        ADMITTED_COMMITTED_AND_NOT_DISPATCHED(
                (stop, journal) -> stop.beforeReading(), null, once()),
        TYPING((stop, journal) -> stop.whileTyping(), null, once()),
        SENDING_NOT_COMMITTED(
                (stop, journal) -> stop.beforeCommitOf(StopAt.entry(journal, "sending")),
                null,
                once()),
        SENDING_COMMITTED_AND_NOTHING_WRITTEN(
                (stop, journal) -> stop.beforeSending(), null, again(1)),
        WRITTEN_AND_NO_ANSWER_READ(null, FIRST_SEND.then(FaultAction.usual()).after(LATE), found()),
        WRITTEN_AND_NOT_IN_THE_CHAT(
                null, FIRST_SEND.then(FaultAction.noAnswer()).unrecorded(), again(2)),
        ANSWER_READ_AND_SENT_NOT_APPENDED((stop, journal) -> stop.afterSending(), null, found()),
        SENT_NOT_COMMITTED(
                (stop, journal) -> stop.beforeCommitOf(StopAt.entry(journal, "sent")),
                null,
                found()),
        SENT_COMMITTED(
                (stop, journal) -> stop.afterAppend(isOf(CommandState.Sent.class)), null, once()),
        WAITING_COMMITTED(
                (stop, journal) -> stop.afterAppend(isOf(CommandState.Waiting.class)),
                FIRST_SEND.then(Answers.plain(429)),
                new Expected(false, 1, 2));

        private final @Nullable BiFunction<StopAt, String, Hooks> stop;
        private final @Nullable FaultRule fault;
        private final Expected expected;

        /**
         * @param stop null where the worker is halted as soon as its request has arrived
         */
        Point(
                @Nullable BiFunction<StopAt, String, Hooks> stop,
                @Nullable FaultRule fault,
                Expected expected) {
            this.stop = stop;
            this.fault = fault;
            this.expected = expected;
        }

        private static Predicate<Append> isOf(Class<? extends CommandState> state) {
            return append ->
                    append.commands().stream().anyMatch(entry -> state.isInstance(entry.state()));
        }

        private static Expected once() {
            return new Expected(false, 1, 1);
        }

        private static Expected found() {
            return new Expected(true, 1, 1);
        }

        /** It was not in the chat, so the policy, RESEND, sends it a second time. */
        private static Expected again(int calls) {
            return new Expected(false, 2, calls);
        }
    }

    /**
     * @param attempts as the outcome says
     * @param calls that reached Wawp
     */
    record Expected(boolean reconciled, int attempts, int calls) {}

    @ParameterizedTest
    @EnumSource(Point.class)
    @Execution(CONCURRENT)
    void endsAndAnotherFinishes(Point point) throws Exception {
        try (var fixture = new WorkerFixture(1).audited().set("DISPATCHER_TYPING", "true")) {
            if (point.fault != null) {
                fixture.wawp.faults().add(point.fault);
            }
            var stop = new StopAt();
            Hooks hooks =
                    point.stop == null
                            ? Hooks.NONE
                            : point.stop.apply(stop, fixture.topics.journal());
            var first = new CallsOf();
            Worker killed = fixture.start(first.around(hooks));
            fixture.produce(command("c-1", TEXT));
            if (point.stop == null) {
                fixture.wawp.calls().await(CrashPointsIT::isTheSend, Duration.ofSeconds(60));
            } else {
                stop.awaitReached();
            }
            killed.halt();
            int callsOfTheKilled = first.all().size();

            fixture.start();
            Outcome outcome = fixture.outcomeOf("c-1");
            fixture.produce(command("c-2", "The next one."));

            assertEquals(OutcomeStatus.SENT, fixture.outcomeOf("c-2").status());
            fixture.outcomes.toEnd();
            assertEquals(List.of(outcome), fixture.terminal("c-1"), "I1: one terminal outcome");
            assertEquals(
                    1,
                    fixture.outcomesOf("c-1").stream()
                            .filter(each -> each.status() == OutcomeStatus.ACCEPTED)
                            .count());
            assertEquals(OutcomeStatus.SENT, outcome.status());
            assertEquals(point.expected.reconciled, outcome.reconciled());
            assertEquals(point.expected.attempts, outcome.attempts());
            assertEquals(
                    1,
                    fixture.wawp.messages(WorkerFixture.INSTANCE, WorkerFixture.CHAT).stream()
                            .filter(message -> message.body().equals(TEXT))
                            .count(),
                    "I3: in the chat once");
            List<Call> sends = fixture.wawp.calls().matching(CrashPointsIT::isTheSend);
            assertEquals(point.expected.calls, sends.size(), () -> "calls: " + sends);
            requireSendingBefore(sends, JournalView.of(fixture, WorkerFixture.INSTANCE, "c-1"));
            assertEquals(DeliveryStatus.READ, fixture.deliveriesOf("c-1").getLast().status());
            assertEquals(
                    callsOfTheKilled,
                    first.all().size(),
                    () -> "nothing of the first goes on: " + first.all());
        }
    }

    /** I2: the nth call was made after the nth SENDING was written, and that one is committed. */
    private static void requireSendingBefore(List<Call> sends, List<JournalView.Step> steps) {
        List<JournalView.Step> sending =
                steps.stream().filter(step -> step.state().equals("sending")).toList();
        assertTrue(sending.size() >= sends.size(), () -> "I2: " + sends + " after " + steps);
        // a send that never was written has its SENDING too, always an earlier one
        int without = sending.size() - sends.size();
        for (int i = 0; i < sends.size(); i++) {
            Call send = sends.get(i);
            JournalView.Step step = sending.get(without + i);
            assertTrue(
                    step.writtenAt() <= send.arrivedAt().toEpochMilli(),
                    () -> "I2: " + send + " before " + step);
        }
        assertEquals("sent", steps.getLast().state());
    }

    private static boolean isTheSend(Call call) {
        return call.operation().isSend() && call.text().equals(TEXT);
    }

    private static String command(String commandId, String text) {
        return WorkerFixture.text(
                commandId,
                WorkerFixture.INSTANCE,
                WorkerFixture.CHAT,
                text,
                ",\"typing\":{\"mode\":\"fixed\",\"duration\":\"PT0.5S\"}");
    }
}
