package io.wawp.dispatcher.audit;

import static io.wawp.common.outcome.InstanceEvent.State.PAUSED;
import static io.wawp.common.outcome.InstanceEvent.State.RESUMED;
import static io.wawp.dispatcher.audit.EndingsIT.assertBroken;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is open on a living deployment although its time is long over. */
class WaitsIT {
    private final Stage stage = new Stage();

    @AfterEach
    void close() {
        stage.close();
    }

    /** Its time was over eight hours ago; what is in doubt has two hours more. */
    private Told old(String commandId) {
        return stage.command(
                commandId,
                draft ->
                        draft.written(Stage.ago(Duration.ofHours(9)))
                                .with("expiresAt", Stage.ago(Duration.ofHours(8))));
    }

    private void everythingIsRead() {
        stage.read(Map.of(0, 100L, 1, 100L));
    }

    @Test
    void whatIsAcceptedAndOfAPausedNumberIsOpen() {
        old("c-1").accepted();
        everythingIsRead();
        assertBroken(stage.auditLiving(), Rule.LOST);
        stage.told(PAUSED, Stage.ago(Duration.ofHours(9)));
        AuditReport report = stage.auditLiving();
        assertBroken(report);
        assertEquals(1, report.counts().open());
        assertTrue(
                report.unchecked().stream()
                        .anyMatch(each -> each.what().contains("paused") && each.count() == 1),
                report::toString);
    }

    /** The deadline of a doubt does not run while its number is paused. */
    @Test
    void theTimeInWhichTheNumberWasPausedDoesNotCount() {
        old("c-1").accepted();
        everythingIsRead();
        stage.told(PAUSED, Stage.ago(Duration.ofHours(8)));
        stage.told(RESUMED, Stage.ago(Duration.ofHours(4)));
        stage.told(PAUSED, Stage.ago(Duration.ofHours(3)));
        assertBroken(stage.auditLiving());
        stage.told(RESUMED, Stage.ago(Duration.ofMinutes(90)));
        assertBroken(stage.auditLiving(), Rule.LOST);
    }

    /** The instance topic is compacted: of a long pause its end alone is left. */
    @Test
    void whatIsLeftOfAPauseMayBeItsEnd() {
        old("c-1").accepted();
        everythingIsRead();
        stage.told(RESUMED, Stage.ago(Duration.ofHours(1)));
        assertBroken(stage.auditLiving());
    }

    @Test
    void aPauseOfAnotherNumberOrOneThatIsLongOverKeepsNothing() {
        old("c-1").accepted();
        stage.command(
                        "c-2",
                        draft ->
                                draft.instance("987654321098")
                                        .written(Stage.ago(Duration.ofHours(9)))
                                        .with("expiresAt", Stage.ago(Duration.ofHours(8))))
                .accepted();
        everythingIsRead();
        stage.told(PAUSED, Stage.ago(Duration.ofHours(9)));
        AuditReport report = stage.auditLiving();
        assertBroken(report, Rule.LOST);
        assertEquals("c-2", report.violations().getFirst().commandId());
        stage.told(RESUMED, Stage.ago(Duration.ofHours(7)));
        assertEquals(2, stage.auditLiving().brokenInAll());
    }

    @Test
    void whatNoWorkerHasReadIsOpenHoweverOld() {
        old("c-1");
        old("c-2");
        stage.read(Map.of(0, 1L, 1, 0L));
        AuditReport report = stage.auditLiving();
        assertBroken(report, Rule.LOST);
        assertEquals(1, report.brokenInAll(), report::toString);
        assertEquals("c-1", report.violations().getFirst().commandId());
        assertEquals(1, report.counts().open());
    }

    @Test
    void whatWasAcceptedWasReadWhereverThePositionIs() {
        old("c-1").accepted();
        stage.read(Map.of(0, 0L, 1, 0L));
        assertBroken(stage.auditLiving(), Rule.LOST);
    }

    @Test
    void whereTheGroupHasNoPositionNothingIsReadAndThatIsSaid() {
        old("c-1");
        AuditReport report = stage.auditLiving();
        assertBroken(report);
        assertTrue(
                report.unchecked().stream().anyMatch(each -> each.why().contains("no position")),
                report::toString);
    }

    @Test
    void inADrainedDeploymentNothingWaits() {
        old("c-1").accepted();
        old("c-2");
        stage.told(PAUSED, Stage.ago(Duration.ofHours(9)));
        stage.read(Map.of(0, 0L));
        AuditReport report = stage.audit();
        assertBroken(report, Rule.LOST);
        assertEquals(2, report.brokenInAll());
    }
}
