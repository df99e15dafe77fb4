package io.wawp.demo;

import static io.wawp.common.outcome.DeliveryStatus.DEVICE;
import static io.wawp.common.outcome.DeliveryStatus.READ;
import static io.wawp.common.outcome.OutcomeStatus.ACCEPTED;
import static io.wawp.common.outcome.OutcomeStatus.DUPLICATE;
import static io.wawp.common.outcome.OutcomeStatus.FAILED;
import static io.wawp.common.outcome.OutcomeStatus.REJECTED;
import static io.wawp.common.outcome.OutcomeStatus.SENT;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wawp.common.outcome.ReasonCode;
import java.util.List;
import org.junit.jupiter.api.Test;

final class VerdictsTest {
    private static final Expected IS_READ = Expected.sent(READ);
    private static final Expected IS_TYPO = Expected.rejected(ReasonCode.UNKNOWN_FIELD);

    @Test
    void whatEndsAsItShouldHasNoFaults() {
        assertFine(IS_READ, sentAndRead());
        assertFine(
                IS_READ.atCall(3),
                after(
                        Sights.told(ACCEPTED, 0),
                        Sights.sent(false),
                        Sights.sent(false),
                        Sights.sent(true),
                        Sights.told(SENT, 3),
                        Sights.heard(READ, true)));
        assertFine(
                IS_READ.foundInChat(),
                after(
                        Sights.told(ACCEPTED, 0),
                        Sights.sent(true),
                        Sights.told(SENT, 1, null, true, null),
                        Sights.heard(READ, true)));
        assertFine(
                IS_TYPO,
                after(
                        Sights.told(REJECTED, 0, ReasonCode.UNKNOWN_FIELD, false, null),
                        Sights.kept(ReasonCode.UNKNOWN_FIELD)));
        assertFine(
                Expected.duplicate("first"),
                after(Sights.told(DUPLICATE, 0, null, false, "first")));
    }

    @Test
    void whatIsStillToComeIsNamed() {
        assertEquals(
                List.of("its outcome, SENT", "its delivery, READ"),
                Verdicts.missing(IS_READ, after(Sights.told(ACCEPTED, 0))));
        assertEquals(
                List.of("its delivery, READ"),
                Verdicts.missing(
                        IS_READ, after(Sights.told(SENT, 1), Sights.heard(DEVICE, false))));
        assertEquals(
                List.of("its dead letter"),
                Verdicts.missing(
                        IS_TYPO,
                        after(Sights.told(REJECTED, 0, ReasonCode.UNKNOWN_FIELD, false, null))));
    }

    @Test
    void aSecondCopyIsAFault() {
        Happened happened = sentAndRead();
        happened.see(Sights.sent(true));
        assertEquals(
                List.of(
                        "sends that reached Wawp: expected 1, got 2",
                        "messages in the chat: expected 1, got 2"),
                Verdicts.faults(IS_READ, happened));
    }

    @Test
    void aSecondOutcomeIsAFault() {
        Happened happened = sentAndRead();
        happened.see(Sights.told(SENT, 1));
        assertEquals(
                List.of("outcomes: expected [ACCEPTED, SENT], got [ACCEPTED, SENT, SENT]"),
                Verdicts.faults(IS_READ, happened));
    }

    @Test
    void anotherStatusOrCodeIsAFault() {
        Happened refused =
                after(
                        Sights.told(ACCEPTED, 0),
                        Sights.sent(false),
                        Sights.told(FAILED, 1, ReasonCode.WAWP_REJECTED, false, null),
                        Sights.kept(ReasonCode.WAWP_REJECTED));
        assertEquals(
                List.of(
                        "outcomes: expected [ACCEPTED, SENT], got [ACCEPTED, FAILED]",
                        "code: expected none, got wawp_rejected",
                        "messages in the chat: expected 1, got 0",
                        "last deliveries: expected 1, got 0",
                        "delivery: expected READ, got none",
                        "dead letters: expected [], got [wawp_rejected]"),
                Verdicts.faults(IS_READ, refused));
        assertEquals(
                List.of(
                        "code: expected attempts_exhausted, got wawp_rejected",
                        "dead letters: expected [attempts_exhausted], got [wawp_rejected]"),
                Verdicts.faults(Expected.failed(ReasonCode.ATTEMPTS_EXHAUSTED), refused));
    }

    @Test
    void whatWasFoundAndWhatItRepeatsMatter() {
        assertEquals(
                List.of("found in the chat: expected true, got false"),
                Verdicts.faults(IS_READ.foundInChat(), sentAndRead()));
        assertEquals(
                List.of("duplicate of: expected first, got other"),
                Verdicts.faults(
                        Expected.duplicate("first"),
                        after(Sights.told(DUPLICATE, 0, null, false, "other"))));
    }

    @Test
    void deliveriesOnlyRiseAndEndOnce() {
        Happened happened = sentAndRead();
        happened.see(Sights.heard(DEVICE, false));
        assertEquals(
                List.of("deliveries: DEVICE after READ", "delivery: expected READ, got DEVICE"),
                Verdicts.faults(IS_READ, happened));
    }

    private static Happened sentAndRead() {
        return after(
                Sights.told(ACCEPTED, 0),
                Sights.sent(true),
                Sights.told(SENT, 1),
                Sights.heard(DEVICE, false),
                Sights.heard(READ, true));
    }

    private static Happened after(Sighting... sightings) {
        var happened = new Happened();
        List.of(sightings).forEach(happened::see);
        return happened;
    }

    private static void assertFine(Expected expected, Happened happened) {
        assertEquals(List.of(), Verdicts.missing(expected, happened));
        assertEquals(List.of(), Verdicts.faults(expected, happened));
    }
}
