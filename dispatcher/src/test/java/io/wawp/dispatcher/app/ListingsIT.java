package io.wawp.dispatcher.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wawp.common.outcome.Outcome;
import io.wawp.common.outcome.OutcomeStatus;
import io.wawp.sandbox.wawp.Answers;
import io.wawp.sandbox.wawp.Call;
import io.wawp.sandbox.wawp.ChatMessage;
import io.wawp.sandbox.wawp.FaultAction;
import io.wawp.sandbox.wawp.FaultRule;
import io.wawp.sandbox.wawp.ListingStyle;
import io.wawp.sandbox.wawp.ListingStyle.Ids;
import io.wawp.sandbox.wawp.ListingStyle.Order;
import io.wawp.sandbox.wawp.ListingStyle.Shape;
import io.wawp.sandbox.wawp.ListingStyle.Times;
import io.wawp.sandbox.wawp.Operation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Sends whose answers are lost, in chats that are listed in every way that Wawp's may be; a chat
 * for each, all at once.
 */
class ListingsIT {
    private static final FaultRule LOST = FaultRule.sends().then(FaultAction.reset());
    private static final String TEXT = "Your order is on its way.";

    /** How a chat is listed, and what becomes of a command whose message is there. */
    record Row(ListingStyle style, OutcomeStatus expected) {}

    private static final List<Row> ROWS =
            List.of(
                    found(usual().shape(Shape.WEBJS).ids(Ids.LID).clock(Duration.ofSeconds(-100))),
                    found(usual().shape(Shape.GOWS).ids(Ids.BARE).clock(Duration.ofSeconds(100))),
                    found(usual().shape(Shape.NOWEB).times(Times.MILLISECONDS).withoutMaker()),
                    found(usual().shape(Shape.RAW).order(Order.OLDEST_FIRST)),
                    found(usual().order(Order.MIXED).most(7)),
                    found(usual().most(1)),
                    found(usual().lag(Duration.ofSeconds(2))),
                    unresolved(usual().clock(Duration.ofMinutes(-10))),
                    unresolved(usual().times(Times.MISSING)));

    private static WorkerFixture fixture;

    @BeforeAll
    static void start() throws Exception {
        fixture = new WorkerFixture(2);
        fixture.set("DISPATCHER_RECONCILE_SETTLE", "PT4S");
        fixture.set("DISPATCHER_RECONCILE_DEADLINE", "PT12S");
        for (int i = 0; i < ROWS.size(); i++) {
            fill(chat(i));
            rule(LOST.chat(chat(i)).recorded());
            rule(listings(chat(i)).then(FaultAction.listed(ROWS.get(i).style())));
        }
        fixture.start();
        for (int i = 0; i < ROWS.size(); i++) {
            send("row-" + i, chat(i), TEXT);
        }
    }

    @AfterAll
    static void stop() {
        fixture.close();
    }

    static IntStream rows() {
        return IntStream.range(0, ROWS.size());
    }

    @ParameterizedTest
    @MethodSource("rows")
    void whatIsThereIsFoundOrUnresolvedAndNeverSentAgain(int row) {
        Outcome outcome = fixture.outcomeOf("row-" + row);
        assertEquals(ROWS.get(row).expected(), outcome.status());
        assertEquals(1, sends(chat(row)).size());
        if (outcome.status() == OutcomeStatus.SENT) {
            assertTrue(outcome.reconciled());
            assertEquals(idOf(chat(row)), bare(outcome));
        }
    }

    @Test
    void whatAPersonWroteOnThePhoneIsNeverTakenForOurs() {
        rule(LOST.chat("4740000100").unrecorded());
        fixture.wawp.writeOnPhone(WorkerFixture.INSTANCE, "4740000100", TEXT);
        send("by-hand", "4740000100", TEXT);
        assertEquals(OutcomeStatus.UNRESOLVED, fixture.outcomeOf("by-hand").status());
        assertEquals(1, sends("4740000100").size());
    }

    @Test
    void ofTwoWithTheSameTextTheOneInDoubtGetsItsOwnMessageOnly() {
        rule(FaultRule.sends().chat("4740000101").nth(2).then(FaultAction.reset()).unrecorded());
        send("first", "4740000101", TEXT);
        send("second", "4740000101", TEXT);
        Outcome first = fixture.outcomeOf("first");
        Outcome second = fixture.outcomeOf("second");
        assertEquals(2, second.attempts(), "the first one's message was not taken for it");
        assertTrue(!bare(first).equals(bare(second)), first + " and " + second);
        assertEquals(2, fixture.wawp.messages(WorkerFixture.INSTANCE, "4740000101").size());
    }

    @Test
    void aLateCopyOfOneThatWasSentAgainIsNotTheNextOnes() {
        rule(LOST.chat("4740000102").nth(1).recorded().takesEffectAfter(Duration.ofSeconds(8)));
        rule(FaultRule.sends().chat("4740000102").nth(3).then(FaultAction.reset()).unrecorded());
        send("again", "4740000102", TEXT);
        assertEquals(2, fixture.outcomeOf("again").attempts());
        send("next", "4740000102", TEXT);
        Outcome next = fixture.outcomeOf("next");
        assertNull(next.messageId(), "the late copy is not its message");
    }

    @Test
    void aListingThatFailsForAWhileIsAskedAgain() {
        rule(LOST.chat("4740000103").recorded());
        rule(listings("4740000103").first(2).then(Answers.plain(502)));
        send("while", "4740000103", TEXT);
        assertTrue(fixture.outcomeOf("while").reconciled());
    }

    @Test
    void aListingThatFailsForEverHoldsItsOwnChatUntilItIsUnresolvedAndNoOther() throws Exception {
        rule(LOST.chat("4740000104").nth(1).recorded());
        rule(listings("4740000104").then(Answers.plain(502)));
        send("never", "4740000104", TEXT);
        send("behind", "4740000104", "Another.");
        fixture.wawp.calls().await(1, call -> call.chatId().startsWith("4740000104"), LONG);
        Instant before = Instant.now();
        send("beside", "4740000105", "Another chat.");
        assertEquals(OutcomeStatus.SENT, fixture.outcomeOf("beside").status());
        assertTrue(Duration.between(before, Instant.now()).toSeconds() < 10);
        Outcome never = fixture.outcomeOf("never");
        assertEquals(OutcomeStatus.UNRESOLVED, never.status());
        Outcome behind = fixture.outcomeOf("behind");
        assertEquals(OutcomeStatus.SENT, behind.status());
        assertTrue(!behind.at().isBefore(never.at()), "its chat was held");
    }

    private static final Duration LONG = Duration.ofSeconds(60);

    private static ListingStyle usual() {
        return ListingStyle.usual();
    }

    private static Row found(ListingStyle style) {
        return new Row(style, OutcomeStatus.SENT);
    }

    private static Row unresolved(ListingStyle style) {
        return new Row(style, OutcomeStatus.UNRESOLVED);
    }

    /**
     * So that the chat has more than one page of some limits, with nothing that looks like ours.
     */
    private static void fill(String chat) {
        for (int i = 0; i < 12; i++) {
            fixture.wawp.receive(WorkerFixture.INSTANCE, chat, "Where is it? " + i);
        }
    }

    private static String chat(int row) {
        return "47400010%02d".formatted(row);
    }

    private static FaultRule listings(String chat) {
        return FaultRule.on(Operation.CHAT_MESSAGES).chat(chat);
    }

    private static void rule(FaultRule rule) {
        fixture.wawp.faults().add(rule);
    }

    private static void send(String id, String chat, String text) {
        fixture.produceKeyed(chat, WorkerFixture.text(id, WorkerFixture.INSTANCE, chat, text, ""));
    }

    private static List<Call> sends(String chat) {
        return fixture.wawp.calls().ofChat(chat).stream()
                .filter(call -> call.operation().isSend())
                .toList();
    }

    private static String idOf(String chat) {
        String id =
                fixture.wawp.messages(WorkerFixture.INSTANCE, chat).stream()
                        .filter(ChatMessage::fromMe)
                        .findFirst()
                        .orElseThrow()
                        .id();
        return id.split("_", -1)[2];
    }

    private static String bare(Outcome outcome) {
        var id = outcome.messageId();
        assertNotNull(id);
        return id.bare();
    }
}
