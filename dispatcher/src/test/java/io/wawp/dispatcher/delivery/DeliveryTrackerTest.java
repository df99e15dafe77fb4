package io.wawp.dispatcher.delivery;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wawp.common.command.ChatId;
import io.wawp.common.command.CommandId;
import io.wawp.common.command.ContentType;
import io.wawp.common.command.IdempotencyKey;
import io.wawp.common.command.InstanceId;
import io.wawp.common.command.MessageId;
import io.wawp.common.command.Priority;
import io.wawp.common.outcome.Delivery;
import io.wawp.common.outcome.OutcomeError;
import io.wawp.common.outcome.ReasonCode;
import io.wawp.common.outcome.Source;
import io.wawp.dispatcher.model.AccessToken;
import io.wawp.dispatcher.model.Account;
import io.wawp.dispatcher.model.Attempts;
import io.wawp.dispatcher.model.ChatLook;
import io.wawp.dispatcher.model.CommandEntry;
import io.wawp.dispatcher.model.CommandKey;
import io.wawp.dispatcher.model.CommandState;
import io.wawp.dispatcher.model.Fingerprint;
import io.wawp.dispatcher.model.Receipt;
import io.wawp.dispatcher.model.Tenure;
import io.wawp.dispatcher.model.Trace;
import io.wawp.dispatcher.testing.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeliveryTrackerTest {
    private static final InstanceId ONE = new InstanceId("100000000001");
    private static final InstanceId TWO = new InstanceId("100000000002");
    private static final ChatId CHAT = new ChatId("447441429009@c.us");
    private static final ChatId OTHER_CHAT = new ChatId("447441429010@c.us");
    private static final OutcomeError LOGGED_OUT =
            OutcomeError.of(ReasonCode.SESSION_NOT_WORKING, "logged out");
    private static final OutcomeError AWAY = OutcomeError.of(ReasonCode.WAWP_UNREACHABLE, "away");
    private static final OutcomeError ODD = OutcomeError.of(ReasonCode.WAWP_UPSTREAM_ERROR, "odd");

    private final ManualTime time = new ManualTime();
    private final FakeWawp wawp = new FakeWawp();
    private final RecordingJournal journal = new RecordingJournal();
    private final Tenure tenure = new Tenure(3, 1);
    private final Set<InstanceId> closedGates = new HashSet<>();
    private final Set<InstanceId> unknown = new HashSet<>();
    private final List<String> troubles = new ArrayList<>();
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private Optional<MessageId> findable = Optional.empty();
    private DeliveryTracker tracker = tracker(DeliverySettings.DEFAULT);
    private int commands;

    @Nested
    class LooksAtAMessage {
        @Test
        void onTheScheduleAndThenEveryLastInterval() {
            sent(CHAT, "AA", 0);
            var at = new ArrayList<Duration>();
            Instant sentAt = time.now();
            wawp.meanwhile = () -> at.add(Duration.between(sentAt, time.now()));
            pass(Duration.ofHours(80));
            assertEquals(
                    List.of(
                            Duration.ofSeconds(5),
                            Duration.ofSeconds(30),
                            Duration.ofMinutes(2),
                            Duration.ofMinutes(10),
                            Duration.ofHours(1),
                            Duration.ofHours(6),
                            Duration.ofDays(1),
                            Duration.ofHours(42),
                            Duration.ofHours(60),
                            Duration.ofDays(3)),
                    at);
        }

        @Test
        void withNewsAsOneAppendOfEntryAndDelivery() {
            CommandEntry entry = sent(CHAT, "AA", 0);
            wawp.has(id("AA"), 2);
            pass(Duration.ofSeconds(5));
            assertEquals(1, journal.appends.size());
            CommandState.Sent state = (CommandState.Sent) journal.lastEntry().state();
            assertEquals(2, state.ack());
            assertEquals(false, state.isFinal());
            Delivery delivery = journal.deliveries().getFirst();
            assertEquals(entry.commandId(), delivery.commandId());
            assertEquals(entry.metadata(), delivery.metadata());
            assertEquals(id("AA"), delivery.messageId());
            assertEquals(time.now(), delivery.at());
        }

        @Test
        void withoutNewsAndWritesNothing() {
            sent(CHAT, "AA", 1);
            wawp.has(id("AA"), 1);
            pass(Duration.ofHours(71));
            assertEquals(9, wawp.asked.size());
            assertEquals(List.of(), journal.appends);
        }

        @Test
        void atOnceWhenWritingTheLastNewsTookUntilAfterTheNextLook() {
            sent(CHAT, "AA", 0);
            wawp.has(id("AA"), 1);
            journal.meanwhile =
                    () -> {
                        journal.meanwhile = () -> {};
                        wawp.has(id("AA"), 3);
                        time.advance(Duration.ofSeconds(26));
                    };
            pass(Duration.ofSeconds(6));
            assertEquals(List.of("SERVER 1", "READ 3 final"), journal.told());
        }

        @Test
        void whateverFormItsIdIsGivenIn() {
            sent(CHAT, "AA", 0);
            wawp.has(new MessageId("AA"), 1);
            pass(Duration.ofSeconds(5));
            assertEquals(List.of("SERVER 1"), journal.told());
        }

        @Test
        void andTakesNoOtherMessagesReceiptForIts() {
            sent(CHAT, "AA", 0);
            wawp.saysOf.put("AA", new Receipt.Known(id("BB"), 3));
            pass(Duration.ofSeconds(5));
            assertEquals(List.of(), journal.told());
        }

        @Test
        void onceAlthoughItWasFollowedTwice() {
            CommandEntry entry = sent(CHAT, "AA", 0);
            tracker.follow(tenure, entry);
            pass(Duration.ofSeconds(5));
            assertEquals(List.of("receipt AA"), wawp.asked);
            assertEquals(1, tracker.followed());
        }

        @Test
        void atMostAMinuteLateWhenTheClockIsSetForward() {
            sent(CHAT, "AA", 0);
            pass(Duration.ofMinutes(11));
            wawp.asked.clear();
            time.jumpWallClock(Duration.ofHours(1));
            pass(Duration.ofMinutes(1));
            assertEquals(List.of("receipt AA"), wawp.asked);
        }

        @Test
        void atMostAMinuteLateWhenTheClockIsSetBack() {
            sent(CHAT, "AA", 0);
            pass(Duration.ofMinutes(11));
            wawp.asked.clear();
            time.jumpWallClock(Duration.ofHours(-5));
            pass(Duration.ofMinutes(50));
            assertEquals(List.of("receipt AA"), wawp.asked);
        }

        @Test
        void againSoonWhenOneLookBroughtNoAnswer() {
            sent(CHAT, "AA", 0);
            pass(Duration.ofMinutes(10));
            wawp.asked.clear();
            wawp.saysOf.put("AA", new Receipt.Unreadable(ODD));
            pass(Duration.ofMinutes(50));
            assertEquals(List.of("receipt AA"), wawp.asked);
            wawp.saysOf.clear();
            wawp.has(id("AA"), 3);
            pass(Duration.ofSeconds(30));
            assertEquals(List.of("READ 3 final"), journal.told());
        }
    }

    @Nested
    class OfAcks {
        @ParameterizedTest
        @CsvSource({
            // type, acks seen one after the other, what is told
            "TEXT, 0 1 2 3, SERVER 1|DEVICE 2|READ 3 final",
            "TEXT, 0 3, READ 3 final",
            "TEXT, 4, PLAYED 4 final",
            "VOICE, 3 4, READ 3|PLAYED 4 final",
            "VOICE, 1 5, SERVER 1|PLAYED 5 final",
            "TEXT, 7, PLAYED 7 final",
            "TEXT, 2 1 0 2 3, DEVICE 2|READ 3 final",
            "TEXT, 1 -1, SERVER 1|ERROR -1 final",
            "TEXT, -1, ERROR -1 final",
            "TEXT, -2 -7 1, SERVER 1",
        })
        void onlyTheHighestNewOneIsTold(ContentType type, String seen, String told) {
            tracker = tracker(every(Duration.ofMinutes(10)));
            follow(tenure, entry(ONE, CHAT, id("AA"), 0, type, time.now()));
            for (String ack : seen.split(" ", -1)) {
                wawp.has(id("AA"), Integer.parseInt(ack));
                pass(Duration.ofMinutes(10));
            }
            assertEquals(List.of(told.split("\\|")), journal.told());
            assertEquals(told.endsWith("final") ? 0 : 1, tracker.followed());
        }

        @Test
        void aFinalOneEndsTheLooking() {
            sent(CHAT, "AA", 0);
            wawp.has(id("AA"), 3);
            pass(Duration.ofHours(80));
            assertEquals(List.of("receipt AA"), wawp.asked);
            assertTrue(time.dueIn().isEmpty());
        }

        @Test
        void eachHasAnIdThatIsTheSameWhenToldAgain() {
            CommandEntry entry = sent(CHAT, "AA", 0);
            wawp.has(id("AA"), 2);
            pass(Duration.ofSeconds(5));
            wawp.has(id("AA"), 3);
            pass(Duration.ofMinutes(1));
            List<Delivery> first = journal.deliveries();
            assertNotEquals(first.getFirst().eventId(), first.getLast().eventId());

            journal.appends.clear();
            tracker = tracker(DeliverySettings.DEFAULT);
            follow(new Tenure(3, 2), entry);
            pass(Duration.ofMinutes(10));
            assertEquals(first.getLast().eventId(), journal.deliveries().getFirst().eventId());
        }
    }

    @Nested
    class AtTheDeadline {
        @ParameterizedTest
        @CsvSource({"0, UNCONFIRMED 0 final", "1, UNCONFIRMED 1 final", "2, DEVICE 2 final"})
        void itEndsWithWhatIsKnown(int ack, String told) {
            sent(CHAT, "AA", ack);
            pass(Duration.ofDays(3));
            assertEquals(List.of(told), journal.told());
            assertEquals(0, tracker.followed());
        }

        @Test
        void theLastStatusIsToldOnceMoreAsAnotherEvent() {
            sent(CHAT, "AA", 0);
            wawp.has(id("AA"), 2);
            pass(Duration.ofDays(3));
            assertEquals(List.of("DEVICE 2", "DEVICE 2 final"), journal.told());
            List<Delivery> told = journal.deliveries();
            assertNotEquals(told.getFirst().eventId(), told.getLast().eventId());
        }

        @Test
        void whatTheLastLookShowedIsTheEnd() {
            sent(CHAT, "AA", 0);
            pass(Duration.ofHours(71));
            wawp.has(id("AA"), 2);
            pass(Duration.ofHours(1));
            assertEquals(List.of("DEVICE 2 final"), journal.told());
        }

        @Test
        void itEndsUnderAClosedGateTooAndWithoutACall() {
            sent(CHAT, "AA", 0);
            closedGates.add(ONE);
            pass(Duration.ofDays(3));
            assertEquals(List.of(), wawp.asked);
            assertEquals(List.of("UNCONFIRMED 0 final"), journal.told());
        }

        @Test
        void aRestoredOneWhoseTimePassedMeanwhileEnds() {
            follow(tenure, entry(ONE, CHAT, id("AA"), 1, ContentType.TEXT, ago("PT100H")));
            pass(Duration.ofSeconds(1));
            assertEquals(List.of("UNCONFIRMED 1 final"), journal.told());
        }

        @Test
        void anEndThatCouldNotBeWrittenIsTriedAgain() {
            sent(CHAT, "AA", 0);
            pass(Duration.ofHours(71));
            journal.broken = 1;
            pass(Duration.ofHours(1));
            assertEquals(List.of(), journal.told());
            pass(Duration.ofMinutes(1));
            assertEquals(List.of("UNCONFIRMED 0 final"), journal.told());
        }
    }

    @Nested
    class TheKeyIsRemembered {
        @Test
        void untilAfterTheDeadlineWhileFollowed() {
            CommandEntry entry = sent(CHAT, "AA", 0);
            wawp.has(id("AA"), 1);
            pass(Duration.ofSeconds(5));
            Instant deadline = sentAt(entry).plus(Duration.ofDays(3));
            assertTrue(forgetAfter(journal.lastEntry()).isAfter(deadline));
        }

        @Test
        void forTheDedupWindowAfterTheEnd() {
            CommandEntry entry = sent(CHAT, "AA", 0);
            pass(Duration.ofDays(3));
            assertEquals(sentAt(entry).plus(Duration.ofDays(4)), forgetAfter(journal.lastEntry()));
        }

        @Test
        void neverForLessThanBeforeOrThanTheExpiry() {
            CommandEntry entry = sent(CHAT, "AA", 0);
            wawp.has(id("AA"), 3);
            pass(Duration.ofSeconds(5));
            assertEquals(entry.expiresAt(), forgetAfter(journal.lastEntry()));
            CommandEntry kept = entry(ONE, OTHER_CHAT, id("BB"), 0, ContentType.TEXT, time.now());
            Instant long_ = time.now().plus(Duration.ofDays(400));
            wawp.has(id("BB"), 3);
            follow(tenure, kept.ended(kept.state(), long_));
            pass(Duration.ofSeconds(5));
            assertEquals(long_, forgetAfter(journal.lastEntry()));
        }
    }

    @Nested
    class SeveralOfAChat {
        @Test
        void areServedByOneFetch() {
            for (String hex : List.of("AA", "BB", "CC")) {
                sent(CHAT, hex, 0);
                wawp.has(id(hex), 2);
            }
            pass(Duration.ofSeconds(5));
            assertEquals(List.of("messages 0"), wawp.asked);
            assertEquals(List.of("DEVICE 2", "DEVICE 2", "DEVICE 2"), journal.told());
            assertEquals(1, journal.appends.size());
        }

        @Test
        void areLookedForPageByPageUpToTheOldestDue() {
            sent(CHAT, "AA", 0);
            sent(CHAT, "BB", 0);
            wawp.has(id("OLDER"), 3);
            wawp.has(id("AA"), 1);
            for (int i = 0; i < 250; i++) {
                wawp.has(id("X" + i), 3);
            }
            wawp.has(id("BB"), 1);
            pass(Duration.ofSeconds(5));
            assertEquals(List.of("messages 0", "messages 100", "messages 200"), wawp.asked);
            assertEquals(List.of("SERVER 1", "SERVER 1"), journal.told());
        }

        @Test
        void areAskedForOneByOneWhenTheListingDoesNotShowThem() {
            sent(CHAT, "AA", 0);
            sent(CHAT, "BB", 0);
            wawp.has(id("BB"), 1);
            wawp.saysOf.put("AA", new Receipt.Known(id("AA"), 2));
            pass(Duration.ofSeconds(5));
            assertEquals(List.of("messages 0", "receipt AA"), wawp.asked);
            assertEquals(Set.of("DEVICE 2", "SERVER 1"), Set.copyOf(journal.told()));
        }

        @Test
        void areAskedForOneByOneWhenTheListingIsBroken() {
            wawp.saysOfChats = new ChatLook.Unreadable(ODD);
            sent(CHAT, "AA", 0);
            sent(CHAT, "BB", 0);
            wawp.has(id("AA"), 1);
            wawp.has(id("BB"), 1);
            pass(Duration.ofMinutes(1));
            assertEquals(List.of("messages 0", "receipt AA", "receipt BB"), wawp.asked);
            assertEquals(List.of("SERVER 1", "SERVER 1"), journal.told());
        }

        @Test
        void tellNewsAlsoOfOneThatWasNotDueYet() {
            sent(CHAT, "AA", 0);
            sent(CHAT, "BB", 0);
            time.advance(Duration.ofSeconds(3));
            sent(CHAT, "CC", 0);
            for (String hex : List.of("AA", "BB", "CC")) {
                wawp.has(id(hex), 3);
            }
            pass(Duration.ofSeconds(2));
            assertEquals(3, journal.told().size());
            pass(Duration.ofHours(80));
            assertEquals(List.of("messages 0"), wawp.asked);
        }

        @Test
        void ofTwoChatsAreAskedForByChat() {
            sent(CHAT, "AA", 0);
            sent(OTHER_CHAT, "BB", 0);
            pass(Duration.ofSeconds(5));
            assertEquals(List.of("receipt AA", "receipt BB"), wawp.asked);
        }
    }

    @Nested
    class AMessageWithoutAnId {
        @Test
        void isFollowedOnceItsIdIsFound() {
            follow(tenure, entry(ONE, CHAT, null, 0, ContentType.TEXT, time.now()));
            pass(Duration.ofSeconds(5));
            assertEquals(List.of(), wawp.asked);
            assertEquals(List.of(), journal.appends);
            findable = Optional.of(id("AA"));
            wawp.has(id("AA"), 1);
            pass(Duration.ofSeconds(25));
            assertEquals(List.of("SERVER 1"), journal.told());
            assertEquals(id("AA"), journal.deliveries().getFirst().messageId());
        }

        @Test
        void hasItsIdJournaledAlsoWhenNothingElseIsNew() {
            follow(tenure, entry(ONE, CHAT, null, 0, ContentType.TEXT, time.now()));
            findable = Optional.of(id("AA"));
            pass(Duration.ofSeconds(5));
            assertEquals(List.of(), journal.told());
            assertEquals(id("AA"), ((CommandState.Sent) journal.lastEntry().state()).messageId());
        }

        @Test
        void endsUnconfirmedWithoutOne() {
            follow(tenure, entry(ONE, CHAT, null, 0, ContentType.TEXT, time.now()));
            pass(Duration.ofDays(3));
            assertEquals(List.of("UNCONFIRMED 0 final"), journal.told());
            assertNull(journal.deliveries().getFirst().messageId());
        }
    }

    @Nested
    class AnInstance {
        @Test
        void isNotCalledWhileItsGateIsClosedAndSoonAfter() {
            sent(CHAT, "AA", 0);
            closedGates.add(ONE);
            pass(Duration.ofMinutes(30));
            assertEquals(List.of(), wawp.asked);
            closedGates.clear();
            pass(Duration.ofMinutes(1));
            assertEquals(List.of("receipt AA"), wawp.asked);
        }

        @Test
        void isNotCalledWhileNobodyKnowsItsToken() {
            sent(CHAT, "AA", 0);
            unknown.add(ONE);
            pass(Duration.ofMinutes(30));
            assertEquals(List.of(), wawp.asked);
        }

        @Test
        void inTroubleIsReportedOnceAndItsOtherLooksArePutOff() {
            sent(CHAT, "AA", 0);
            sent(OTHER_CHAT, "BB", 0);
            wawp.saysOf.put("AA", new Receipt.InstanceTrouble(LOGGED_OUT));
            pass(Duration.ofSeconds(5));
            assertEquals(List.of("100000000001 SESSION_NOT_WORKING"), troubles);
            assertEquals(List.of("receipt AA"), wawp.asked);
            assertEquals(List.of(), journal.appends);
        }

        @Test
        void thatIsOutOfReachIsAskedLessAndLess() {
            for (int i = 0; i < 50; i++) {
                ChatId chat = new ChatId("44744142" + (1000 + i) + "@c.us");
                follow(tenure, entry(ONE, chat, id("A" + i), 0, ContentType.TEXT, time.now()));
                wawp.saysOf.put("A" + i, new Receipt.Unreadable(AWAY));
            }
            pass(Duration.ofHours(1));
            assertTrue(wawp.asked.size() < 15, () -> "asked " + wawp.asked.size() + " times");
            assertTrue(wawp.asked.size() > 5, () -> "asked " + wawp.asked.size() + " times");
        }

        @Test
        void withOneUnreadableMessageStillHasItsOthersLookedAt() {
            sent(CHAT, "AA", 0);
            sent(OTHER_CHAT, "BB", 0);
            wawp.saysOf.put("AA", new Receipt.Unreadable(ODD));
            wawp.has(id("BB"), 3);
            pass(Duration.ofSeconds(5));
            assertEquals(List.of("READ 3 final"), journal.told());
        }

        @Test
        void isLookedAtOneCallAtATimeWhileOthersAreToo() {
            sent(CHAT, "AA", 0);
            sent(OTHER_CHAT, "BB", 0);
            follow(tenure, entry(TWO, CHAT, id("CC"), 0, ContentType.TEXT, time.now()));
            time.advance(Duration.ofSeconds(5));
            assertEquals(2, tasks.size());
            run();
            assertEquals(Set.of("receipt AA", "receipt BB", "receipt CC"), Set.copyOf(wawp.asked));
        }

        @Test
        void amongManyWaitsForOneOfThirtyTwoPlaces() {
            for (int i = 0; i < 100; i++) {
                var instance = new InstanceId("i" + i);
                follow(tenure, entry(instance, CHAT, id("A" + i), 0, ContentType.TEXT, time.now()));
            }
            time.advance(Duration.ofSeconds(5));
            assertEquals(32, tasks.size());
            run();
            assertEquals(100, wawp.asked.size());
        }
    }

    @Nested
    class WhenFull {
        @Test
        void theOldestIsLetGoUnconfirmed() {
            tracker = tracker(withRoomFor(2));
            sent(CHAT, "AA", 0);
            time.advance(Duration.ofSeconds(1));
            sent(CHAT, "BB", 0);
            time.advance(Duration.ofSeconds(1));
            sent(CHAT, "CC", 0);
            run();
            assertEquals(List.of("UNCONFIRMED 0 final"), journal.told());
            assertEquals(id("AA"), journal.deliveries().getFirst().messageId());
            assertEquals(2, tracker.followed());
            pass(Duration.ofSeconds(5));
            assertTrue(wawp.asked.stream().noneMatch(asked -> asked.contains("AA")));
        }

        @Test
        void theOldestThatIsBeingLookedAtIsLetGoAfterwards() {
            tracker = tracker(withRoomFor(1));
            sent(CHAT, "AA", 0);
            wawp.has(id("AA"), 1);
            wawp.meanwhile =
                    () -> {
                        wawp.meanwhile = () -> {};
                        sent(OTHER_CHAT, "BB", 0);
                    };
            pass(Duration.ofSeconds(5));
            assertEquals(List.of("SERVER 1", "UNCONFIRMED 1 final"), journal.told());
            assertEquals(1, tracker.followed());
        }

        @Test
        void manyAreLetGoInFewAppends() {
            tracker = tracker(withRoomFor(10));
            for (int i = 0; i < 1_010; i++) {
                sent(CHAT, "A" + i, 0);
            }
            run();
            assertEquals(1_000, journal.told().size());
            assertEquals(10, journal.appends.size());
        }
    }

    @Nested
    class AfterATenure {
        @Test
        void nothingOfItIsLookedAt() {
            sent(CHAT, "AA", 0);
            tracker.left(tenure);
            pass(Duration.ofHours(80));
            assertEquals(List.of(), wawp.asked);
            assertEquals(0, tracker.followed());
        }

        @Test
        void anAppendThatIsRefusedForgetsItsMessages() {
            sent(CHAT, "AA", 0);
            sent(OTHER_CHAT, "BB", 0);
            wawp.has(id("AA"), 1);
            wawp.meanwhile = tenure::end;
            pass(Duration.ofSeconds(5));
            assertEquals(0, tracker.followed());
            assertEquals(List.of(), journal.appends);
        }

        @Test
        void theNextOwnerTellsNothingTwice() {
            sent(CHAT, "AA", 0);
            wawp.has(id("AA"), 2);
            pass(Duration.ofSeconds(5));
            CommandEntry journaled = journal.lastEntry();
            tracker.left(tenure);
            journal.appends.clear();
            follow(new Tenure(3, 2), journaled);
            pass(Duration.ofHours(1));
            assertEquals(List.of(), journal.appends);
            wawp.has(id("AA"), 3);
            pass(Duration.ofHours(6));
            assertEquals(List.of("READ 3 final"), journal.told());
        }

        @Test
        void whatWasMissedIsMadeUpForWithinAQuarterOfTheTimeToTheNextStep() {
            follow(tenure, entry(ONE, CHAT, id("AA"), 0, ContentType.TEXT, ago("PT2H")));
            pass(Duration.ofHours(1));
            assertEquals(List.of("receipt AA"), wawp.asked);
        }

        @Test
        void aFinalOneIsNotFollowed() {
            CommandEntry entry = entry(ONE, CHAT, id("AA"), 3, ContentType.TEXT, time.now());
            CommandState.Sent sent = News.sent(entry);
            var last =
                    new CommandState.Sent(
                            sent.attempts(), sent.messageId(), 3, sent.sentAt(), true);
            follow(tenure, entry.ended(last, time.now()));
            assertEquals(0, tracker.followed());
        }
    }

    @Test
    void closedItLooksNoMore() {
        sent(CHAT, "AA", 0);
        tracker.close();
        pass(Duration.ofHours(80));
        assertEquals(List.of(), wawp.asked);
    }

    @Test
    void onRealThreadsEachIsToldOnceAndNoInstanceIsCalledTwiceAtOnce() throws Exception {
        var calls = new ConcurrentHashMap<InstanceId, AtomicInteger>();
        var most = new AtomicInteger();
        wawp.called =
                instance -> {
                    var now = calls.computeIfAbsent(instance, id -> new AtomicInteger());
                    most.accumulateAndGet(now.incrementAndGet(), Math::max);
                    LockSupport.parkNanos(1); // lets others in, were they let
                    now.decrementAndGet();
                };
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            tracker = tracker(withRoomFor(400), threads);
            for (int i = 0; i < 500; i++) {
                var instance = new InstanceId("i" + i % 20);
                var chat = new ChatId("44744142" + (1000 + i % 7) + "@c.us");
                CommandEntry entry =
                        entry(instance, chat, id("A" + i), 0, ContentType.TEXT, time.now());
                wawp.has(id("A" + i), 3);
                threads.execute(() -> follow(tenure, entry));
            }
            await().until(() -> journal.ended() == 100 && tracker.followed() == 400);
            time.advance(Duration.ofSeconds(5));
            await().until(() -> tracker.followed() == 0);
        }
        assertEquals(1, most.get());
        Set<String> ids = new HashSet<>();
        journal.deliveries().forEach(delivery -> ids.add(delivery.commandId().value()));
        assertEquals(500, ids.size());
        assertEquals(500, journal.told().size());
    }

    @Test
    void aHundredThousandNeedOneAlarm() {
        for (int i = 0; i < 100_000; i++) {
            var instance = new InstanceId("i" + i % 1_000);
            Instant sentAt = time.now().minusSeconds(i);
            follow(tenure, entry(instance, CHAT, id("A" + i), 0, ContentType.TEXT, sentAt));
        }
        assertEquals(1, time.dueIn().size());
        assertEquals(100_000, tracker.followed());
        tracker.left(tenure);
        assertEquals(0, tracker.followed());
    }

    // ---- fixture

    private DeliveryTracker tracker(DeliverySettings settings) {
        return tracker(settings, tasks::add);
    }

    private DeliveryTracker tracker(DeliverySettings settings, Executor threads) {
        return new DeliveryTracker(
                settings,
                journal,
                wawp,
                id ->
                        unknown.contains(id)
                                ? Optional.empty()
                                : Optional.of(new Account(id, new AccessToken("t"))),
                id -> !closedGates.contains(id),
                entry -> findable,
                (id, error) -> troubles.add(id + " " + error.code()),
                time,
                threads);
    }

    private static DeliverySettings withRoomFor(int count) {
        DeliverySettings usual = DeliverySettings.DEFAULT;
        return new DeliverySettings(usual.schedule(), usual.deadline(), count, usual.dedupWindow());
    }

    private static DeliverySettings every(Duration step) {
        return new DeliverySettings(List.of(step), Duration.ofDays(3), 10, Duration.ofDays(1));
    }

    /** Lets time pass in small enough steps that every task runs at about its own time. */
    private void pass(Duration duration) {
        Duration left = duration;
        while (left.isPositive()) {
            List<Duration> due = time.dueIn();
            Duration step =
                    due.isEmpty() || due.getFirst().compareTo(left) > 0 ? left : due.getFirst();
            time.advance(step);
            run();
            left = left.minus(step);
        }
    }

    private void run() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    private CommandEntry sent(ChatId chat, String hex, int ack) {
        CommandEntry entry = entry(ONE, chat, id(hex), ack, ContentType.TEXT, time.now());
        follow(tenure, entry);
        return entry;
    }

    private void follow(Tenure of, CommandEntry entry) {
        tracker.follow(of, entry);
    }

    private CommandEntry entry(
            InstanceId instance,
            ChatId chat,
            @Nullable MessageId id,
            int ack,
            ContentType type,
            Instant sentAt) {
        int number = commands++;
        return new CommandEntry(
                new CommandKey(instance, new IdempotencyKey("k" + number)),
                new CommandId("c" + number),
                1,
                chat,
                type,
                new Fingerprint("00"),
                new Source("wawp.commands", 0, number),
                List.of(),
                sentAt,
                number,
                Priority.NORMAL,
                null,
                sentAt.plus(Duration.ofHours(30)),
                Map.of("tenant", "shop-7"),
                Trace.NONE,
                new CommandState.Sent(Attempts.NONE.begin(sentAt), id, ack, sentAt, false),
                null,
                sentAt.plus(Duration.ofDays(1)));
    }

    private static MessageId id(String hex) {
        return new MessageId("true_447441429009@c.us_" + hex);
    }

    private Instant ago(String duration) {
        return time.now().minus(Duration.parse(duration));
    }

    private static Instant sentAt(CommandEntry entry) {
        return News.sent(entry).sentAt();
    }

    private static Instant forgetAfter(CommandEntry entry) {
        Instant at = entry.forgetAfter();
        return at == null ? Instant.MIN : at;
    }
}
