package io.wawp.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.wawp.common.command.ContentType;
import io.wawp.common.json.CommandDecoder;
import io.wawp.common.json.CommandLimits;
import io.wawp.common.json.Decoding;
import io.wawp.common.outcome.OutcomeStatus;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class ScenarioTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    private final Scenario scenario = Scenario.standard(NOW);

    @Test
    void everyTypeIsSent() {
        Set<ContentType> sent =
                scenario.parts().stream()
                        .filter(part -> part.expected().ending() == OutcomeStatus.SENT)
                        .map(Scenario.Part::type)
                        .collect(Collectors.toSet());
        assertEquals(EnumSet.allOf(ContentType.class), sent);
    }

    @Test
    void namesAreUniqueAndFitTheirColumn() {
        var names = new HashSet<String>();
        for (Scenario.Part part : scenario.parts()) {
            assertEquals(true, names.add(part.name()), part.name());
            assertEquals(true, part.name().length() <= 8, part.name());
        }
    }

    /** A slip in the JSON would end as REJECTED too, only for another reason. */
    @Test
    void whatIsNotRejectedIsValidAndWhatIsRejectedIsSoForTheReasonGiven() {
        var decoder = new CommandDecoder(new CommandLimits(4096, 262_144, false, null));
        for (Scenario.Part part : scenario.parts()) {
            Decoding decoding = decoder.decode(part.json().getBytes(UTF_8), NOW);
            if (part.expected().ending() == OutcomeStatus.REJECTED) {
                var invalid = assertInstanceOf(Decoding.Invalid.class, decoding, part.name());
                assertEquals(part.expected().code(), invalid.error().code(), part.name());
            } else {
                var valid = assertInstanceOf(Decoding.Valid.class, decoding, part.name());
                assertEquals(part.name(), valid.command().commandId().value());
                assertEquals(part.type(), valid.command().content().type());
            }
        }
    }
}
