package io.wawp.dispatcher.dispatch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wawp.common.command.Content;
import io.wawp.common.command.MessageId;
import io.wawp.common.command.Priority;
import io.wawp.common.outcome.OutcomeStatus;
import io.wawp.common.outcome.ReasonCode;
import io.wawp.dispatcher.dispatch.ScriptedGateway.Answer;
import io.wawp.dispatcher.dispatch.ScriptedGateway.Shown;
import io.wawp.dispatcher.model.Append;
import io.wawp.dispatcher.model.ChatLook;
import io.wawp.dispatcher.model.CommandKey;
import io.wawp.dispatcher.model.CommandState;
import io.wawp.dispatcher.model.Publication;
import io.wawp.dispatcher.model.SendResult;
import io.wawp.dispatcher.model.SessionLook;
import io.wawp.dispatcher.pacing.PacingProfile;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InDoubtTest {
    private static final Answer UNCLEAR =
            Answer.of(new SendResult.Unclear(World.error(ReasonCode.WAWP_UNREACHABLE)))
                    .taking(Duration.ofSeconds(30));
    private static final ChatLook BROKEN =
            new ChatLook.Unreadable(World.error(ReasonCode.WAWP_UNREACHABLE));

    private World world = new World();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void foundCountsAtOnceAndIsSentReconciled() {
        world.gateway.answer("one", UNCLEAR.arriving());
        world.order("one", 1).admit();
        world.run(Duration.ofSeconds(30));

        assertEquals(OutcomeStatus.SENT, world.statusOf("one"));
        assertTrue(world.outcomeOf("one").reconciled());
        assertEquals(List.of("one"), world.gateway.sent());
    }

    @Test
    void absenceCountsOnlyAfterTheSettleTimeAndThenItIsSentAgain() {
        world.gateway.answer("one", UNCLEAR);
        CommandKey key = world.order("one", 1).admit();
        world.run(Duration.ofSeconds(119));
        assertInstanceOf(CommandState.Sending.class, world.journal.state(key));
        assertTrue(world.gateway.looks().size() > 5);
        world.run(Duration.ofSeconds(3));

        assertEquals(List.of("one", "one"), world.gateway.sent());
        assertEquals(OutcomeStatus.SENT, world.statusOf("one"));
        assertEquals(2, world.outcomeOf("one").attempts());
    }

    @Test
    void aLateCopyIsFoundByALaterLook() {
        world.gateway.answer("one", UNCLEAR);
        world.order("one", 1).text("late").admit();
        world.run(Duration.ofSeconds(80));
        world.gateway.show(
                World.chat(1),
                new Shown(
                        new MessageId("late"),
                        true,
                        world.time.now(),
                        1,
                        new Content.Text("late")));
        world.run(Duration.ofSeconds(16));
        assertTrue(world.outcomeOf("one").reconciled());
        assertEquals(List.of("one"), world.gateway.sent());
    }

    @Test
    void thePolicyUnresolvedNeverSendsAgain() {
        world.close();
        world = World.with(settings -> settings.inDoubt(InDoubtPolicy.UNRESOLVED));
        world.gateway.answer("one", UNCLEAR);
        world.order("one", 1).admit();
        world.run(Duration.ofMinutes(3));

        assertEquals(OutcomeStatus.UNRESOLVED, world.statusOf("one"));
        assertEquals(ReasonCode.IN_DOUBT, world.errorOf("one").code());
        assertEquals(List.of("one"), world.gateway.sent());
    }

    @Test
    void whatIsUnresolvedKeepsItsOriginalForTheRedriveWindowSoThatItCanBeResolved() {
        world.close();
        world = World.with(settings -> settings.inDoubt(InDoubtPolicy.UNRESOLVED));
        world.gateway.answer("one", UNCLEAR);
        CommandKey key = world.order("one", 1).admit();
        world.run(Duration.ofMinutes(3));

        var ended = assertInstanceOf(CommandState.Ended.class, world.journal.state(key));
        assertNotNull(world.journal.entry(key).original());
        assertEquals(ended.at().plus(Duration.ofDays(14)), world.journal.entry(key).forgetAfter());
    }

    @Test
    void anEndingWhoseOriginalFitsNoRecordIsToldWithoutIt() {
        world.close();
        world = World.with(settings -> settings.inDoubt(InDoubtPolicy.UNRESOLVED));
        world.gateway.answer("one", UNCLEAR);
        world.journal.tooLarge(append ->
                append.commands().stream()
                        .anyMatch(entry -> !entry.state().isOpen() && entry.original() != null));
        CommandKey key = world.order("one", 1).admit();
        world.run(Duration.ofMinutes(3));

        assertEquals(OutcomeStatus.UNRESOLVED, world.statusOf("one"));
        assertNull(world.journal.entry(key).original());
    }

    @Test
    void withoutALookThatWorkedItIsUnresolvedAtTheDeadline() {
        world.gateway.answer("one", UNCLEAR);
        world.gateway.looks(BROKEN);
        world.order("one", 1).admit();
        world.run(Duration.ofMinutes(60));
        assertTrue(world.isOpen("one"));
        world.run(Duration.ofMinutes(1));
        assertEquals(OutcomeStatus.UNRESOLVED, world.statusOf("one"));
        assertEquals(List.of("one"), world.gateway.sent());
    }

    @Test
    void theDeadlineDoesNotRunWhileTheGateIsClosed() {
        world.gateway.answer("one", UNCLEAR);
        world.gateway.looks(
                new ChatLook.InstanceTrouble(World.error(ReasonCode.SESSION_NOT_WORKING)));
        world.gateway.session(
                () -> new SessionLook.NotWorking(World.error(ReasonCode.SESSION_NOT_WORKING)));
        world.order("one", 1).admit();
        world.run(Duration.ofHours(5));
        assertTrue(world.isOpen("one"));
        assertEquals(1, world.gateway.looks().size());

        world.gateway.looks(null);
        world.gateway.session(SessionLook.Working::new);
        world.gateway.show(
                World.chat(1),
                new Shown(
                        new MessageId("there"),
                        true,
                        world.time.now().minus(Duration.ofHours(5)),
                        1,
                        new Content.Text("text of one")));
        world.run(Duration.ofMinutes(6));
        assertTrue(world.outcomeOf("one").reconciled());
    }

    @Test
    void expiryOnlyForbidsTheResend() {
        world.gateway.answer("gone", UNCLEAR);
        world.gateway.answer("there", UNCLEAR);
        world.order("gone", 1).lives(Duration.ofMinutes(1)).admit();
        world.order("there", 2).text("there").lives(Duration.ofMinutes(1)).admit();
        world.run(Duration.ofSeconds(100));
        assertTrue(world.isOpen("gone"));
        world.gateway.show(
                World.chat(2),
                new Shown(
                        new MessageId("there"),
                        true,
                        world.time.now(),
                        1,
                        new Content.Text("there")));
        world.run(Duration.ofMinutes(1));
        assertEquals(OutcomeStatus.EXPIRED, world.statusOf("gone"));
        assertEquals(OutcomeStatus.SENT, world.statusOf("there"));
        assertEquals(2, world.gateway.sent().size());
    }

    @Test
    void theTimeForTryingEndsAlsoWhatIsAlwaysInDoubt() {
        for (int i = 0; i < 20; i++) {
            world.gateway.answer("one", UNCLEAR);
        }
        world.order("one", 1).admit();
        world.run(Duration.ofMinutes(20));
        assertEquals(OutcomeStatus.FAILED, world.statusOf("one"));
        assertEquals(ReasonCode.ATTEMPTS_EXHAUSTED, world.errorOf("one").code());
    }

    @Test
    void aSendInDoubtHoldsItsChatAndNoOther() {
        world.gateway.answer("one", UNCLEAR);
        world.order("one", 1).admit();
        world.order("two", 1).admit();
        world.run();
        world.order("other", 2).admit();
        world.run(Duration.ofSeconds(60));
        assertEquals(List.of("one", "other"), world.gateway.sent());
        world.run(Duration.ofSeconds(62));
        assertEquals(List.of("one", "other", "one", "two"), world.gateway.sent());
    }

    @Test
    void identicalTextsInOneChatNeverTakeEachOthersMessage() {
        world.gateway.answer("two", UNCLEAR);
        world.order("one", 1).text("same").admit();
        world.order("two", 1).text("same").admit();
        world.run(Duration.ofSeconds(60));
        assertEquals(OutcomeStatus.SENT, world.statusOf("one"));
        assertTrue(world.isOpen("two"), "the chat shows only the first one's message");
        world.run(Duration.ofMinutes(2));
        assertEquals(OutcomeStatus.SENT, world.statusOf("two"));
        assertNotEquals(world.outcomeOf("one").messageId(), world.outcomeOf("two").messageId());
        assertEquals(List.of("one", "two", "two"), world.gateway.sent());
    }

    @Test
    void aMessageWithoutANameIsStillNobodyElses() {
        world.gateway.answer("one", new SendResult.Accepted(null, 0));
        world.gateway.answer("two", UNCLEAR.arriving());
        world.order("one", 1).text("same").admit();
        world.run(Duration.ofSeconds(11));
        world.gateway.show(
                World.chat(1),
                new Shown(
                        new MessageId("first"),
                        true,
                        world.time.now().minusSeconds(11),
                        1,
                        new Content.Text("same")));
        world.order("two", 1).text("same").admit();
        world.run(Duration.ofSeconds(40));
        assertTrue(world.outcomeOf("two").reconciled());
        assertNotEquals(new MessageId("first"), world.outcomeOf("two").messageId());
    }

    @Test
    void aNewOwnerLooksAtOnceAndTrustsOnlyItsOwnClockForAbsence() {
        world.gateway.answer("gone", UNCLEAR);
        world.gateway.answer("there", UNCLEAR.arriving());
        world.order("gone", 1).admit();
        world.run();
        world.order("there", 2).admit();
        world.run(Duration.ofSeconds(1));
        world.crash();
        world.run(Duration.ofMinutes(10));
        world.takeOver();
        world.run();
        assertTrue(world.outcomeOf("there").reconciled());
        // 10 s to send by, 30 s for the request, 90 s to settle
        world.run(Duration.ofSeconds(129));
        assertEquals(List.of("gone", "there"), world.gateway.sent());
        world.run(Duration.ofSeconds(3));
        assertEquals(List.of("gone", "there", "gone"), world.gateway.sent());
        assertEquals(2, world.outcomeOf("gone").attempts());
    }

    @Test
    void anAbsenceAfterALongOutageIsResentAndNotGivenUp() {
        world.gateway.answer("one", UNCLEAR);
        world.order("one", 1).admit();
        world.run();
        world.crash();
        world.run(Duration.ofMinutes(40));
        world.takeOver();
        world.run(Duration.ofMinutes(3));
        assertEquals(List.of("one", "one"), world.gateway.sent());
        assertEquals(OutcomeStatus.SENT, world.statusOf("one"));
    }

    @Test
    void aNewOwnerLetsNobodyPassBeforeAllHaveTheirPlaces() {
        world.gateway.answer("first", UNCLEAR.arriving());
        Instant later = world.time.now().plus(Duration.ofMinutes(1));
        world.order("normal", 2).notBefore(later).admit();
        world.order("first", 1).admit();
        world.order("urgent", 2).priority(Priority.HIGH).notBefore(later).admit();
        world.run(Duration.ofMillis(100));
        world.crash();
        world.run(Duration.ofMinutes(2));
        // what is in doubt is found and over at once, while others are still taken over
        world.takeOverWithAQuickThread();
        world.run(Duration.ofMinutes(1));
        assertEquals(List.of("first", "urgent", "normal"), world.gateway.sent());
    }

    @Test
    void aNewOwnerOwesTheOutcomeOfWhatWasAccepted() {
        world.gateway.answer("one", new SendResult.Accepted(null, 0));
        world.order("one", 1).admit();
        world.run(Duration.ofSeconds(1));
        world.crash();
        world.takeOver();
        world.run(Duration.ofSeconds(11));
        assertEquals(OutcomeStatus.SENT, world.statusOf("one"));
        assertEquals(List.of("one"), world.gateway.sent());
    }

    @Test
    void aNewOwnerKnowsWhoseTheLastMessagesAre() {
        world.order("one", 1).text("same").admit();
        world.run(Duration.ofSeconds(1));
        world.crash();
        world.takeOver();
        world.gateway.answer("two", UNCLEAR);
        world.order("two", 1).text("same").admit();
        world.run(Duration.ofSeconds(60));
        assertTrue(world.isOpen("two"));
        world.run(Duration.ofMinutes(2));
        assertEquals(List.of("one", "two", "two"), world.gateway.sent());
    }

    @Test
    void whatShowsUpWhileAnotherSendWaitsIsFoundAndNotSentAgain() {
        CommandKey key = waitsToBeSentAThirdTime("one");
        show("text of one", world.time.now());
        world.run(Duration.ofSeconds(10));

        assertInstanceOf(CommandState.Sent.class, world.journal.state(key));
        assertTrue(world.outcomeOf("one").reconciled());
        assertEquals(new MessageId("late"), world.outcomeOf("one").messageId());
        assertEquals(List.of("one", "one"), world.gateway.sent());
    }

    @Test
    void whatMayHaveShownUpWhileAnotherSendWaitsIsNotSentAgain() {
        waitsToBeSentAThirdTime("one");
        show("text of one", null);
        world.run(Duration.ofSeconds(10));

        assertEquals(OutcomeStatus.UNRESOLVED, world.statusOf("one"));
        assertEquals(List.of("one", "one"), world.gateway.sent());
    }

    @Test
    void whereTheChatCannotBeLookedIntoAnotherSendWaitsUntilItCan() {
        CommandKey key = waitsToBeSentAThirdTime("one");
        world.gateway.looks(BROKEN);
        world.run(Duration.ofMinutes(30));
        assertInstanceOf(CommandState.Waiting.class, world.journal.state(key));
        assertEquals(List.of("one", "one"), world.gateway.sent());

        world.gateway.looks(null);
        world.run(Duration.ofMinutes(1));
        assertEquals(List.of("one", "one", "one"), world.gateway.sent());
        assertEquals(OutcomeStatus.SENT, world.statusOf("one"));
    }

    @Test
    void whereTheChatCanNeverBeLookedIntoAnotherSendIsGivenUpAtTheDeadline() {
        waitsToBeSentAThirdTime("one");
        world.gateway.looks(BROKEN);
        world.run(Duration.ofMinutes(65));

        assertEquals(OutcomeStatus.UNRESOLVED, world.statusOf("one"));
        assertEquals(List.of("one", "one"), world.gateway.sent());
    }

    @Test
    void aSlowLookBeforeAnotherSendHoldsUpNobodyElseOfTheNumber() {
        world.close();
        world = new World(DispatchSettings.DEFAULT, "standard", false);
        waitsToBeSentAThirdTime("one");
        world.gateway.looks(BROKEN);
        world.gateway.looksTake(Duration.ofSeconds(30));
        for (int i = 0; i < 10; i++) {
            world.order("other" + i, 2).admit();
        }
        Duration longest = PacingProfile.named("standard").gap().plus(Duration.ofSeconds(5));
        world.run(longest.multipliedBy(12));

        assertEquals(12, world.gateway.sent().size(), world.gateway.sent()::toString);
    }

    @Test
    void oneLookIsEnoughWhereTheTurnComesSoonAfterIt() {
        waitsToBeSentAThirdTime("one");
        int before = world.gateway.looks().size();
        world.run(Duration.ofSeconds(3));
        assertEquals(List.of("one", "one", "one"), world.gateway.sent());
        assertEquals(1, world.gateway.looks().size() - before);
    }

    @Test
    void theLateCopyOfWhatExpiredWhileItWaitedIsNobodyElsesMessage() {
        world.gateway.answer("one", UNCLEAR, UNCLEAR);
        CommandKey key = world.order("one", 1).text("same").lives(Duration.ofMinutes(10)).admit();
        waits(key);
        world.gateway.looks(BROKEN);
        world.run(Duration.ofMinutes(10));
        assertEquals(OutcomeStatus.EXPIRED, world.statusOf("one"));

        world.gateway.looks(null);
        world.gateway.answer("two", UNCLEAR);
        world.order("two", 1).text("same").admit();
        world.run(Duration.ofSeconds(40));
        show("same", world.time.now());
        world.run(Duration.ofMinutes(3));

        assertEquals(OutcomeStatus.UNRESOLVED, world.statusOf("two"));
        assertEquals(List.of("one", "one", "two"), world.gateway.sent());
    }

    @Test
    void aDeadLetterIsKeptWhereOnlyTheEntryIsTooLarge() {
        failsWhere(append ->
                append.commands().stream()
                        .anyMatch(entry -> !entry.state().isOpen() && entry.original() != null));

        assertArrayEquals("one".getBytes(UTF_8), letter().original().value());
    }

    @Test
    void aDeadLetterWithoutItsValueIsKeptWhereThatIsTooLarge() {
        failsWhere(append ->
                append.publications().stream()
                        .anyMatch(each ->
                                each instanceof Publication.OfDeadLetter letter
                                        && letter.original().value().length > 0));

        var missing = letter().original().tooLarge();
        assertNotNull(missing);
        assertEquals(3, missing.bytes());
    }

    private void failsWhere(Predicate<Append> tooLarge) {
        world.gateway.answer("one", new SendResult.Refused(World.error(ReasonCode.WAWP_REJECTED)));
        world.journal.tooLarge(tooLarge);
        world.order("one", 1).admit();
        world.run();
        assertEquals(OutcomeStatus.FAILED, world.statusOf("one"));
    }

    private Publication.OfDeadLetter letter() {
        return world.journal.published(Publication.OfDeadLetter.class).getFirst();
    }

    @Test
    void othersMessagesThatAreForgottenAreNotTakenForOneThatWaitedForHours() {
        world.order("other", 1).text("same").admit();
        world.order("another", 1).text("same").admit();
        world.run(Duration.ofSeconds(1));
        world.gateway.answer("one", UNCLEAR);
        world.gateway.answer(
                "one", new SendResult.InstanceTrouble(World.error(ReasonCode.SESSION_NOT_WORKING)));
        world.order("one", 1).text("same").admit();
        world.run(Duration.ofSeconds(10));
        world.gateway.session(
                () -> new SessionLook.NotWorking(World.error(ReasonCode.SESSION_NOT_WORKING)));
        world.run(Duration.ofHours(2));
        world.gateway.session(SessionLook.Working::new);
        world.run(Duration.ofHours(1));

        assertEquals(OutcomeStatus.UNRESOLVED, world.statusOf("one"));
        assertEquals(List.of("other", "another", "one", "one"), world.gateway.sent());
    }

    /** Two sends of it were in doubt and not found; the third comes within seconds. */
    private CommandKey waitsToBeSentAThirdTime(String id) {
        world.gateway.answer(id, UNCLEAR, UNCLEAR);
        CommandKey key = world.order(id, 1).admit();
        waits(key);
        return key;
    }

    private void waits(CommandKey key) {
        world.run(Duration.ofSeconds(238));
        for (int i = 0; i < 2_000; i++) {
            if (world.journal.state(key) instanceof CommandState.Waiting waiting
                    && waiting.attempts().unclear() == 2) {
                return;
            }
            world.run(Duration.ofMillis(5));
        }
        throw new AssertionError("it never waited: " + world.journal.state(key));
    }

    private void show(String text, @Nullable Instant at) {
        world.gateway.show(
                World.chat(1),
                new Shown(new MessageId("late"), true, at, 1, new Content.Text(text)));
    }
}
