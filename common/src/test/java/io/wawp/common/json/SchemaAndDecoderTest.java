package io.wawp.common.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.Error;
import io.wawp.common.ContractSchema;
import io.wawp.common.RandomCommands;
import io.wawp.common.Seeds;
import io.wawp.common.command.SendCommand;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The published schema of a command and the worker's decoder say the same. */
class SchemaAndDecoderTest {
    private static final Instant NOW = Instant.parse("2026-11-22T09:00:00Z");
    private static final ContractSchema SCHEMA = ContractSchema.SEND_COMMAND;
    private static final List<String> TYPES =
            List.of("text", "image", "pdf", "voice", "video", "poll", "vcard", "location");
    private static final Pattern BRANCH = Pattern.compile(".*/oneOf/(\\d)(/.*|$)");

    private final CommandDecoder decoder = new CommandDecoder(CommandLimits.DEFAULTS);
    private final CommandEncoder encoder = new CommandEncoder();

    @Test
    void everyCommandIsAllowedAsItIsEncoded() {
        Seeds.forAll(
                1000,
                random -> {
                    SendCommand command = new RandomCommands(random, NOW).next();
                    SCHEMA.requireValid(encoder.encode(command));
                });
    }

    @Test
    void theyAgreeOnCommandsThatAreWrongInOneOrTwoPlaces() {
        var counts = new int[3];
        Seeds.forAll(3000, random -> counts[compare(mutated(random))]++);
        for (int count : counts) {
            assertTrue(count > 100, "the samples are one-sided: " + List.of(counts[0], counts[1]));
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatTheSchemaCannotSayTheDecoderSays(BeyondTheSchema rule) {
        String sample = rule.sample();
        String plain = sample.startsWith("\ufeff") ? sample.substring(1) : sample;
        List<Error> errors =
                rule == BeyondTheSchema.AT_MOST_32_LEVELS
                        ? List.of()
                        : SCHEMA.errors(ContractSchema.JSON.readTree(plain));
        assertEquals(List.of(), errors);
        switch (decoder.decode(sample.getBytes(UTF_8), NOW)) {
            case Decoding.Valid _ -> throw new AssertionError("the decoder takes it");
            case Decoding.Invalid invalid ->
                    assertEquals(List.of(rule), BeyondTheSchema.rulesBehind(invalid));
        }
    }

    private ObjectNode mutated(RandomGenerator random) {
        var command =
                (ObjectNode)
                        ContractSchema.JSON.readTree(
                                encoder.encode(new RandomCommands(random, NOW).next()));
        var mutations = new CommandMutations(random);
        mutations.mutate(command);
        return random.nextInt(4) == 0 ? mutations.mutate(command) : command;
    }

    /** 0: both take it; 1: both refuse it; 2: refused by a rule that the schema cannot say. */
    private int compare(JsonNode command) {
        byte[] bytes = ContractSchema.JSON.writeValueAsBytes(command);
        List<Error> errors = SCHEMA.errors(command);
        switch (decoder.decode(bytes, NOW)) {
            case Decoding.Valid _ -> {
                if (!errors.isEmpty()) {
                    throw new AssertionError(
                            "only the schema forbids " + new String(bytes, UTF_8) + ": " + errors);
                }
                return 0;
            }
            case Decoding.Invalid invalid -> {
                if (!BeyondTheSchema.rulesBehind(invalid).isEmpty()) {
                    return 2;
                }
                requireSamePlace(command, invalid, errors);
                return 1;
            }
        }
    }

    private static void requireSamePlace(
            JsonNode command, Decoding.Invalid invalid, List<Error> errors) {
        List<String> places = new ArrayList<>();
        for (Error error : errors) {
            if (isOfTheType(command, error)) {
                places.add(placeOf(error));
            }
        }
        String field = String.valueOf(invalid.error().field());
        if (places.stream().noneMatch(place -> isSame(place, field))) {
            throw new AssertionError(
                    "the decoder says "
                            + invalid.error()
                            + ", and the schema "
                            + places
                            + " of "
                            + errors
                            + " for "
                            + command);
        }
    }

    /** What the schemas of the seven other types have against it does not count. */
    private static boolean isOfTheType(JsonNode command, Error error) {
        var branch = BRANCH.matcher(error.getEvaluationPath().toString());
        int type = TYPES.indexOf(command.path("content").path("type").asString(""));
        return !branch.matches() || type < 0 || Integer.parseInt(branch.group(1)) == type;
    }

    /** In the decoder's words: {@code content.options[1]}. */
    private static String placeOf(Error error) {
        StringBuilder place = new StringBuilder();
        JsonNode at = null;
        for (String part : error.getInstanceLocation().toString().split("/", -1)) {
            if (part.isEmpty() && place.isEmpty() && at == null) {
                continue;
            }
            place.append(
                    part.matches("\\d{1,2}")
                            ? "[" + part + "]"
                            : (place.isEmpty() ? "" : ".") + part);
        }
        String missing = error.getProperty();
        return missing == null || place.toString().endsWith(missing)
                ? place.toString()
                : place + (place.isEmpty() ? "" : ".") + missing;
    }

    private static boolean isSame(String place, String field) {
        if (field.endsWith("*")) {
            // a name that the decoder does not repeat, and that may look like an index
            String object = field.substring(0, field.length() - 1);
            return place.replace('[', '.').startsWith(object.replace('[', '.'));
        }
        // the schema blames the list of two that are the same, the decoder the second
        return place.equals(field) || field.replaceFirst("\\[\\d+]$", "").equals(place);
    }
}
