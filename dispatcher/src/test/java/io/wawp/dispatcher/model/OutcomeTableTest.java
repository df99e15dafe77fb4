package io.wawp.dispatcher.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wawp.common.outcome.OutcomeStatus;
import io.wawp.common.outcome.ReasonCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class OutcomeTableTest {

    /** By hand, so that a slip in the table is seen. */
    @ParameterizedTest
    @CsvSource({
        "EXPIRED, EXPIRED, EXPIRED",
        "CANCELLED, CANCELLED, CANCELLED",
        "IN_DOUBT, UNRESOLVED, UNRESOLVED",
        "UNKNOWN_INSTANCE, REJECTED, FAILED",
        "WAWP_REJECTED, FAILED, FAILED",
        "ATTEMPTS_EXHAUSTED, FAILED, FAILED",
        "COMMAND_TOO_LARGE, FAILED, FAILED",
        "INVALID_FIELD, FAILED, FAILED",
        "QUOTA_EXCEEDED, FAILED, FAILED",
        "UNRECOGNIZED, FAILED, FAILED"
    })
    void aJournaledCommandEndsSo(ReasonCode code, OutcomeStatus untried, OutcomeStatus tried) {
        assertEquals(untried, OutcomeTable.statusOf(code, 0));
        assertEquals(tried, OutcomeTable.statusOf(code, 3));
    }

    @ParameterizedTest
    @EnumSource
    void whatIsTurnedAwayAtTheDoorIsRejected(ReasonCode code) {
        var status = OutcomeTable.of(code).atTheDoor();
        assertTrue(status == null || status == OutcomeStatus.REJECTED);
    }

    @ParameterizedTest
    @EnumSource
    void everyCodeSaysWhatToDo(ReasonCode code) {
        OutcomeTable.Rule rule = OutcomeTable.of(code);
        assertTrue(rule.happened().endsWith("."), rule::happened);
        assertTrue(rule.advice().endsWith("."), rule::advice);
    }

    @Test
    void onlyWhatIsGivenUpIsADeadLetter() {
        for (OutcomeStatus status : OutcomeStatus.values()) {
            assertEquals(
                    status == OutcomeStatus.FAILED || status == OutcomeStatus.REJECTED,
                    OutcomeTable.isDeadLettered(status));
        }
    }

    @Test
    void troubleOfTheNumberOrOfWawpEndsNoCommand() {
        assertFalse(OutcomeTable.of(ReasonCode.QUOTA_EXCEEDED).isEnding());
        assertFalse(OutcomeTable.of(ReasonCode.WAWP_UNREACHABLE).isEnding());
        assertTrue(OutcomeTable.of(ReasonCode.EXPIRED).isEnding());
    }
}
