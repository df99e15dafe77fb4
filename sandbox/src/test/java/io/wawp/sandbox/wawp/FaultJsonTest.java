package io.wawp.sandbox.wawp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class FaultJsonTest {
    static List<String> names() {
        return FaultJson.names();
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyActionThatIsOfferedCanBeRead(String name) throws Exception {
        assertEquals(
                FaultRule.sends().operations(), read("{\"action\":\"" + name + "\"}").operations());
    }

    @Test
    void allOfARuleIsTaken() throws Exception {
        FaultRule rule =
                read(
                        """
                        {"operation":"text","instance":"123456789012","chat":"447441429009",
                         "contains":"a","finds":"b$","nth":3,"action":"wawp_upstream_error",
                         "status":502,"record":true,"delay":"PT2S","visibleAfter":"PT30S",
                         "acks":"never"}
                        """);
        assertEquals(Set.of(Operation.TEXT), rule.operations());
        assertEquals(new FaultRule.Which.Nth(3), rule.which());
        assertEquals(502, assertInstanceOf(FaultAction.Answer.class, rule.action()).status());
        assertEquals(Optional.of(true), rule.recording());
        assertEquals(Duration.ofSeconds(2), rule.delay());
        assertEquals(Duration.ofSeconds(30), rule.visibleAfter());
        assertEquals(Optional.of(AckSchedule.never()), rule.acks());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[]                              | a rule is a JSON object",
                "{\"colour\":1}                  | unknown field \"colour\"",
                "{\"action\":\"explode\"}        | unknown action \"explode\"",
                "{\"operation\":\"dance\"}       | unknown operation \"dance\"",
                "{\"delay\":\"soon\"}            | delay is \"soon\"",
                "{\"action\":\"html\",\"status\":99} | status is 99",
                "{\"acks\":\"maybe\"}            | acks is \"maybe\"",
                "{\"action\":\"status\",\"retryAfter\":\"later\"} | retryAfter is \"later\""
            })
    void whatCannotBeReadIsNamed(String json, String part) {
        IllegalArgumentException problem =
                assertThrows(IllegalArgumentException.class, () -> read(json));
        assertTrue(String.valueOf(problem.getMessage()).contains(part), problem::toString);
    }

    private static FaultRule read(String json) throws JsonProcessingException {
        return FaultJson.read(Reply.JSON.readTree(json));
    }
}
