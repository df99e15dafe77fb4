package io.wawp.dispatcher.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wawp.common.command.InstanceId;
import io.wawp.common.command.MessageId;
import io.wawp.common.command.Priority;
import io.wawp.common.command.Typing;
import io.wawp.common.outcome.OutcomeStatus;
import io.wawp.common.outcome.ReasonCode;
import io.wawp.dispatcher.dispatch.ScriptedGateway.Answer;
import io.wawp.dispatcher.dispatch.ScriptedGateway.Call;
import io.wawp.dispatcher.model.CommandState;
import io.wawp.dispatcher.model.SendResult;
import io.wawp.dispatcher.model.TypingResult;
import io.wawp.dispatcher.pacing.PacingProfile;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LineTest {
    private World world = new World();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void aChatKeepsItsOrderWhileOthersOvertake() {
        world.gateway.answer(
                "a1",
                Answer.of(new SendResult.Accepted(null, 0))
                        .taking(Duration.ofSeconds(20))
                        .arriving());
        world.admitAll(world.order("a1", 1), world.order("a2", 1));
        world.run();
        world.order("b1", 2).admit();
        world.run(Duration.ofSeconds(10));
        assertEquals(List.of("a1", "b1"), world.gateway.sent());
        world.run(Duration.ofSeconds(20));
        assertEquals(List.of("a1", "b1", "a2"), world.gateway.sent());
    }

    @Test
    void aCommandBeingTriedAgainHoldsItsChat() {
        world.gateway.answer(
                "a1",
                new SendResult.NotSent(
                        World.error(ReasonCode.WAWP_UPSTREAM_ERROR), Duration.ofSeconds(40)));
        world.admitAll(world.order("a1", 1), world.order("b1", 2));
        world.run();
        world.order("a2", 1).priority(Priority.HIGH).admit();
        world.run(Duration.ofSeconds(39));
        assertEquals(List.of("b1"), world.gateway.sent());
        world.run(Duration.ofSeconds(2));
        assertEquals(List.of("b1", "a1", "a2"), world.gateway.sent());
    }

    @Test
    void aNewOwnerKeepsTheBackOffAndTheChatOfACommandThatWaits() {
        world.gateway.answer(
                "a1",
                new SendResult.NotSent(
                        World.error(ReasonCode.WAWP_UPSTREAM_ERROR), Duration.ofSeconds(40)));
        world.order("a1", 1).admit();
        world.run();
        world.order("a2", 1).admit();
        world.crash();
        world.takeOver();
        world.run(Duration.ofSeconds(39));
        assertEquals(List.of(), world.gateway.sent());
        world.run(Duration.ofSeconds(2));
        assertEquals(List.of("a1", "a2"), world.gateway.sent());
        assertEquals(2, world.outcomeOf("a1").attempts());
    }

    @Test
    void moreUrgentCommandsGoFirst() {
        world.close();
        world = new World(DispatchSettings.DEFAULT, "standard", false);
        world.order("first", 1).admit();
        world.run();
        world.admitAll(
                world.order("low", 2).priority(Priority.LOW),
                world.order("normal", 3),
                world.order("high", 4).priority(Priority.HIGH));
        world.run(Duration.ofSeconds(15));
        assertEquals(List.of("first", "high", "normal", "low"), world.gateway.sent());
    }

    @Test
    void nothingIsSentBeforeItsTimeAndItHoldsNobodyUpUntilThen() {
        Instant later = world.time.now().plus(Duration.ofHours(3));
        world.admitAll(world.order("later", 1).notBefore(later), world.order("now", 1));
        world.run(Duration.ofMinutes(179));
        assertEquals(List.of("now"), world.gateway.sent());
        world.run(Duration.ofMinutes(2));
        assertEquals(List.of("now", "later"), world.gateway.sent());
        assertEquals(later, world.gateway.calls().getLast().at());
    }

    @Test
    void standardPaceIsKeptOnTheWireEvenWhenCommitsAreSlow() {
        world.close();
        world = new World(DispatchSettings.DEFAULT, "standard", true);
        for (int i = 0; i < 60; i++) {
            // some connections take seconds to be leased
            world.gateway.answer(
                    "c" + i,
                    Answer.of(new SendResult.Accepted(null, 0))
                            .leasing(Duration.ofMillis(i % 3 == 0 ? 4_000 : 0))
                            .arriving());
            world.order("c" + i, i % 20).admit();
        }
        world.run(Duration.ofMinutes(10));
        List<Call> calls = world.gateway.calls();
        assertEquals(60, calls.size());
        for (int i = 1; i < calls.size(); i++) {
            Duration gap = Duration.between(calls.get(i - 1).at(), calls.get(i).at());
            assertTrue(gap.compareTo(Duration.ofSeconds(1)) >= 0, "gap of " + gap);
        }
        for (int i = 20; i < calls.size(); i++) {
            Duration twenty = Duration.between(calls.get(i - 20).at(), calls.get(i).at());
            assertTrue(twenty.compareTo(Duration.ofMinutes(1)) >= 0, "21 within " + twenty);
        }
    }

    @Test
    void thePaceGoesOnOverOwners() {
        world.close();
        world = new World(DispatchSettings.DEFAULT, "standard", false);
        for (int i = 0; i < 40; i++) {
            world.order("c" + i, i).admit();
        }
        for (int i = 0; i < 6; i++) {
            world.run(Duration.ofSeconds(7));
            world.crash();
            world.takeOver();
        }
        world.run(Duration.ofMinutes(5));
        List<Call> calls = world.gateway.calls();
        assertEquals(40, calls.size());
        for (int i = 1; i < calls.size(); i++) {
            Duration gap = Duration.between(calls.get(i - 1).at(), calls.get(i).at());
            assertTrue(gap.compareTo(Duration.ofSeconds(1)) >= 0, "gap of " + gap);
        }
        for (int i = 20; i < calls.size(); i++) {
            Duration twenty = Duration.between(calls.get(i - 20).at(), calls.get(i).at());
            assertTrue(twenty.compareTo(Duration.ofMinutes(1)) >= 0, "21 within " + twenty);
        }
    }

    @Test
    void aChatsLongRestGoesOnOverOwners() {
        Duration rest = Duration.ofMinutes(10);
        world.profiles.put(
                "rare", new PacingProfile("rare", Duration.ofSeconds(1), 0, rest, 0, 0, 0));
        world.know(World.NUMBER, "rare");
        world.order("one", 1).admit();
        world.run(Duration.ofMinutes(4));
        world.crash();
        world.takeOver();
        world.order("two", 1).admit();
        world.run(Duration.ofHours(1));

        List<Call> calls = world.gateway.calls();
        assertEquals(2, calls.size());
        Duration between = Duration.between(calls.get(0).at(), calls.get(1).at());
        assertTrue(between.compareTo(rest) >= 0, "rested for " + between);
    }

    @Test
    void typingPrecedesTheSendAndFitsIntoThePace() {
        world.close();
        world = new World(DispatchSettings.DEFAULT, "strict", true);
        world.order("one", 1).admit();
        world.order("two", 2).typing(new Typing.Fixed(Duration.ofSeconds(3))).admit();
        world.run(Duration.ofSeconds(30));
        List<Call> calls = world.gateway.calls();
        assertEquals(2, calls.size());
        assertEquals(
                calls.get(1).at().minusSeconds(3), world.gateway.typings().get(1), "no longer");
        Duration gap = Duration.between(calls.get(0).at(), calls.get(1).at());
        assertTrue(gap.compareTo(Duration.ofSeconds(12)) <= 0, "typing within the gap: " + gap);
    }

    @Test
    void nobodyTypesForWhatWillHaveExpired() {
        world.close();
        world = new World(DispatchSettings.DEFAULT, "off", true);
        world.order("code", 1)
                .typing(new Typing.Fixed(Duration.ofSeconds(5)))
                .lives(Duration.ofSeconds(4))
                .admit();
        world.run();
        assertEquals(List.of(), world.gateway.typings());
        assertEquals(OutcomeStatus.SENT, world.statusOf("code"));
    }

    @Test
    void aNumberInTroubleIsNoticedWhenItTypes() {
        world.close();
        world = new World(DispatchSettings.DEFAULT, "off", true);
        world.gateway.typing(
                new TypingResult.InstanceTrouble(World.error(ReasonCode.SESSION_NOT_WORKING)));
        var key = world.order("one", 1).admit();
        world.run();
        assertEquals(List.of(), world.journal.statesOf(key));
        assertFalse(world.dispatcher.isCallable(World.NUMBER));
        world.gateway.typing(new TypingResult.Shown());
        world.run(Duration.ofMinutes(1));
        assertEquals(OutcomeStatus.SENT, world.statusOf("one"));
        assertTrue(world.dispatcher.isCallable(World.NUMBER));
    }

    @Test
    void instancesWithoutAPaceTakeTurnsAtThePermits() {
        world.close();
        world = World.with(settings -> settings.maxConcurrentSends(2));
        var other = new InstanceId("other");
        world.know(other, "off");
        for (int i = 0; i < 6; i++) {
            slow("a" + i);
            world.order("a" + i, i).admit();
        }
        slow("b0");
        world.order("b0", 1).of(other).admit();
        world.run(Duration.ofSeconds(1));
        assertEquals(2, world.gateway.sent().size());
        world.run(Duration.ofSeconds(10));
        assertTrue(world.gateway.sent().subList(0, 4).contains("b0"), "waits for one turn");
        world.run(Duration.ofSeconds(60));
        assertEquals(7, world.gateway.sent().size());
    }

    private void slow(String id) {
        world.gateway.answer(
                id,
                Answer.of(new SendResult.Accepted(new MessageId("x"), 0))
                        .taking(Duration.ofSeconds(10)));
    }

    @Test
    void aCampaignThatExpiresIsEndedInFewAppends() {
        world.gateway.answer(
                "first",
                new SendResult.NotSent(
                        World.error(ReasonCode.RATE_LIMITED), Duration.ofMinutes(30)));
        world.order("first", 0).admit();
        world.run();
        for (int i = 0; i < 1_000; i++) {
            world.order("c" + i, i % 80).lives(Duration.ofMinutes(10)).admit();
        }
        int before = world.journal.appends().size();
        world.run(Duration.ofMinutes(11));
        assertEquals(1_000, world.journal.outcomes().size());
        assertTrue(world.journal.appends().size() - before <= 20);
    }

    @Test
    void nothingIsWrittenToTheWireBeforeItsSendingIsCommitted() {
        world.journal.hold(ScriptedJournal.writes(CommandState.Sending.class));
        world.order("one", 1).admit();
        world.run(Duration.ofSeconds(5));
        assertEquals(List.of(), world.gateway.sent());
        world.journal.hold(append -> false);
        world.run();
        assertEquals(List.of("one"), world.gateway.sent());
    }
}
