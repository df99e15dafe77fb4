package io.wawp.dispatcher.app;

import static io.wawp.dispatcher.app.WorkerFixture.CHAT;
import static io.wawp.dispatcher.app.WorkerFixture.meter;
import static io.wawp.dispatcher.app.WorkerFixture.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wawp.common.outcome.OutcomeStatus;
import io.wawp.dispatcher.testing.LogWatch;
import io.wawp.dispatcher.testing.TopicReader;
import io.wawp.sandbox.wawp.FaultAction;
import io.wawp.sandbox.wawp.FaultRule;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A topic that takes nothing for a while: the worker waits, says so once, and goes on by itself.
 */
class UnwritableTopicIT {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration ON_THE_WIRE = Duration.ofMillis(700);
    private static final int COMMANDS = 20;

    /** How the outcome topic is made to take nothing, and how that is mended. */
    enum Trouble {
        GONE("./wawp topics") {
            @Override
            void begin(Admin admin, String topic) throws Exception {
                admin.deleteTopics(List.of(topic)).all().get();
            }

            @Override
            void end(Admin admin, String topic) throws Exception {
                admin.createTopics(List.of(new NewTopic(topic, 6, (short) 1))).all().get();
            }
        },
        TOO_SMALL_RECORDS("max.message.bytes") {
            @Override
            void begin(Admin admin, String topic) throws Exception {
                set(admin, topic, "max.message.bytes", "300");
            }

            @Override
            void end(Admin admin, String topic) throws Exception {
                set(admin, topic, "max.message.bytes", "1048588");
            }
        };

        final String nextStep;

        Trouble(String nextStep) {
            this.nextStep = nextStep;
        }

        abstract void begin(Admin admin, String topic) throws Exception;

        abstract void end(Admin admin, String topic) throws Exception;

        private static void set(Admin admin, String topic, String name, String value)
                throws Exception {
            admin.incrementalAlterConfigs(
                            Map.of(
                                    new ConfigResource(ConfigResource.Type.TOPIC, topic),
                                    List.of(
                                            new AlterConfigOp(
                                                    new ConfigEntry(name, value),
                                                    AlterConfigOp.OpType.SET))))
                    .all()
                    .get();
        }
    }

    /** Messages are on the wire, and others wait, when it begins. */
    @ParameterizedTest
    @EnumSource(Trouble.class)
    void outcomesThatCannotBeWrittenAreWaitedForAndNothingIsLostOrDoubled(Trouble trouble)
            throws Exception {
        try (var fixture = impatient(new WorkerFixture(2));
                Admin admin = Admin.create(Map.of("bootstrap.servers", fixture.broker()));
                LogWatch logs = LogWatch.open()) {
            String topic = fixture.topics.outcomes();
            Worker worker = fixture.start();
            fixture.wawp
                    .faults()
                    .add(FaultRule.sends().then(FaultAction.usual()).after(ON_THE_WIRE));
            for (int i = 0; i < COMMANDS; i++) {
                String chat = CHAT + i % 4;
                fixture.produceKeyed(
                        chat, text("c-" + i, WorkerFixture.INSTANCE, chat, "m-" + i, ""));
            }
            await().atMost(LONG).until(() -> fixture.wawp.calls().sends().size() >= 4);

            trouble.begin(admin, topic);

            String why = untilUnready(worker, "journal", topic);
            assertTrue(why.contains(trouble.nextStep), why);
            assertEquals(200, WorkerFixture.admin(worker, "/livez").statusCode());
            await().atMost(LONG).until(() -> waiting(worker, "journal") > 0);
            double aborted = meter(worker, "wawp_journal_aborted_total");
            int sent = fixture.wawp.calls().sends().size();
            await().atMost(LONG)
                    .until(() -> meter(worker, "wawp_journal_aborted_total") >= aborted + 2);
            assertEquals(sent, fixture.wawp.calls().sends().size(), "sent what it cannot journal");

            trouble.end(admin, topic);

            try (TopicReader again = fixture.read(topic)) {
                var story = new OutcomeStory(again);
                for (int i = 0; i < COMMANDS; i++) {
                    assertEquals(OutcomeStatus.SENT, story.endOf("c-" + i).status());
                }
                story.requireOneEndEach();
            }
            assertEquals(COMMANDS, fixture.wawp.calls().sends().size());
            await().atMost(LONG)
                    .until(() -> WorkerFixture.admin(worker, "/readyz").statusCode() == 200);
            assertEquals(0, waiting(worker, "journal"));
            assertEquals(1, logs.lines("the journal, and with it sending, stands still").size());
            assertEquals(1, logs.lines("the journal, and with it sending, goes on").size());
            assertEquals(List.of(), logs.lines("a bug of ours"));
        }
    }

    @Test
    void aRejectionThatCannotBeToldIsWaitedForAndItsBytesAreKept() throws Exception {
        try (var fixture = impatient(new WorkerFixture(1));
                Admin admin = Admin.create(Map.of("bootstrap.servers", fixture.broker()));
                LogWatch logs = LogWatch.open()) {
            String topic = fixture.topics.outcomes();
            Worker worker = fixture.start();
            Trouble.TOO_SMALL_RECORDS.begin(admin, topic);
            String bad = text("bad", "never mind").replace("\"text\"", "\"song\"");

            fixture.produce(bad);

            String why = untilUnready(worker, "intake", topic);
            assertTrue(why.contains(Trouble.TOO_SMALL_RECORDS.nextStep), why);
            // more tries than a record has that is itself too large
            await().atMost(LONG).until(() -> meter(worker, "wawp_intake_aborted_total") >= 4);
            Trouble.TOO_SMALL_RECORDS.end(admin, topic);

            assertEquals(OutcomeStatus.REJECTED, fixture.outcomeOf("bad").status());
            assertEquals(bad, new String(fixture.deadLetterOf("bad").value(), UTF_8));
            await().atMost(LONG)
                    .until(() -> WorkerFixture.admin(worker, "/readyz").statusCode() == 200);
            assertEquals(1, logs.lines("intake stands still").size());
            assertEquals(1, logs.lines("intake goes on").size());
        }
    }

    /** What the worker says of a part of it that is not ready, once it names the words. */
    private static String untilUnready(Worker worker, String part, String words) throws Exception {
        await().atMost(LONG)
                .until(() -> {
                    var answer = WorkerFixture.admin(worker, "/readyz");
                    return answer.statusCode() == 503
                            && answer.body().contains(part)
                            && answer.body().contains(words);
                });
        return WorkerFixture.admin(worker, "/readyz").body();
    }

    private static double waiting(Worker worker, String stage) throws Exception {
        return meter(worker, "wawp_waiting_seconds{stage=\"" + stage + "\"}");
    }

    /** Gives up a write in seconds, as production does in half a minute. */
    private static WorkerFixture impatient(WorkerFixture fixture) {
        return fixture.set("KAFKA_DELIVERY_TIMEOUT_MS", "2500")
                .set("KAFKA_REQUEST_TIMEOUT_MS", "2000")
                .set("KAFKA_MAX_BLOCK_MS", "2500");
    }
}
