package io.wawp.dispatcher.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wawp.common.outcome.Outcome;
import io.wawp.common.outcome.OutcomeStatus;
import io.wawp.sandbox.wawp.Call;
import io.wawp.sandbox.wawp.ChatMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Commands of several instances to several chats each, every one with a text of its own, and what
 * must hold of them in the end. For one thread.
 */
final class Traffic {
    private static final int CHATS = 5;

    private final WorkerFixture fixture;
    private final List<String> instances;
    private final List<String> produced = new ArrayList<>();
    private final Map<String, List<String>> byChat = new HashMap<>();

    private Traffic(WorkerFixture fixture, List<String> instances) {
        this.fixture = fixture;
        this.instances = instances;
    }

    /** Makes so many instances known to the simulator and to the workers to come. */
    static Traffic of(WorkerFixture fixture, int instances, Path directory) throws IOException {
        List<String> ids =
                IntStream.range(0, instances).mapToObj(i -> "1000000000" + (10 + i)).toList();
        ids.forEach(id -> fixture.wawp.addInstance(id, "secret-of-" + id));
        Path file = directory.resolve("instances.json");
        Files.writeString(
                file,
                ids.stream()
                        .map(id ->
                                """
                                {"instanceId":"%s","accessToken":"secret-of-%s"}\
                                """
                                        .formatted(id, id))
                        .collect(Collectors.joining(",", "[", "]")));
        fixture.unset("WAWP_INSTANCE_ID")
                .unset("WAWP_ACCESS_TOKEN")
                .set("WAWP_INSTANCES_FILE", file.toString());
        return new Traffic(fixture, ids);
    }

    /** Produces so many commands, to all chats in turn, each chat's in one partition. */
    void produce(int count) {
        for (int i = 0; i < count; i++) {
            int number = produced.size();
            String instance = instances.get(number % instances.size());
            String chat = "4474414290" + (10 + number / instances.size() % CHATS);
            String id = "m-%06d".formatted(number);
            String lane = instance + "/" + chat;
            String command = WorkerFixture.text(id, instance, chat, id, "");
            fixture.produce(
                    new ProducerRecord<>(
                            fixture.topics.commands().getFirst(),
                            lane.getBytes(UTF_8),
                            command.getBytes(UTF_8)));
            produced.add(id);
            byChat.computeIfAbsent(lane, any -> new ArrayList<>()).add(id);
        }
    }

    int produced() {
        return produced.size();
    }

    /** Waits until each has its outcome, and holds all of them to what was promised. */
    void requireAllSentOnceAndInOrder() {
        long expected = produced.size();
        fixture.outcomes.until(all -> terminal().stream().distinct().count() >= expected);
        fixture.outcomes.toEnd();
        assertEquals(
                produced,
                terminal().stream().sorted().toList(),
                "I1: exactly one terminal outcome each");
        assertEquals(
                expected,
                fixture.allOutcomes().stream()
                        .filter(outcome -> outcome.status() == OutcomeStatus.SENT)
                        .count(),
                "all of them sent");
        byChat.forEach((lane, ids) -> {
            String instance = lane.substring(0, lane.indexOf('/'));
            String chat = lane.substring(lane.indexOf('/') + 1);
            assertEquals(
                    ids,
                    fixture.wawp.messages(instance, chat).stream().map(ChatMessage::body).toList(),
                    () -> "I3 and I4: each once and in order in " + lane);
            assertEquals(
                    ids,
                    fixture.wawp.calls().matching(call -> isSendTo(call, instance, chat)).stream()
                            .map(Call::text)
                            .toList(),
                    () -> "one call each in " + lane);
        });
    }

    private static boolean isSendTo(Call call, String instance, String chat) {
        return call.operation().isSend()
                && call.instanceId().equals(instance)
                && call.chatId().startsWith(chat);
    }

    private List<String> terminal() {
        return fixture.allOutcomes().stream()
                .filter(outcome -> outcome.status().isTerminal())
                .map(Traffic::idOf)
                .toList();
    }

    private static String idOf(Outcome outcome) {
        return String.valueOf(outcome.commandId() == null ? null : outcome.commandId().value());
    }
}
