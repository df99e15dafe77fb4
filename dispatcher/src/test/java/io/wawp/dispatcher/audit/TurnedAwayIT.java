package io.wawp.dispatcher.audit;

import static io.wawp.common.outcome.OutcomeStatus.DUPLICATE;
import static io.wawp.common.outcome.OutcomeStatus.EXPIRED;
import static io.wawp.common.outcome.OutcomeStatus.FAILED;
import static io.wawp.common.outcome.OutcomeStatus.REJECTED;
import static io.wawp.common.outcome.OutcomeStatus.UNRESOLVED;
import static io.wawp.dispatcher.audit.EndingsIT.assertBroken;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wawp.common.outcome.ReasonCode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** I1: a message that nobody sends is lost, with whatever ending it is told. */
class TurnedAwayIT {
    private final Stage stage = new Stage();

    @AfterEach
    void close() {
        stage.close();
    }

    private static boolean says(AuditReport report, String words) {
        return report.unchecked().stream().anyMatch(each -> each.what().contains(words));
    }

    @Test
    void aDuplicateOfNothingIsALoss() {
        stage.command("c-1").duplicateOf("c-1");
        assertBroken(stage.audit(), Rule.DUPLICATE_OF_NOTHING);
    }

    @Test
    void aDuplicateOfAnotherKeyOrInstanceIsALoss() {
        Told other = stage.sent("c-1");
        stage.command("c-2").duplicateOf(other);
        stage.command("c-1", draft -> draft.instance("987654321098")).duplicateOf(other);
        AuditReport report = stage.audit();
        assertBroken(report, Rule.DUPLICATE_OF_NOTHING);
        assertTrue(report.brokenInAll() == 2, report::toString);
    }

    @Test
    void twoDuplicatesOfEachOtherAreALoss() {
        stage.command("c-1", draft -> draft.with("idempotencyKey", "k")).duplicateOf("c-2");
        stage.command("c-2", draft -> draft.with("idempotencyKey", "k")).duplicateOf("c-1");
        assertBroken(stage.audit(), Rule.DUPLICATE_OF_NOTHING);
    }

    @Test
    void aDuplicateNamesTheCommandThatWasLetIn() {
        stage.command("c-1", draft -> draft.with("idempotencyKey", "k")).accepted().sent();
        stage.command("c-2", draft -> draft.with("idempotencyKey", "k")).duplicateOf("c-2");
        assertBroken(stage.audit(), Rule.DUPLICATE_OF_NOTHING);
        try (var other = new Stage()) {
            other.sent("c-1");
            other.command("c-1").ended(DUPLICATE, null);
            assertBroken(other.audit(), Rule.DUPLICATE_OF_NOTHING);
        }
    }

    @Test
    void whatIsLetInOnlyLaterIsNoReason() {
        Told later = stage.command("c-1");
        stage.command("c-1").duplicateOf(later);
        later.accepted(Stage.minutesAgo(8)).sent(Stage.minutesAgo(7));
        assertBroken(stage.audit(), Rule.DUPLICATE_OF_NOTHING);
    }

    /** The order of reading decides, and partitions are read at different times. */
    @Test
    void theOneThatIsRepeatedMayStandBehindOrInAnotherPartition() {
        Told first = stage.command("c-1");
        Told second = stage.command("c-1");
        Told third = stage.command("c-1", draft -> draft.partition(1));
        third.accepted().sent();
        first.duplicateOf(third);
        second.duplicateOf(third);
        assertBroken(stage.audit());
    }

    @Test
    void anotherRunMayBeADuplicateOfAnyEarlierOne() {
        Told first =
                stage.command("c-1")
                        .accepted()
                        .ended(FAILED, ReasonCode.WAWP_REJECTED)
                        .letter("wawp_rejected");
        stage.command("c-1", draft -> draft.written(Stage.minutesAgo(5)).header("wawp-run", "2"))
                .accepted()
                .sent(Stage.minutesAgo(4));
        stage.command("c-1", draft -> draft.written(Stage.minutesAgo(3)).header("wawp-run", "2"))
                .duplicateOf(first);
        assertBroken(stage.audit());
    }

    @Test
    void whatAPersonToldAsSentWasLetInToo() {
        Told first = stage.command("c-1").accepted().ended(UNRESOLVED, ReasonCode.IN_DOUBT);
        stage.command("c-1", draft -> draft.header("wawp-run", "2").header("wawp-resolve", "sent"))
                .sent(Stage.minutesAgo(5), null);
        stage.command("c-1", draft -> draft.written(Stage.minutesAgo(4))).duplicateOf(first);
        assertBroken(stage.audit());
    }

    @Test
    void whereThePastIsDeletedADuplicateIsNotGuessedAt() {
        Told first = stage.sent("c-1");
        stage.command("c-1").duplicateOf(first);
        int partition = Math.floorMod("c-1".hashCode(), 2);
        stage.delete(stage.topics.outcomes(), partition, 2);
        AuditReport report = stage.audit();
        assertBroken(report);
        assertTrue(says(report, "whether a DUPLICATE repeats"), report::toString);
    }

    @Test
    void whatIsOlderThanAskedForMayBeWhatADuplicateRepeats() {
        Told first =
                stage.command("c-1", draft -> draft.written(Stage.ago(Duration.ofHours(5))))
                        .accepted()
                        .sent();
        stage.command("c-1").duplicateOf(first);
        AuditReport report = stage.audit(rules -> rules.withSince(Stage.minutesAgo(20)));
        assertBroken(report);
        assertTrue(says(report, "whether a DUPLICATE repeats"), report::toString);
        assertBroken(stage.audit());
    }

    /** What it repeats may have been told of after the audit looked. */
    @Test
    void onALivingDeploymentWhatWasToldJustNowIsNotJudged() {
        stage.command("c-1", draft -> draft.written(Stage.minutesAgo(0.5))).duplicateOf("c-1");
        assertBroken(stage.audit(rules -> rules.withDrained(false)));
        assertBroken(stage.audit(), Rule.DUPLICATE_OF_NOTHING);
    }

    @Test
    void aSoundCommandIsNotRejectedForItsBytes() {
        stage.command("c-1").ended(REJECTED, ReasonCode.MALFORMED_JSON).letter("malformed_json");
        assertBroken(stage.audit(), Rule.REJECTED_WRONGLY);
    }

    @Test
    void aSoundCommandMayBeRejectedForWhatIsAroundIt() {
        for (ReasonCode code :
                List.of(
                        ReasonCode.IDEMPOTENCY_KEY_REUSED,
                        ReasonCode.UNKNOWN_INSTANCE,
                        ReasonCode.IN_DOUBT,
                        ReasonCode.COMMAND_TOO_LARGE)) {
            stage.command("c-" + code.wire()).ended(REJECTED, code).letter(code.wire());
        }
        assertBroken(stage.audit());
    }

    @Test
    void whatIsNoSoundCommandIsRejectedForItsBytes() {
        stage.command("c-1", draft -> draft.with("notAField", "x"))
                .ended(REJECTED, ReasonCode.UNKNOWN_FIELD)
                .letter("unknown_field");
        assertBroken(stage.audit());
    }

    @Test
    void nothingExpiresBeforeItsTime() {
        stage.command("c-1").accepted().ended(EXPIRED, ReasonCode.EXPIRED);
        assertBroken(stage.audit(), Rule.EXPIRED_TOO_EARLY);
    }

    @Test
    void nothingExpiresBeforeTheTimeThatItNames() {
        stage.command("c-1", draft -> draft.with("expiresAt", Stage.minutesAgo(9.5)))
                .accepted()
                .ended(EXPIRED, ReasonCode.EXPIRED);
        assertBroken(stage.audit(), Rule.EXPIRED_TOO_EARLY);
        assertBroken(stage.audit(rules -> rules.withClocks(Duration.ofSeconds(30))));
    }

    /** A worker counts from its own clock where the record's time is ahead of it. */
    @Test
    void whereTheRecordsTimeIsAheadItsLifeBeginsAtItsReading() {
        Told ahead = stage.command("c-1", draft -> draft.written(Stage.ago(Duration.ofHours(23))));
        ahead.accepted(Stage.ago(Duration.ofHours(25)))
                .outcome(
                        EXPIRED,
                        Stage.ago(Duration.ofHours(1)),
                        null,
                        ReasonCode.EXPIRED,
                        json -> json);
        assertBroken(stage.audit());
    }
}
