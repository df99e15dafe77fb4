package io.wawp.dispatcher.instance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wawp.common.command.InstanceId;
import io.wawp.common.outcome.OutcomeError;
import io.wawp.common.outcome.ReasonCode;
import io.wawp.dispatcher.model.InstanceEntry;
import io.wawp.dispatcher.model.PaceMemory;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class GateTest {
    private static final InstanceId ID = new InstanceId("100000000001");
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final OutcomeError LOGGED_OUT =
            OutcomeError.of(ReasonCode.SESSION_NOT_WORKING, "logged out");
    private static final OutcomeError QUOTA = OutcomeError.of(ReasonCode.QUOTA_EXCEEDED, "used up");

    private final Gate gate = new Gate(InstanceEntry.fresh(ID));

    @Test
    void openItLetsEverythingPass() {
        assertTrue(gate.mayPass());
        assertTrue(gate.mayPass());
    }

    @Test
    void closedItLetsNothingPass() {
        assertTrue(gate.close(LOGGED_OUT, NOW));
        assertFalse(gate.mayPass());
    }

    @Test
    void aClosingIsNewsOnceForEachReason() {
        assertTrue(gate.close(LOGGED_OUT, NOW));
        assertFalse(gate.close(LOGGED_OUT, NOW));
        assertTrue(gate.close(QUOTA, NOW));
        assertFalse(gate.close(QUOTA, NOW));
    }

    @Test
    void whatIsJournaledSaysWhyAndSinceWhenFirst() {
        gate.close(LOGGED_OUT, NOW);
        gate.close(QUOTA, NOW.plusSeconds(60));
        assertEquals(
                new InstanceEntry(ID, QUOTA, NOW, PaceMemory.NONE), gate.entry(PaceMemory.NONE));
    }

    @Test
    void aRestoredClosedOneStaysClosedAndIsNoNews() {
        var restored = new Gate(new InstanceEntry(ID, LOGGED_OUT, NOW, PaceMemory.NONE));
        assertEquals(Gate.State.CLOSED, restored.state());
        assertFalse(restored.close(LOGGED_OUT, NOW.plusSeconds(1)));
        assertEquals(NOW, restored.pausedAt());
    }

    @Test
    void halfOpenOneMayPassAtATime() {
        halfOpen(LOGGED_OUT);
        assertTrue(gate.mayPass());
        assertFalse(gate.mayPass());
        gate.giveBack();
        assertTrue(gate.mayPass());
    }

    @Test
    void theOneThatPassedAndProvesItOpensIt() {
        halfOpen(QUOTA);
        assertTrue(gate.mayPass());
        assertTrue(gate.proven());
        assertEquals(Gate.State.OPEN, gate.state());
        assertEquals(InstanceEntry.fresh(ID), gate.entry(PaceMemory.NONE));
        assertFalse(gate.proven());
    }

    @Test
    void aCallThatBeganBeforeItClosedProvesNothing() {
        gate.close(LOGGED_OUT, NOW);
        assertFalse(gate.proven());
        gate.halfOpen();
        assertFalse(gate.proven());
        assertEquals(Gate.State.HALF_OPEN, gate.state());
    }

    @Test
    void theProbeThatFailsClosesItAgainWithoutNewsUnlessTheReasonIsNew() {
        halfOpen(LOGGED_OUT);
        assertTrue(gate.mayPass());
        assertFalse(gate.close(LOGGED_OUT, NOW));
        assertFalse(gate.mayPass());
        gate.halfOpen();
        assertTrue(gate.mayPass());
        assertTrue(gate.close(QUOTA, NOW));
    }

    @Test
    void aPassOfBeforeIsWorthNothingAfterItClosedAgain() {
        halfOpen(LOGGED_OUT);
        assertTrue(gate.mayPass());
        gate.close(LOGGED_OUT, NOW);
        gate.halfOpen();
        assertTrue(gate.mayPass());
    }

    @Test
    void openItHasNoReason() {
        assertNull(gate.pausedFor());
        assertNull(gate.pausedAt());
    }

    private void halfOpen(OutcomeError why) {
        gate.close(why, NOW);
        gate.halfOpen();
        assertEquals(Gate.State.HALF_OPEN, gate.state());
    }
}
