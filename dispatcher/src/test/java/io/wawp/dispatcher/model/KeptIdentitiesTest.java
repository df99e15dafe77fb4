package io.wawp.dispatcher.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wawp.common.KeptRecords;
import io.wawp.common.command.InstanceId;
import io.wawp.common.json.CommandDecoder;
import io.wawp.common.json.CommandLimits;
import io.wawp.common.json.Decoding;
import io.wawp.common.outcome.Source;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * What is computed from a record the same for ever: another shard would not find a number's past,
 * another fingerprint would make a duplicate another message, another event id a second event.
 */
class KeptIdentitiesTest {
    private static final JsonNode KEPT =
            KeptRecords.read(
                    KeptRecords.in("").stream()
                            .filter(file -> file.endsWith("identities.json"))
                            .findFirst()
                            .orElseThrow());
    private static final Path COMMANDS =
            Path.of("..", "common", "src", "test", "resources", "records", "v1", "commands");

    @Test
    void anInstanceStaysInItsShard() {
        KEPT.path("shards")
                .properties()
                .forEach(each -> {
                    var instance = new InstanceId(each.getKey());
                    List<Integer> shards =
                            List.of(
                                    Shards.of(instance, 1),
                                    Shards.of(instance, 24),
                                    Shards.of(instance, 1000));
                    assertEquals(
                            each.getValue().valueStream().map(JsonNode::asInt).toList(), shards);
                });
    }

    @Test
    void anEventKeepsItsId() {
        var source = new Source("wawp.commands", 3, 42);
        int run = 1;
        for (String status : List.of("ACCEPTED", "SENT", "REJECTED")) {
            assertEquals(
                    KEPT.path("eventIds").path(status).asString(),
                    EventIds.of(source, run++, status));
        }
    }

    @Test
    void aMessageKeepsItsFingerprint() {
        var decoder = new CommandDecoder(CommandLimits.DEFAULTS);
        KEPT.path("fingerprints")
                .properties()
                .forEach(each -> {
                    byte[] bytes = KeptRecords.bytes(COMMANDS.resolve(each.getKey() + ".json"));
                    var then = Instant.parse("2026-11-22T09:00:00Z");
                    if (!(decoder.decode(bytes, then) instanceof Decoding.Valid(var command))) {
                        throw new AssertionError(each.getKey() + " is not taken any more");
                    }
                    assertEquals(
                            each.getValue().asString(),
                            Fingerprint.of(command).hex(),
                            each.getKey());
                });
    }
}
