package io.wawp.dispatcher.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wawp.common.command.Typing;
import io.wawp.common.outcome.OutcomeStatus;
import io.wawp.common.outcome.ReasonCode;
import io.wawp.dispatcher.dispatch.ScriptedGateway.Answer;
import io.wawp.dispatcher.model.CommandKey;
import io.wawp.dispatcher.model.CommandState;
import io.wawp.dispatcher.model.Publication;
import io.wawp.dispatcher.model.SendResult;
import io.wawp.dispatcher.model.SessionLook;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HandOverTest {
    private World world = new World();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void windingDownLetsTheWireEndAndBeginsNothing() {
        world.gateway.answer(
                "one",
                Answer.of(new SendResult.Accepted(null, 0))
                        .taking(Duration.ofSeconds(2))
                        .arriving());
        world.order("one", 1).admit();
        world.order("two", 1).admit();
        world.run(Duration.ofSeconds(1));
        assertFalse(world.dispatcher.isIdle(world.tenure));
        world.dispatcher.windDown(world.tenure);
        world.order("three", 3).admit();
        world.run(Duration.ofSeconds(2));

        assertEquals(List.of("one"), world.gateway.sent());
        assertTrue(world.dispatcher.isIdle(world.tenure));
    }

    @Test
    void whoTypesWhenTheShardGoesStaysAsItWas() {
        world.close();
        world = new World(DispatchSettings.DEFAULT, "off", true);
        CommandKey key =
                world.order("one", 1).typing(new Typing.Fixed(Duration.ofSeconds(10))).admit();
        world.run(Duration.ofSeconds(1));
        world.dispatcher.windDown(world.tenure);
        Awaitility.await().until(() -> world.time.sleepers() == 0);
        world.run(Duration.ofMinutes(1));
        assertTrue(world.dispatcher.isIdle(world.tenure));
        assertInstanceOf(CommandState.Admitted.class, world.journal.state(key));
        assertEquals(List.of(), world.gateway.sent());
    }

    @Test
    void aTenureThatEndsBeforeTheCommitMakesNoCall() {
        world.journal.dieBefore(ScriptedJournal.writes(CommandState.Sending.class));
        CommandKey key = world.order("one", 1).admit();
        world.run();
        assertEquals(List.of(), world.gateway.sent());
        assertInstanceOf(CommandState.Admitted.class, world.journal.state(key));
        world.journal.dieBefore(append -> false);
        world.crash();
        world.takeOver();
        world.run();
        assertEquals(OutcomeStatus.SENT, world.statusOf("one"));
    }

    @Test
    void aTenureThatEndsRightAfterTheCommitMakesNoCallAndItsHeirLooksFirst() {
        world.journal.dieAfter(ScriptedJournal.writes(CommandState.Sending.class));
        world.order("one", 1).admit();
        world.run();
        assertEquals(List.of(), world.gateway.sent());
        world.journal.dieAfter(append -> false);
        world.crash();
        world.takeOver();
        world.run(Duration.ofSeconds(129));
        assertEquals(List.of(), world.gateway.sent());
        world.run(Duration.ofSeconds(3));
        assertEquals(List.of("one"), world.gateway.sent());
    }

    @Test
    void aSendWhoseOutcomeCouldNotBeWrittenIsFoundByTheNextOwner() {
        world.journal.dieBefore(ScriptedJournal.writes(CommandState.Sent.class));
        world.order("one", 1).admit();
        world.run();
        assertEquals(List.of("one"), world.gateway.sent());
        assertTrue(world.isOpen("one"));
        world.journal.dieBefore(append -> false);
        world.crash();
        world.takeOver();
        world.run();
        assertTrue(world.outcomeOf("one").reconciled());
        assertEquals(List.of("one"), world.gateway.sent());
    }

    @Test
    void aShardThatIsLostWhileAConnectionIsLeasedSendsNothing() {
        world.gateway.answer(
                "one", Answer.of(new SendResult.Accepted(null, 0)).leasing(Duration.ofSeconds(3)));
        world.order("one", 1).admit();
        world.run(Duration.ofSeconds(1));
        world.crash();
        world.run(Duration.ofSeconds(5));
        assertEquals(List.of(), world.gateway.sent());
    }

    @Test
    void nothingIsLeftBehindOnTheClockByATenureThatEnded() {
        for (int i = 0; i < 5; i++) {
            world.order("later" + i, i)
                    .notBefore(world.time.now().plus(Duration.ofHours(1)))
                    .admit();
        }
        world.run(Duration.ofSeconds(1));
        world.crash();
        assertEquals(List.of(), world.time.dueIn());
    }

    @Test
    void aClosedGateStaysClosedOverOwnersAndIsNotToldAgain() {
        world.gateway.session(
                () -> new SessionLook.NotWorking(World.error(ReasonCode.SESSION_NOT_WORKING)));
        world.gateway.answer(
                "one", new SendResult.InstanceTrouble(World.error(ReasonCode.SESSION_NOT_WORKING)));
        world.order("one", 1).admit();
        world.run(Duration.ofSeconds(1));
        world.crash();
        world.takeOver();
        world.run(Duration.ofMinutes(5));
        assertEquals(List.of("one"), world.gateway.sent());
        assertEquals(1, world.journal.published(Publication.OfInstance.class).size());
    }
}
