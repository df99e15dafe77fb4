package io.wawp.dispatcher.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wawp.common.command.Content;
import io.wawp.common.command.MessageId;
import io.wawp.common.outcome.OutcomeStatus;
import io.wawp.common.outcome.ReasonCode;
import io.wawp.dispatcher.model.Attempts;
import io.wawp.dispatcher.model.Claims;
import io.wawp.dispatcher.model.CommandEntry;
import io.wawp.dispatcher.model.CommandState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ChatSendsTest {
    private static final Content TEXT = new Content.Text("same");
    private static final Content OTHER = new Content.Text("other");
    private static final MessageId ID = new MessageId("A");

    private final World world = new World();
    private final Instant now = world.time.now();
    private final ChatSends sends = new ChatSends(Duration.ofMinutes(2), Instant.MIN, now);

    @AfterEach
    void close() {
        world.close();
    }

    @Nested
    class BeforeASend {
        @Test
        void anEarlierMessageOfTheSameLookIsClaimedByNameAndByNumber() {
            sends.over(entry("one", 1), TEXT, ID, 0, 0, now);
            sends.over(entry("two", 1), TEXT, null, 1, 2, now);
            assertEquals(new Claims(List.of(ID), 3, 2, 0), before("three", TEXT, now));
        }

        @Test
        void whereARestoredShardDidNotTellAllSomethingMayBeForgotten() {
            var restored = new ChatSends(Duration.ofMinutes(2), now.minusSeconds(60), now);
            assertEquals(
                    new Claims(List.of(), ChatSends.FORGOTTEN, ChatSends.FORGOTTEN, 0),
                    restored.before(entry("one", 1), TEXT, now, now));
            Instant later = now.plus(Duration.ofMinutes(4));
            assertEquals(Claims.NONE, restored.before(entry("one", 1), TEXT, later, later));
        }

        @Test
        void whatAnEarlierRunMayHaveLeftIsNotAnothersMessage() {
            CommandEntry run = entry("one", 1);
            sends.over(run, TEXT, null, 0, 1, now);
            assertEquals(Claims.NONE, sends.before(run, TEXT, now, now));
            assertEquals(new Claims(List.of(), 1, 1, 0), before("two", TEXT, now));
        }

        @Test
        void anotherChatClaimsNothing() {
            sends.over(entry("one", 1), TEXT, ID, 0, 1, now);
            assertEquals(Claims.NONE, sends.before(entry("two", 2), TEXT, now, now));
        }

        @Test
        void anotherTextCountsOnlyWhereTextsAreNotTold() {
            sends.over(entry("one", 1), TEXT, null, 1, 1, now);
            assertEquals(new Claims(List.of(), 0, 0, 2), before("two", OTHER, now));
        }

        @Test
        void textsThatNoReaderTellsApartAreTheSame() {
            sends.over(
                    entry("one", 1),
                    new Content.Text("caf\u00e9 \u2764\ufe0f \r\n"),
                    null,
                    1,
                    0,
                    now);
            assertEquals(1, before("two", new Content.Text("cafe\u0301 \u2764"), now).unnamed());
        }

        @Test
        void aContentThatIsForgottenMayBeAny() {
            sends.over(entry("one", 1), null, ID, 0, 1, now);
            assertEquals(new Claims(List.of(ID), 1, 1, 0), before("two", OTHER, now));
        }

        @Test
        void whatWasThereBeforeCountsAsLongAsTheClocksMayShowIt() {
            sends.over(entry("one", 1), TEXT, null, 1, 0, now);
            assertEquals(1, before("two", TEXT, now.plus(Duration.ofMinutes(4))).unnamed());
            assertEquals(0, before("two", TEXT, now.plusSeconds(241)).unnamed());
        }

        @Test
        void aLateCopyCountsForAsLongAsAnythingIsRemembered() {
            sends.over(entry("one", 1), TEXT, ID, 0, 1, now);
            assertEquals(1, before("two", TEXT, now.plus(ChatSends.MEMORY)).late());
            Instant far = now.plus(ChatSends.MEMORY).plusMillis(1);
            assertEquals(Claims.NONE, before("two", TEXT, far));
        }

        @Test
        void moreNamesThanAnEntryHoldsMakeTheLookUnsureAndNotWrong() {
            for (int i = 0; i < 70; i++) {
                sends.over(entry("m" + i, 1), TEXT, new MessageId("m" + i), 0, 0, now);
            }
            Claims claims = before("two", TEXT, now);
            assertEquals(64, claims.ids().size());
            assertEquals(new MessageId("m69"), claims.ids().getFirst());
            assertEquals(6, claims.unnamed());
            assertEquals(6, claims.late());
        }

        @Test
        void whatTheBoundMadeItForgetMakesTheLookUnsureAndNotWrong() {
            for (int i = 0; i < 10_001; i++) {
                sends.over(entry("one", 2), TEXT, new MessageId("m" + i), 0, 0, now);
            }
            assertEquals(ChatSends.FORGOTTEN, before("two", TEXT, now).late());
        }

        private Claims before(String id, Content content, Instant when) {
            return sends.before(entry(id, 1), content, when, when);
        }
    }

    @Nested
    class BesidesASentOne {
        private final CommandEntry sent = entry("sent", 1);

        BesidesASentOne() {
            sends.over(sent, TEXT, null, 1, 0, now);
        }

        @Test
        void itsIdMayBeAnyThatIsNoOthers() {
            sends.over(entry("two", 1), TEXT, ID, 0, 0, now);
            assertEquals(Optional.of(new Claims(List.of(ID), 0)), sends.besides(sent, TEXT, now));
        }

        @Test
        void anothersCopyThatMayComeLateMakesItUntellableThoughTheOtherHasItsId() {
            sends.over(entry("two", 1), OTHER, ID, 0, 1, now);
            assertTrue(sends.besides(sent, TEXT, now).isEmpty());
        }

        @Test
        void anotherOfTheTypeWithoutAnIdMakesItUntellable() {
            sends.over(entry("two", 1), OTHER, null, 1, 0, now);
            assertTrue(sends.besides(sent, TEXT, now).isEmpty());
        }

        @Test
        void oneThatIsBeingSentMakesItUntellableUntilItIsNamed() {
            CommandEntry two = entry("two", 1);
            sends.begun(two, TEXT, now);
            assertTrue(sends.besides(sent, TEXT, now).isEmpty());
            sends.over(two, TEXT, ID, 0, 0, now);
            assertTrue(sends.besides(sent, TEXT, now).isPresent());
        }

        @Test
        void oneThatWasNotSentAfterAllIsNoMatterAnyMore() {
            CommandEntry two = entry("two", 1);
            sends.begun(two, TEXT, now);
            sends.withdrawn(two);
            assertTrue(sends.besides(sent, TEXT, now).isPresent());
        }

        @Test
        void aRestoredOneInDoubtMakesItUntellableBeforeItsContentIsRead() {
            sends.await();
            assertTrue(sends.besides(sent, TEXT, now).isEmpty());
            sends.arrived();
            assertTrue(sends.besides(sent, TEXT, now).isPresent());
        }

        @Test
        void longAfterTheSendNobodyCanTellAnyMore() {
            Instant later = now.plus(ChatSends.MEMORY).plusMillis(1);
            sends.over(entry("later", 2), TEXT, ID, 0, 0, later);
            assertTrue(sends.besides(sent, TEXT, now).isEmpty());
        }

        @Test
        void theIdIsItsOwnOnlyIfNothingBeganWhileItWasLookedFor() {
            sends.begun(entry("two", 1), TEXT, now);
            assertFalse(sends.named(sent, TEXT, now, ID));
        }

        @Test
        void anIdThatAnotherGotInTheMeantimeIsNotItsOwn() {
            sends.over(entry("two", 1), TEXT, new MessageId("true_1@lid_A"), 0, 0, now);
            assertFalse(sends.named(sent, TEXT, now, ID));
        }

        @Test
        void onceNamedItIsKnownToAll() {
            assertTrue(sends.named(sent, TEXT, now, ID));
            assertEquals(new Claims(List.of(ID), 0), sends.before(entry("two", 1), TEXT, now, now));
            assertTrue(sends.isAnothers(entry("two", 1), new MessageId("true_1@c.us_A")));
            assertFalse(sends.isAnothers(sent, ID));
        }
    }

    @Nested
    class OfARestoredShard {
        @Test
        void aFinalMessageIsKnownAndSoIsWhatEndedUnresolved() {
            sends.restored(sent(entry("final", 1), now.minusSeconds(60), true), now);
            sends.restored(unresolved(entry("unresolved", 1), now.minusSeconds(60)), now);
            assertEquals(
                    new Claims(List.of(ID), 1, 1, 0),
                    sends.before(entry("two", 1), TEXT, now, now));
        }

        @Test
        void whatIsOldIsNoMatter() {
            Instant old = now.minus(ChatSends.MEMORY);
            sends.restored(sent(entry("old", 1), old, false), now);
            assertEquals(Claims.NONE, sends.before(entry("two", 1), TEXT, now, now));
        }

        private static CommandEntry sent(CommandEntry entry, Instant at, boolean isFinal) {
            var attempts = Attempts.NONE.begin(at);
            return entry.ended(
                    new CommandState.Sent(attempts, ID, 3, at, isFinal), at.plusSeconds(9_999));
        }

        private static CommandEntry unresolved(CommandEntry entry, Instant at) {
            var state =
                    new CommandState.Ended(
                            Attempts.NONE.begin(at),
                            OutcomeStatus.UNRESOLVED,
                            World.error(ReasonCode.IN_DOUBT),
                            at);
            return entry.ended(state, at.plusSeconds(9_999));
        }
    }

    private CommandEntry entry(String id, int chat) {
        return world.order(id, chat).text("same").entry();
    }
}
