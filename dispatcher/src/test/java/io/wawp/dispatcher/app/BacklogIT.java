package io.wawp.dispatcher.app;

import static io.wawp.dispatcher.app.WorkerFixture.meter;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wawp.dispatcher.testing.LogWatch;
import io.wawp.sandbox.wawp.Answers;
import io.wawp.sandbox.wawp.Call;
import io.wawp.sandbox.wawp.FaultRule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** More waits than memory is meant to hold: nothing is lost, order is kept, and it passes. */
@Tag("long")
class BacklogIT {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final FaultRule REFUSED =
            FaultRule.calls().instance(WorkerFixture.INSTANCE).then(Answers.invalidAccessToken());

    /** A mebibyte of content is what some three hundred of these take. */
    @Test
    void whatFindsNoRoomInMemoryIsReadBackAndSentInOrder() throws Exception {
        int count = 1_200;
        try (var fixture = new WorkerFixture(1).set("DISPATCHER_CONTENT_MEMORY_BYTES", "1048576")) {
            var refusal = fixture.wawp.faults().add(REFUSED);
            Worker worker = fixture.start();
            fixture.produceAll(
                    WorkerFixture.INSTANCE, count, BacklogIT::chat, " and more".repeat(120));
            await().atMost(LONG).until(() -> worker.openCommands() == count);
            double before = meter(worker, "wawp_journal_read_back_total");
            assertTrue(meter(worker, "wawp_content_bytes") <= 1_048_576, "the bound holds");

            fixture.wawp.faults().remove(refusal);
            await().atMost(LONG).until(() -> worker.openCommands() == 0);

            assertSentOnceAndInOrder(fixture, count);
            assertTrue(
                    meter(worker, "wawp_journal_read_back_total") - before > count / 2.0,
                    "most were read back");
        }
    }

    @Test
    void whereTooManyAreOpenReadingStopsSaysSoAndGoesOn() throws Exception {
        int count = 2_500;
        try (var fixture = new WorkerFixture(1).set("DISPATCHER_MAX_OPEN", "100");
                LogWatch logs = LogWatch.open()) {
            var refusal = fixture.wawp.faults().add(REFUSED);
            Worker worker = fixture.start();
            fixture.produceAll(WorkerFixture.INSTANCE, count, BacklogIT::chat, "");
            await().atMost(LONG).until(() -> meter(worker, "wawp_journal_full") == 1);
            await().atMost(LONG)
                    .untilAsserted(() ->
                            assertEquals(count, meter(worker, "wawp_intake_dispatched_total")));
            assertTrue(worker.openCommands() < count, "reading did not stop");
            assertEquals(1, logs.lines("DISPATCHER_MAX_OPEN").size());
            assertEquals(200, WorkerFixture.admin(worker, "/livez").statusCode());

            fixture.wawp.faults().remove(refusal);
            await().atMost(LONG)
                    .until(() ->
                            fixture.wawp.calls().matching(Call::createdMessage).size() >= count);
            await().atMost(LONG).until(() -> worker.openCommands() == 0);

            assertSentOnceAndInOrder(fixture, count);
            assertEquals(0, meter(worker, "wawp_journal_full"));
            assertTrue(!logs.lines("reading goes on").isEmpty(), "its end is told");
        }
    }

    private static String chat(int i) {
        return "47900010" + (10 + i % 5);
    }

    private static void assertSentOnceAndInOrder(WorkerFixture fixture, int count) {
        Map<String, List<String>> expected = new HashMap<>();
        for (int i = 0; i < count; i++) {
            expected.computeIfAbsent(chat(i), any -> new ArrayList<>())
                    .add(WorkerFixture.INSTANCE + "-" + i);
        }
        expected.forEach((chat, ids) ->
                assertEquals(
                        ids,
                        fixture.wawp.calls().ofChat(chat).stream()
                                .filter(Call::createdMessage)
                                .map(call -> String.valueOf(call.text()).split(" ", 2)[0])
                                .toList(),
                        chat));
    }
}
