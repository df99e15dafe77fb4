package io.wawp.dispatcher.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wawp.common.command.Content;
import io.wawp.common.outcome.OutcomeStatus;
import io.wawp.dispatcher.model.ChatLook.Likeness;
import io.wawp.dispatcher.model.CommandState;
import io.wawp.dispatcher.model.Resolution;
import io.wawp.dispatcher.model.Run;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What each measure is good for: the same happens once with it, and the invariant holds; and once
 * with the measure taken away, and the invariant breaks.
 */
class MeasuresTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    // ---- the right to send

    @Test
    void withoutSendByAZombieSendsASecondCopy() {
        Plan plan = Plan.SMOOTH.first(Point.LEASED, Fault.STOPS_FOR_LONG);
        Consumer<Simulation> story = world -> one(world).readAfter(Duration.ZERO);

        holds(Invariants.AT_MOST_ONCE_IN_THE_CHAT, plan, Switches.nothing(), story);
        breaks(Invariants.AT_MOST_ONCE_IN_THE_CHAT, plan, Switches.writesAnyway(), story);
        holds(Invariants.THE_RIGHT_TO_SEND_LAPSES, plan, Switches.nothing(), story);
        breaks(Invariants.THE_RIGHT_TO_SEND_LAPSES, plan, Switches.writesAnyway(), story);
    }

    @Test
    void eitherClockEndsTheRightToSendAndWithoutBothAZombieSendsASecondCopy() {
        Plan plan = Plan.SMOOTH.first(Point.LEASED, Fault.STOPS_FOR_LONG);
        Consumer<Simulation> story = world -> one(world).readAfter(Duration.ZERO);
        var suspended = new Switches();
        suspended.machineIsSuspended = true;
        var setBack = new Switches();
        setBack.wallClockIsSetBack = true;
        var both = new Switches();
        both.machineIsSuspended = true;
        both.wallClockIsSetBack = true;

        holds(Invariants.AT_MOST_ONCE_IN_THE_CHAT, plan, suspended, story);
        holds(Invariants.AT_MOST_ONCE_IN_THE_CHAT, plan, setBack, story);
        breaks(Invariants.AT_MOST_ONCE_IN_THE_CHAT, plan, both, story);
    }

    @Test
    void withoutSendingCommittedFirstACrashSendsASecondCopy() {
        Plan plan = Plan.SMOOTH.first(Point.ANSWERED, Fault.DIES);
        var away = Switches.doesNotCommit(CommandState.Sending.class);
        Consumer<Simulation> story = world -> one(world).readAfter(Duration.ZERO);

        holds(Invariants.AT_MOST_ONCE_IN_THE_CHAT, plan, Switches.nothing(), story);
        breaks(Invariants.AT_MOST_ONCE_IN_THE_CHAT, plan, away, story);
        breaks(Invariants.SENDING_IS_COMMITTED_FIRST, plan, away, story);
    }

    // ---- what is in doubt

    @Test
    void withoutLookingAnHeirSendsASecondCopy() {
        Plan plan = Plan.SMOOTH.first(Point.ANSWERED, Fault.DIES);
        var away = Switches.doesNotLook();
        Consumer<Simulation> story = world -> one(world).readAfter(Duration.ZERO);

        holds(Invariants.AT_MOST_ONCE_IN_THE_CHAT, plan, Switches.nothing(), story);
        breaks(Invariants.AT_MOST_ONCE_IN_THE_CHAT, plan, away, story);
    }

    @Test
    void withoutTheSettleTimeAMessageThatShowsLateIsSentTwice() {
        Plan plan = Plan.SMOOTH.way("one", Way.BROKEN_AND_SENT_LATE);
        Consumer<Simulation> story = world -> one(world).readAfter(Duration.ZERO);

        holds(Invariants.AT_MOST_ONCE_IN_THE_CHAT, plan, Switches.nothing(), story);
        breaks(
                Invariants.AT_MOST_ONCE_IN_THE_CHAT,
                plan,
                Switches.waits(Duration.ofSeconds(30), Duration.ofMillis(1)),
                story);
    }

    @Test
    void withoutWaitingForTheLastOwnersRequestAnHeirSendsASecondCopy() {
        // written at the end of sendBy, and sent by Wawp at the end of the request's time; without
        // the settle time, so that only what is waited for at take-over counts
        Plan plan =
                Plan.SMOOTH
                        .way("one", Way.BROKEN_AND_SENT_LATE)
                        .first(Point.LEASED, Fault.STOPS_BRIEFLY);
        Consumer<Simulation> story = world -> one(world).readAfter(Duration.ZERO);
        Duration settle = Duration.ofMillis(1);

        holds(
                Invariants.AT_MOST_ONCE_IN_THE_CHAT,
                plan,
                Switches.waits(Duration.ofSeconds(30), settle),
                story);
        breaks(
                Invariants.AT_MOST_ONCE_IN_THE_CHAT,
                plan,
                Switches.waits(Duration.ofSeconds(20), settle),
                story);
    }

    @Test
    void withoutWaitingOnItsOwnClockAnHeirSendsASecondCopy() {
        Plan plan =
                Plan.SMOOTH.way("one", Way.BROKEN_AND_SENT_LATE).first(Point.WRITTEN, Fault.DIES);
        var away = Switches.waitsForNothing();
        Consumer<Simulation> story = world -> one(world).readAfter(Duration.ZERO);

        holds(Invariants.AT_MOST_ONCE_IN_THE_CHAT, plan, Switches.nothing(), story);
        breaks(Invariants.AT_MOST_ONCE_IN_THE_CHAT, plan, away, story);
    }

    @Test
    void withoutWaitingCommittedACertainFailureIsInDoubtAfterACrash() {
        Plan plan = Plan.SMOOTH.policy(InDoubtPolicy.UNRESOLVED).way("one", Way.LIMITED);
        var away = Switches.doesNotCommit(CommandState.Waiting.class);
        Consumer<Simulation> story =
                world -> {
                    one(world).readAfter(Duration.ZERO);
                    world.run(Duration.ofSeconds(3));
                    world.kill();
                };

        assertEquals(OutcomeStatus.SENT, endOf("one", plan, Switches.nothing(), story));
        assertEquals(OutcomeStatus.UNRESOLVED, endOf("one", plan, away, story));
    }

    @Test
    void withoutItsPlaceASendInDoubtIsOvertakenInItsChat() {
        var apart = Switches.hasNoLanes();
        Consumer<Simulation> story = MeasuresTest::oneAndAnother;

        Plan own = Plan.SMOOTH.way("one", Way.UNCLEAR_AND_NOT_SENT);
        holds(Invariants.IN_ORDER, own, Switches.nothing(), story);
        breaks(Invariants.IN_ORDER, own, apart, story);
        Plan taken = Plan.SMOOTH.first(Point.LEASED, Fault.DIES);
        holds(Invariants.IN_ORDER, taken, Switches.nothing(), story);
        breaks(Invariants.IN_ORDER, taken, apart, story);
    }

    @Test
    void withoutItsPlaceACommandThatIsTriedAgainIsOvertakenInItsChat() {
        Plan plan = Plan.SMOOTH.way("one", Way.FAILED);
        var apart = Switches.hasNoLanes();

        holds(Invariants.IN_ORDER, plan, Switches.nothing(), MeasuresTest::oneAndAnother);
        breaks(Invariants.IN_ORDER, plan, apart, MeasuresTest::oneAndAnother);
    }

    // ---- whose message it is

    @Test
    void withoutTheMatchHeldForAMessageWithoutAnIdAnotherTakesItForItsOwn() {
        Plan plan =
                Plan.SMOOTH.ways(
                        Map.of(
                                "one", List.of(Way.NAMELESS_AND_LATE),
                                "two", List.of(Way.UNCLEAR_AND_NOT_SENT)));
        Consumer<Simulation> story =
                world -> {
                    one(world).readAfter(Duration.ZERO);
                    world.run(Duration.ofSeconds(15));
                    world.kill();
                    world.order("two", 1).text("same").readAfter(SECOND);
                };

        holds(Invariants.OUTCOMES_ARE_TRUE, plan, Switches.nothing(), story);
        breaks(Invariants.OUTCOMES_ARE_TRUE, plan, Switches.restoresNothingSent(), story);
    }

    @Test
    void withoutWhatWasReadLatelyAnHeirTakesItsMessageForAnothers() {
        Plan plan =
                Plan.SMOOTH.way("two", Way.UNCLEAR_AND_NOT_SENT).readAfter(Duration.ofSeconds(3));
        Consumer<Simulation> story =
                world -> {
                    one(world).readAfter(Duration.ZERO);
                    world.run(Duration.ofSeconds(10));
                    world.kill();
                    world.order("two", 1).text("same").readAfter(SECOND);
                };

        holds(Invariants.OUTCOMES_ARE_TRUE, plan, Switches.nothing(), story);
        breaks(Invariants.OUTCOMES_ARE_TRUE, plan, Switches.restoresOnlyWhatIsFollowed(), story);
    }

    @Test
    void withoutTheMatchHeldForEachAttemptAnotherTakesALateCopyForItsOwn() {
        Plan plan =
                Plan.SMOOTH.ways(
                        Map.of(
                                "one", List.of(Way.UNCLEAR_AND_SHOWN_TOO_LATE),
                                "two", List.of(Way.UNCLEAR_AND_NOT_SENT)));
        Consumer<Simulation> story =
                world -> {
                    one(world).readAfter(Duration.ZERO);
                    world.run(Duration.ofSeconds(125));
                    world.kill();
                    world.order("two", 1).text("same").readAfter(SECOND);
                };

        holds(Invariants.OUTCOMES_ARE_TRUE, plan, Switches.nothing(), story);
        breaks(Invariants.OUTCOMES_ARE_TRUE, plan, Switches.restoresNoLateCopies(), story);
    }

    @Test
    void withoutBeingUnsureADoubtfulMessageOfOursCountsAsAbsentAndIsSentTwice() {
        Plan plan = Plan.SMOOTH.way("one", Way.UNCLEAR_AND_SENT);
        Consumer<Simulation> story = world -> one(world).readAfter(Duration.ZERO);
        var unsure = Switches.doubtfulCountsAs(Likeness.DOUBTFUL);
        var away = Switches.doubtfulCountsAs(Likeness.NONE);

        assertEquals(OutcomeStatus.UNRESOLVED, endOf("one", plan, unsure, story));
        holds(Invariants.AT_MOST_ONCE_IN_THE_CHAT, plan, unsure, story);
        breaks(Invariants.AT_MOST_ONCE_IN_THE_CHAT, plan, away, story);
    }

    @Test
    void withoutBeingUnsureAStrangersDoubtfulMessageIsTakenForOurs() {
        Plan plan = Plan.SMOOTH.way("one", Way.UNCLEAR_AND_NOT_SENT);
        Consumer<Simulation> story =
                world -> {
                    one(world).readAfter(Duration.ZERO);
                    world.run(SECOND);
                    world.chats.writtenByHand(World.chat(1), new Content.Text("same"));
                };
        var unsure = Switches.doubtfulCountsAs(Likeness.DOUBTFUL);
        var away = Switches.doubtfulCountsAs(Likeness.SAME);

        assertEquals(OutcomeStatus.UNRESOLVED, endOf("one", plan, unsure, story));
        holds(Invariants.OUTCOMES_ARE_TRUE, plan, unsure, story);
        breaks(Invariants.OUTCOMES_ARE_TRUE, plan, away, story);
    }

    @ParameterizedTest
    @EnumSource(names = {"UNCLEAR_AND_SENT", "UNCLEAR_AND_NOT_SENT"})
    void withoutLooksThatTellWhatTheChatShowsEndsUnresolved(Way way) {
        Plan plan = Plan.SMOOTH.way("one", way);
        Consumer<Simulation> story = world -> one(world).readAfter(Duration.ZERO);

        var invariant = Invariants.UNRESOLVED_ONLY_IF_NOBODY_COULD_TELL;
        holds(invariant, plan, Switches.nothing(), story);
        breaks(invariant, plan, Switches.looksInVain(), story);
    }

    // ---- another number

    @Test
    void withoutAGateForEachNumberOnesTroubleHoldsAnotherUp() {
        Plan plan = Plan.SMOOTH.typing(Typings.IN_TROUBLE_AT_FIRST);
        Consumer<Simulation> story =
                world -> {
                    one(world).readAfter(Duration.ZERO);
                    world.order("well", 2).of(Simulation.WELL).readAfter(SECOND);
                };

        var invariant = Invariants.ANOTHERS_TROUBLE_HOLDS_NOBODY_UP;
        holds(invariant, plan, Switches.nothing(), story);
        breaks(invariant, plan, Switches.oneNumbersTroubleIsAnothers(), story);
    }

    // ---- the pace

    @Test
    void withoutTheLastSendsInTheJournalAnHeirSendsFasterThanItsNumberBears() {
        var away = Switches.restoresNoPace();
        Consumer<Simulation> story =
                world -> {
                    for (int i = 0; i < 40; i++) {
                        world.order("c" + i, i).readAfter(Duration.ZERO);
                    }
                    world.run(Duration.ofSeconds(38));
                    world.kill();
                };

        assertEquals(20, mostInAMinute(Switches.nothing(), story));
        assertTrue(mostInAMinute(away, story) > 20);
    }

    private static long mostInAMinute(Switches switches, Consumer<Simulation> story) {
        try (var world = new Simulation(Plan.SMOOTH, switches)) {
            story.accept(world);
            world.run();
            List<History.Written> all = world.history.all(History.Written.class);
            long minute = Duration.ofMinutes(1).toNanos();
            return all.stream()
                    .mapToLong(one ->
                            all.stream()
                                    .filter(other -> other.at() >= one.at())
                                    .filter(other -> other.at() < one.at() + minute)
                                    .count())
                    .max()
                    .orElseThrow();
        }
    }

    // ---- another run (docs/adr/0002)

    /**
     * What is known of the first run, how its send goes, what a record asks for, what it ends as
     * and how often the message arrives; and how often it does if every record is let in.
     */
    @ParameterizedTest
    @CsvSource(
            useHeadersInDisplayName = true,
            delimiter = '|',
            textBlock =
                    """
                    known      | way                  | run | resolution | status    | copies | without
                    REPLAYED   | NAMED                | 1   |            |           | 1      | 2
                    FAILED     | REFUSED              | 2   |            | SENT      | 1      | 1
                    FAILED     | REFUSED              | 2   | sent       | DUPLICATE | 0      | 1
                    FAILED     | REFUSED              | 2   | not-sent   | DUPLICATE | 0      | 1
                    SENT       | NAMED                | 1   |            | DUPLICATE | 1      | 2
                    SENT       | NAMED                | 2   |            | DUPLICATE | 1      | 2
                    SENT       | NAMED                | 2   | sent       | DUPLICATE | 1      | 2
                    SENT       | NAMED                | 2   | not-sent   | DUPLICATE | 1      | 2
                    UNRESOLVED | UNCLEAR_AND_SENT     | 2   |            | DUPLICATE | 1      | 2
                    UNRESOLVED | UNCLEAR_AND_SENT     | 3   | sent       | DUPLICATE | 1      | 2
                    UNRESOLVED | UNCLEAR_AND_SENT     | 2   | sent       | SENT      | 1      | 2
                    UNRESOLVED | UNCLEAR_AND_NOT_SENT | 2   | not-sent   | SENT      | 1      | 1
                    FORGOTTEN  | NAMED                | 2   |            | REJECTED  | 1      | 2
                    FORGOTTEN  | NAMED                | 2   | sent       | REJECTED  | 1      | 2
                    FORGOTTEN  | NAMED                | 2   | not-sent   | REJECTED  | 1      | 2
                    """)
    void withoutTheJudgementOfLaterRunsTheySendSecondCopies(
            String known,
            Way way,
            int run,
            @Nullable String resolution,
            @Nullable OutcomeStatus status,
            int copies,
            int without) {
        Listing listing = way == Way.UNCLEAR_AND_SENT ? Listing.FAILS : Listing.WORKS;
        Plan plan = Plan.SMOOTH.policy(InDoubtPolicy.UNRESOLVED).listing(listing).way("one", way);
        Run asked = run == 1 ? Run.FIRST : new Run(run, false, resolution(resolution));
        Consumer<Simulation> story =
                world -> {
                    one(world).offset(7).readAfter(Duration.ZERO);
                    world.run(Duration.ofHours(2));
                    if (known.equals("FORGOTTEN")) {
                        world.journal.forget(Simulation.key("one"));
                    }
                    long offset = known.equals("REPLAYED") ? 7 : 8;
                    one(world).run(asked).offset(offset).readAfter(Duration.ZERO);
                };

        assertEquals(copies, copies(plan, Switches.nothing(), story, status));
        assertEquals(without, copies(plan, Switches.letsEverythingIn(), story, null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "sent", "not-sent"})
    void withoutTheJudgementOfLaterRunsOneTakesTheOutcomeOfARunThatIsOpen(String resolution) {
        Plan plan = Plan.SMOOTH.way("one", Way.UNCLEAR_AND_SENT).listing(Listing.FAILS);
        var asked = new Run(2, false, Resolution.of(resolution).orElse(null));
        Consumer<Simulation> story =
                world -> {
                    one(world).readAfter(Duration.ZERO);
                    one(world).run(asked).readAfter(Duration.ofMinutes(10));
                };

        holds(Invariants.ONE_OUTCOME_A_RUN, plan, Switches.nothing(), story);
        breaks(Invariants.ONE_OUTCOME_A_RUN, plan, Switches.letsEverythingIn(), story);
    }

    private static @Nullable Resolution resolution(@Nullable String text) {
        return text == null ? null : Resolution.of(text).orElseThrow();
    }

    private static int copies(
            Plan plan,
            Switches switches,
            Consumer<Simulation> story,
            @Nullable OutcomeStatus status) {
        try (var world = new Simulation(plan, switches)) {
            story.accept(world);
            world.run();
            if (status != null) {
                assertEquals(List.of(), Invariants.ONE_OUTCOME_A_RUN.breaches(world.history));
                assertEquals(status, world.endOf("one", 8));
            }
            return world.history.all(History.Arrived.class).size();
        }
    }

    // ---- with and without

    private static Simulation.Order one(Simulation world) {
        return world.order("one", 1).text("same");
    }

    private static void oneAndAnother(Simulation world) {
        one(world).readAfter(Duration.ZERO);
        world.order("two", 1).readAfter(SECOND);
    }

    private static void holds(
            Invariants invariant, Plan plan, Switches switches, Consumer<Simulation> story) {
        assertEquals(List.of(), breaches(invariant, plan, switches, story));
    }

    private static void breaks(
            Invariants invariant, Plan plan, Switches switches, Consumer<Simulation> story) {
        assertNotEquals(List.of(), breaches(invariant, plan, switches, story));
    }

    private static List<String> breaches(
            Invariants invariant, Plan plan, Switches switches, Consumer<Simulation> story) {
        try (var world = new Simulation(plan, switches)) {
            story.accept(world);
            world.run();
            return invariant.breaches(world.history);
        }
    }

    private static OutcomeStatus endOf(
            String id, Plan plan, Switches switches, Consumer<Simulation> story) {
        try (var world = new Simulation(plan, switches)) {
            story.accept(world);
            world.run();
            return world.endOf(id);
        }
    }
}
