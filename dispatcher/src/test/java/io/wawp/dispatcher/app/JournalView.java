package io.wawp.dispatcher.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.wawp.dispatcher.testing.TopicReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** What is committed in the journal of one command, step by step, as an operator would read it. */
final class JournalView {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private JournalView() {}

    /**
     * One entry.
     *
     * @param writtenAt the record's time, milliseconds since 1970: before its commit
     */
    record Step(String state, int attempts, long writtenAt) {}

    /** The entries of a command in their order, read-committed. */
    static List<Step> of(WorkerFixture fixture, String instance, String commandId) {
        String key = "c/" + instance + "/" + commandId;
        List<Step> steps = new ArrayList<>();
        try (TopicReader reader = fixture.read(fixture.topics.journal())) {
            for (var record : reader.toEnd()) {
                if (key.equals(new String(record.key(), UTF_8)) && record.value() != null) {
                    JsonNode state = MAPPER.readTree(record.value()).path("state");
                    steps.add(
                            new Step(
                                    state.path("is").asText(),
                                    state.path("attempts").path("begun").asInt(),
                                    record.timestamp()));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return steps;
    }
}
