package io.wawp.dispatcher.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wawp.common.command.InstanceId;
import io.wawp.common.outcome.InstanceEvent;
import io.wawp.common.outcome.Outcome;
import io.wawp.common.outcome.OutcomeStatus;
import io.wawp.common.outcome.ReasonCode;
import io.wawp.dispatcher.dispatch.ScriptedGateway.Answer;
import io.wawp.dispatcher.model.CommandEntry;
import io.wawp.dispatcher.model.CommandKey;
import io.wawp.dispatcher.model.CommandState;
import io.wawp.dispatcher.model.Publication;
import io.wawp.dispatcher.model.SendResult;
import io.wawp.dispatcher.model.SessionLook;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EndingsOfASendTest {
    private World world = new World();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void acceptedIsSentJournaledBeforeAndAfterAndFollowed() {
        CommandKey key = world.order("one", 1).admit();
        world.run();

        assertEquals(
                List.of(CommandState.Sending.class, CommandState.Sent.class),
                world.journal.statesOf(key));
        Outcome outcome = world.outcomeOf("one");
        assertEquals(OutcomeStatus.SENT, outcome.status());
        assertEquals(1, outcome.attempts());
        assertNotNull(outcome.messageId());
        assertFalse(outcome.reconciled());
        assertNull(outcome.error());
        assertEquals("shop", outcome.metadata().get("tenant"));
        CommandEntry followed = world.followed.getFirst();
        assertEquals(key, followed.key());
        assertNull(followed.original());
    }

    @Test
    void aDeadLetteredCommandIsRememberedUntilTheRedriveWindowAndItsExpiryAreOver() {
        world.gateway.answer(
                "short", new SendResult.Refused(World.error(ReasonCode.WAWP_REJECTED)));
        world.gateway.answer("long", new SendResult.Refused(World.error(ReasonCode.WAWP_REJECTED)));
        CommandKey shorter = world.order("short", 1).lives(Duration.ofHours(1)).admit();
        CommandKey longer = world.order("long", 2).lives(Duration.ofDays(19)).admit();
        world.run();

        Instant now = world.time.now();
        assertEquals(now.plus(Duration.ofDays(14)), world.journal.entry(shorter).forgetAfter());
        assertEquals(now.plus(Duration.ofDays(19)), world.journal.entry(longer).forgetAfter());
    }

    @Test
    void aCommandThatNobodyCanAskForAgainIsRememberedForTheDedupWindow() {
        world.gateway.session(
                () -> new SessionLook.NotWorking(World.error(ReasonCode.SESSION_NOT_WORKING)));
        world.gateway.answer(
                "one", new SendResult.InstanceTrouble(World.error(ReasonCode.SESSION_NOT_WORKING)));
        CommandKey key = world.order("one", 1).lives(Duration.ofHours(2)).admit();
        world.run(Duration.ofHours(3));

        var ended = assertInstanceOf(CommandState.Ended.class, world.journal.state(key));
        assertEquals(OutcomeStatus.EXPIRED, ended.status());
        assertEquals(ended.at().plus(Duration.ofHours(24)), world.journal.entry(key).forgetAfter());
        assertNull(world.journal.entry(key).original());
    }

    @Test
    void refusedIsFailedAndDeadLettered() {
        world.gateway.answer("one", new SendResult.Refused(World.error(ReasonCode.WAWP_REJECTED)));
        world.order("one", 1).admit();
        world.run();

        assertEquals(OutcomeStatus.FAILED, world.statusOf("one"));
        var letters = world.journal.published(Publication.OfDeadLetter.class);
        assertEquals(ReasonCode.WAWP_REJECTED, letters.getFirst().error().code());
        assertEquals("one", letters.getFirst().commandId());
        assertEquals(1, letters.getFirst().attempts().begun());
        assertFalse(letters.getFirst().unjournaled());
    }

    @Test
    void aFailureThatHealsIsTriedAgainAndCounted() {
        var failure = new SendResult.NotSent(World.error(ReasonCode.WAWP_UPSTREAM_ERROR), null);
        world.gateway.answer("one", failure);
        world.gateway.answer("one", failure);
        CommandKey key = world.order("one", 1).admit();
        world.run();
        assertInstanceOf(CommandState.Waiting.class, world.journal.state(key));
        world.run(Duration.ofSeconds(10));

        assertEquals(OutcomeStatus.SENT, world.statusOf("one"));
        assertEquals(3, world.outcomeOf("one").attempts());
        assertEquals(List.of("one"), world.gateway.sent());
    }

    @Test
    void aFailureThatStaysIsExhaustedAfterItsTimeWithTheLastCodeInItsMessage() {
        var failure = new SendResult.NotSent(World.error(ReasonCode.WAWP_UPSTREAM_ERROR), null);
        for (int i = 0; i < 200; i++) {
            world.gateway.answer("one", failure);
        }
        world.order("one", 1).admit();
        world.run(Duration.ofMinutes(14).plusSeconds(50));
        assertTrue(world.isOpen("one"));
        world.run(Duration.ofSeconds(20));

        Outcome outcome = world.outcomeOf("one");
        assertEquals(OutcomeStatus.FAILED, outcome.status());
        assertEquals(ReasonCode.ATTEMPTS_EXHAUSTED, world.errorOf("one").code());
        assertTrue(world.errorOf("one").message().contains("wawp_upstream_error"));
        assertTrue(outcome.attempts() > 15 && outcome.attempts() < 100, outcome.toString());
        assertEquals(1, world.journal.published(Publication.OfDeadLetter.class).size());
    }

    @Test
    void theWaitThatWawpAsksForIsHonoured() {
        world.gateway.answer(
                "one",
                new SendResult.NotSent(
                        World.error(ReasonCode.WAWP_UPSTREAM_ERROR), Duration.ofSeconds(90)));
        world.order("one", 1).admit();
        world.run(Duration.ofSeconds(89));
        assertTrue(world.gateway.sent().isEmpty());
        world.run(Duration.ofSeconds(2));
        assertEquals(List.of("one"), world.gateway.sent());
    }

    @ParameterizedTest
    @EnumSource(names = {"WAWP_UNREACHABLE", "RATE_LIMITED"})
    void whatIsNotTheCommandsFaultUsesUpNothingAndWaitsUntilItExpires(ReasonCode code) {
        for (int i = 0; i < 500; i++) {
            world.gateway.answer("one", new SendResult.NotSent(World.error(code), null));
        }
        CommandKey key = world.order("one", 1).lives(Duration.ofHours(2)).admit();
        world.run(Duration.ofMinutes(119));
        assertTrue(world.isOpen("one"));
        assertEquals(0, world.journal.state(key).attempts().begun());
        world.run(Duration.ofMinutes(2));

        assertEquals(OutcomeStatus.EXPIRED, world.statusOf("one"));
        assertEquals(List.of(), world.journal.published(Publication.OfDeadLetter.class));
    }

    @Test
    void anUnreachableWawpSlowsTheWholeInstance() {
        world.gateway.answer(
                "one",
                new SendResult.NotSent(
                        World.error(ReasonCode.RATE_LIMITED), Duration.ofSeconds(30)));
        world.order("one", 1).admit();
        world.run();
        world.order("two", 2).admit();
        world.run(Duration.ofSeconds(29));
        assertEquals(List.of(), world.gateway.sent());
        world.run(Duration.ofSeconds(2));
        assertEquals(Set.of("one", "two"), Set.copyOf(world.gateway.sent()));
    }

    @Test
    void anEmptyAnswerIsSentWithTheIdThatTheChatShows() {
        world.gateway.answer("one", Answer.of(new SendResult.Accepted(null, 0)).arriving());
        CommandKey key = world.order("one", 1).admit();
        world.run();

        assertEquals(
                List.of(
                        CommandState.Sending.class,
                        CommandState.Accepted.class,
                        CommandState.Sent.class),
                world.journal.statesOf(key));
        assertNotNull(world.outcomeOf("one").messageId());
        assertFalse(world.outcomeOf("one").reconciled());
    }

    @Test
    void anEmptyAnswerWhoseMessageIsNotShownIsSentWithoutAnIdAfterTenSeconds() {
        world.gateway.answer("one", new SendResult.Accepted(null, 0));
        world.order("one", 1).admit();
        world.run(Duration.ofMillis(9_900));
        assertTrue(world.isOpen("one"));
        world.run(Duration.ofMillis(200));
        assertEquals(OutcomeStatus.SENT, world.statusOf("one"));
        assertNull(world.outcomeOf("one").messageId());
        assertEquals(1, world.followed.size());
    }

    @Test
    void aClockThatIsSetBackLengthensNeitherASlowdownNorARest() {
        world.gateway.answer(
                "one",
                new SendResult.NotSent(
                        World.error(ReasonCode.RATE_LIMITED), Duration.ofSeconds(30)));
        world.order("one", 1).admit();
        world.run();
        world.time.jumpWallClock(Duration.ofHours(-5));
        world.order("two", 2).admit();
        world.run(Duration.ofSeconds(29));
        assertEquals(List.of(), world.gateway.sent());
        world.run(Duration.ofSeconds(2));
        assertEquals(Set.of("one", "two"), Set.copyOf(world.gateway.sent()));
    }

    @Test
    void aNumberInTroublePausesAllAndAWorkingSessionLetsOneThroughAsItsProbe() {
        world.gateway.answer(
                "one",
                new SendResult.InstanceTrouble(World.error(ReasonCode.INVALID_ACCESS_TOKEN)));
        CommandKey key = world.order("one", 1).admit();
        world.run();
        world.order("two", 2).admit();
        world.run();

        assertEquals(List.of("one"), world.gateway.sent());
        assertInstanceOf(CommandState.Waiting.class, world.journal.state(key));
        assertEquals(0, world.journal.state(key).attempts().begun());
        var paused = world.journal.published(Publication.OfInstance.class);
        assertEquals(InstanceEvent.State.PAUSED, paused.getFirst().event().state());
        assertEquals(ReasonCode.INVALID_ACCESS_TOKEN, paused.getFirst().event().code());
        assertNotNull(world.journal.pausedFor(World.NUMBER));

        world.run(Duration.ofSeconds(10));
        assertEquals(List.of("one", "one", "two"), world.gateway.sent());
        var events = world.journal.published(Publication.OfInstance.class);
        assertEquals(2, events.size());
        assertEquals(InstanceEvent.State.RESUMED, events.getLast().event().state());
        assertNull(world.journal.pausedFor(World.NUMBER));
    }

    @Test
    void aProbeThatFailsIsNotReportedTwiceAndLeavesTheGateClosed() {
        for (int i = 0; i < 3; i++) {
            world.gateway.answer(
                    "one", new SendResult.InstanceTrouble(World.error(ReasonCode.QUOTA_EXCEEDED)));
        }
        world.order("one", 1).admit();
        world.order("two", 2).admit();
        world.run(Duration.ofMinutes(5));
        assertEquals(2, world.journal.published(Publication.OfInstance.class).size());
        assertEquals(OutcomeStatus.SENT, world.statusOf("one"));
    }

    @Test
    void nothingIsKeptOfInstancesThatNobodyKnows() {
        world.order("known", 1).admit();
        for (int i = 0; i < 50; i++) {
            world.order("c" + i, i).of(new InstanceId("stranger-" + i)).admit();
        }
        assertEquals(51, world.dispatcher.lines());
        world.run(Duration.ofMinutes(2));
        assertEquals(OutcomeStatus.REJECTED, world.statusOf("c49"));
        assertEquals(1, world.dispatcher.lines());

        var stranger = new InstanceId("stranger-7");
        world.know(stranger, "off");
        world.order("again", 1).of(stranger).admit();
        world.run();
        assertEquals(OutcomeStatus.SENT, world.statusOf("again"));
    }

    @Test
    void anInstanceThatNobodyKnowsIsRejectedAfterTheGrace() {
        var stranger = new InstanceId("stranger");
        world.order("one", 1).of(stranger).admit();
        world.run(Duration.ofSeconds(29));
        assertTrue(world.isOpen("one"));
        world.run(Duration.ofSeconds(10));

        assertEquals(OutcomeStatus.REJECTED, world.statusOf("one"));
        assertEquals(ReasonCode.UNKNOWN_INSTANCE, world.errorOf("one").code());
        assertEquals(1, world.journal.published(Publication.OfDeadLetter.class).size());
        assertEquals(List.of(), world.gateway.sent());
    }

    @Test
    void anInstanceThatBecomesKnownInTimeIsServed() {
        var late = new InstanceId("late");
        world.order("one", 1).of(late).admit();
        world.run(Duration.ofSeconds(20));
        world.know(late, "off");
        world.dispatcher.accountsChanged();
        world.run();
        assertEquals(OutcomeStatus.SENT, world.statusOf("one"));
    }

    @Test
    void whatExpiresBehindAClosedGateIsTold() {
        world.gateway.session(
                () -> new SessionLook.NotWorking(World.error(ReasonCode.SESSION_NOT_WORKING)));
        world.gateway.answer(
                "one", new SendResult.InstanceTrouble(World.error(ReasonCode.SESSION_NOT_WORKING)));
        world.order("one", 1).lives(Duration.ofMinutes(10)).admit();
        world.order("two", 1).lives(Duration.ofMinutes(5)).admit();
        world.run(Duration.ofMinutes(6));
        assertTrue(world.isOpen("one"));
        assertEquals(OutcomeStatus.EXPIRED, world.statusOf("two"));
        world.run(Duration.ofMinutes(5));
        assertEquals(OutcomeStatus.EXPIRED, world.statusOf("one"));
        assertEquals(List.of("one"), world.gateway.sent());
    }

    @Test
    void aStateThatFitsNoRecordEndsTheCommandWithoutACall() {
        world.journal.tooLarge(ScriptedJournal.writes(CommandState.Sending.class));
        world.order("one", 1).admit();
        world.run();
        assertEquals(OutcomeStatus.FAILED, world.statusOf("one"));
        assertEquals(ReasonCode.COMMAND_TOO_LARGE, world.errorOf("one").code());
        assertEquals(List.of(), world.gateway.sent());
    }

    @Test
    void anEndingWhoseDeadLetterFitsNoRecordIsToldWithoutIt() {
        world.gateway.answer("one", new SendResult.Refused(World.error(ReasonCode.WAWP_REJECTED)));
        world.journal.tooLarge(append ->
                append.publications().stream()
                        .anyMatch(Publication.OfDeadLetter.class::isInstance));
        world.order("one", 1).admit();
        world.run();
        assertEquals(ReasonCode.WAWP_REJECTED, world.errorOf("one").code());
    }

    @Test
    void aRightThatLapsedIsNotUsedAndTheCommandIsSentLater() {
        world.gateway.answer(
                "one", Answer.of(new SendResult.Accepted(null, 0)).leasing(Duration.ofSeconds(11)));
        world.order("one", 1).admit();
        world.run(Duration.ofSeconds(10));
        assertEquals(List.of(), world.gateway.sent());
        world.run(Duration.ofSeconds(5));
        assertEquals(List.of("one"), world.gateway.sent());
        assertEquals(1, world.outcomeOf("one").attempts());
    }

    @Test
    void aClockThatJumpsTakesTheRightToSendAway() {
        world.gateway.answer(
                "one", Answer.of(new SendResult.Accepted(null, 0)).leasing(Duration.ofSeconds(2)));
        world.order("one", 1).admit();
        world.run(Duration.ofSeconds(1));
        world.time.jumpWallClock(Duration.ofMinutes(1));
        world.run(Duration.ofSeconds(1));
        assertEquals(List.of("one"), world.gateway.sent());
        assertEquals(1, world.outcomeOf("one").attempts());
        assertEquals(
                4,
                world.journal.statesOf(world.order("one", 1).key()).size(),
                "Sending, Waiting, Sending, Sent");
    }

    @Test
    void aBugBeforeTheSendDelaysTheCommandAndLosesNothing() {
        world.journal.broken(ScriptedJournal.writes(CommandState.Sending.class));
        world.order("one", 1).admit();
        world.run(Duration.ofMillis(1));
        assertEquals(1, world.broken.get());
        world.journal.broken(append -> false);
        world.run(Duration.ofSeconds(5));
        assertEquals(OutcomeStatus.SENT, world.statusOf("one"));
    }

    @Test
    void aBugAfterTheSendNeitherLosesTheAnswerNorSendsTwice() {
        world.journal.broken(ScriptedJournal.writes(CommandState.Sent.class));
        world.order("one", 1).admit();
        world.run(Duration.ofSeconds(2));
        assertTrue(world.isOpen("one"));
        world.journal.broken(append -> false);
        world.run(Duration.ofSeconds(30));
        assertEquals(OutcomeStatus.SENT, world.statusOf("one"));
        assertFalse(world.outcomeOf("one").reconciled());
        assertEquals(List.of("one"), world.gateway.sent());
    }

    @Test
    void aBugThatStaysHoldsItsChatForMinutesAndNotForEver() {
        world.journal.broken(append ->
                append.commands().stream()
                        .anyMatch(entry -> entry.commandId().value().equals("bad")));
        world.order("bad", 1).admit();
        world.run(Duration.ofMillis(1));
        world.order("good", 1).admit();
        world.run(Duration.ofMinutes(10));
        assertTrue(world.isOpen("bad"));
        assertEquals(8, world.broken.get());
        assertEquals(OutcomeStatus.SENT, world.statusOf("good"));
    }
}
