package io.wawp.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wawp.common.command.ContentType;
import io.wawp.common.outcome.DeliveryStatus;
import io.wawp.common.outcome.OutcomeStatus;
import io.wawp.common.outcome.ReasonCode;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ClosingTest {
    private static final Scenario SCENARIO =
            new Scenario(
                    List.of(
                            part("c-1", Expected.sent(DeliveryStatus.READ)),
                            part("typo", Expected.rejected(ReasonCode.UNKNOWN_FIELD))),
                    List.of());

    private final Happened sent = new Happened();
    private final Happened typo = new Happened();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Test
    void saysThatAllIsWell() {
        sent.see(Sights.told(OutcomeStatus.ACCEPTED, 0));
        sent.see(Sights.sent(true));
        sent.see(Sights.told(OutcomeStatus.SENT, 1));
        sent.see(Sights.heard(DeliveryStatus.READ, true));
        rejectTheTypo();

        assertTrue(show());
        assertLine(" command  type  expected  happened  why            sends  delivery");
        assertLine(" c-1      text  SENT      SENT                     1      READ      ✓");
        assertLine(" typo     text  REJECTED  REJECTED  unknown_field  -      -         ✓");
        assertLine(" All 2 commands ended as they should. It took 12.3 s, starting included.");
    }

    @Test
    void namesWhatHasNotComeInTime() {
        sent.see(Sights.told(OutcomeStatus.ACCEPTED, 0));
        rejectTheTypo();

        assertFalse(show());
        assertLine(" c-1      text  SENT      -                        -      -         ✗");
        assertLine(" After 12.3 s not every command has ended as it should:");
        assertLine(" c-1: still missing its outcome, SENT, its delivery, READ");
    }

    @Test
    void namesWhatEndedOtherwise() {
        sent.see(Sights.told(OutcomeStatus.ACCEPTED, 0));
        sent.see(Sights.sent(false));
        sent.see(Sights.sent(true));
        sent.see(Sights.told(OutcomeStatus.SENT, 2));
        sent.see(Sights.heard(DeliveryStatus.READ, true));
        rejectTheTypo();

        assertFalse(show());
        assertLine(" c-1      text  SENT      SENT                     1 of 2  READ      ✗");
        assertLine(" c-1: sends that reached Wawp: expected 1, got 2");
        assertLine(" c-1: attempts: expected 1, got 2");
    }

    private void rejectTheTypo() {
        typo.see(Sights.told(OutcomeStatus.REJECTED, 0, ReasonCode.UNKNOWN_FIELD, false, null));
        typo.see(Sights.kept(ReasonCode.UNKNOWN_FIELD));
    }

    private boolean show() {
        var screen = new Screen(new PrintStream(bytes, false, UTF_8), new Style(false));
        return new Closing(SCENARIO, Map.of("c-1", sent, "typo", typo))
                .show(screen, Duration.ofMillis(12_345));
    }

    private void assertLine(String line) {
        String shown = bytes.toString(UTF_8);
        assertEquals(
                List.of(line), shown.lines().filter(line::equals).toList(), () -> "\n" + shown);
    }

    private static Scenario.Part part(String name, Expected expected) {
        return new Scenario.Part(name, ContentType.TEXT, "447700900100", "{}", expected);
    }
}
