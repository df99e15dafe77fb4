package io.wawp.dispatcher.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.wawp.common.outcome.InstanceEvent;
import io.wawp.common.outcome.Outcome;
import io.wawp.sandbox.wawp.Call;
import io.wawp.sandbox.wawp.ChatMessage;
import io.wawp.sandbox.wawp.FaultRule;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Lets many things go wrong for one worker at the same time, a chat or a number for each, and tells
 * afterwards what came of each. A command nobody harms goes with them.
 */
final class FaultRun implements AutoCloseable {
    static final String SHARED = "shared000000";
    static final String UNHARMED = "unharmed";
    static final String HEADER = "shop";

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final WorkerFixture fixture;
    private final List<FaultRow> rows;
    private final Worker worker;
    private final Map<String, String> commands = new HashMap<>();

    /**
     * What came of one command, after all was over.
     *
     * @param sends the calls of its chat that sent, or tried to
     * @param deadLetters those that name its command
     */
    record Seen(
            String commandId,
            String command,
            List<Outcome> outcomes,
            List<Call> sends,
            List<ChatMessage> copies,
            List<InstanceEvent> events,
            List<ConsumerRecord<byte[], byte[]>> deadLetters) {
        @Override
        public String toString() {
            return commandId + ": " + outcomes + "; " + sends + "; " + copies + "; " + events;
        }
    }

    /** Starts the worker and produces a command for each row. */
    FaultRun(Path folder, Map<String, String> settings, List<FaultRow> rows)
            throws InterruptedException {
        this.fixture = new WorkerFixture();
        this.rows = rows;
        var instances = new InstancesFile(folder).with(SHARED, "token-of-shared");
        fixture.wawp.addInstance(SHARED, "token-of-shared");
        for (int i = 0; i < rows.size(); i++) {
            FaultRow row = rows.get(i);
            if (row.ownInstance()) {
                fixture.wawp.addInstance(instanceOf(i), "token-of-" + i);
                instances.with(instanceOf(i), "token-of-" + i);
            }
            for (FaultRule rule : row.rules()) {
                fixture.wawp.faults().add(rule.matching(mine(i)));
            }
        }
        fixture.set("WAWP_INSTANCES_FILE", instances.write().toString());
        settings.forEach(fixture::set);
        worker = fixture.start();
        for (int i = 0; i < rows.size(); i++) {
            produce(id(i), instanceOf(i), chatOf(i), rows.get(i).expiresIn());
        }
        produce(UNHARMED, SHARED, "4799000000", null);
    }

    private Predicate<Call> mine(int i) {
        String chat = chatOf(i) + "@c.us";
        return rows.get(i).ownInstance()
                ? call -> call.instanceId().equals(instanceOf(i))
                : call -> call.chatId().equals(chat);
    }

    private void produce(
            String commandId, String instance, String chat, @Nullable Duration expiresIn) {
        String more =
                expiresIn == null ? "" : ",\"expiresAt\":\"" + Instant.now().plus(expiresIn) + "\"";
        String command = WorkerFixture.text(commandId, instance, chat, "About " + commandId, more);
        commands.put(commandId, command);
        var record =
                new ProducerRecord<>(
                        fixture.topics.commands().getFirst(),
                        null,
                        chat.getBytes(UTF_8),
                        command.getBytes(UTF_8));
        record.headers().add(HEADER, commandId.getBytes(UTF_8));
        fixture.produce(record);
    }

    private static String id(int i) {
        return "row-" + i;
    }

    private String instanceOf(int i) {
        return rows.get(i).ownInstance() ? "number%06d".formatted(i) : SHARED;
    }

    private static String chatOf(int i) {
        return "47410%05d".formatted(i);
    }

    /** Waits until all have ended, or a minute; then stops the worker, so that nothing follows. */
    Map<FaultRow, Seen> end() {
        long limit = System.nanoTime() + PATIENCE.toNanos();
        var waitedFor = new ArrayList<>(commands.keySet());
        fixture.outcomes.until(_ -> {
            waitedFor.removeIf(id -> !fixture.terminal(id).isEmpty());
            return waitedFor.isEmpty() || System.nanoTime() > limit;
        });
        worker.close();
        fixture.outcomes.toEnd();
        fixture.deadLetters.toEnd();
        fixture.instanceEvents.toEnd();
        Map<FaultRow, Seen> all = new HashMap<>();
        for (int i = 0; i < rows.size(); i++) {
            all.put(rows.get(i), seen(id(i), instanceOf(i), chatOf(i)));
        }
        return all;
    }

    Seen unharmed() {
        return seen(UNHARMED, SHARED, "4799000000");
    }

    private Seen seen(String commandId, String instance, String chat) {
        return new Seen(
                commandId,
                Objects.requireNonNull(commands.get(commandId)),
                fixture.outcomesOf(commandId),
                fixture.wawp.calls().ofChat(chat).stream()
                        .filter(call -> call.operation().isSend())
                        .toList(),
                fixture.wawp.messages(instance, chat),
                fixture.eventsOf(instance),
                fixture.deadLetters.seen().stream()
                        .filter(letter ->
                                commandId.equals(WorkerFixture.header(letter, "wawp-command-id")))
                        .toList());
    }

    @Override
    public void close() {
        fixture.close();
    }
}
