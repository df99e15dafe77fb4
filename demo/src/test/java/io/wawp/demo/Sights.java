package io.wawp.demo;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.wawp.common.command.ChatId;
import io.wawp.common.command.CommandId;
import io.wawp.common.command.ContentType;
import io.wawp.common.command.IdempotencyKey;
import io.wawp.common.command.InstanceId;
import io.wawp.common.command.MessageId;
import io.wawp.common.outcome.Delivery;
import io.wawp.common.outcome.DeliveryStatus;
import io.wawp.common.outcome.Outcome;
import io.wawp.common.outcome.OutcomeError;
import io.wawp.common.outcome.OutcomeStatus;
import io.wawp.common.outcome.ReasonCode;
import io.wawp.common.outcome.Source;
import io.wawp.sandbox.wawp.Call;
import io.wawp.sandbox.wawp.Operation;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Sightings of a command c-1 as they would come. */
final class Sights {
    static final Source SOURCE = new Source("wawp.commands", 0, 7);
    static final String CHAT = "447700900100@c.us";

    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    private Sights() {}

    static Sighting told(OutcomeStatus status, int attempts) {
        return told(status, attempts, null, false, null);
    }

    static Sighting told(
            OutcomeStatus status,
            int attempts,
            @Nullable ReasonCode code,
            boolean reconciled,
            @Nullable String duplicateOf) {
        return new Sighting.Told(
                new Outcome(
                        "e-1",
                        new CommandId("c-1"),
                        new IdempotencyKey("c-1"),
                        new InstanceId(Scenario.INSTANCE),
                        ChatId.parse(CHAT),
                        ContentType.TEXT,
                        1,
                        status,
                        NOW,
                        attempts,
                        null,
                        null,
                        reconciled,
                        code == null ? null : OutcomeError.of(code, "why it is so"),
                        SOURCE,
                        Map.of(),
                        duplicateOf == null ? null : new CommandId(duplicateOf),
                        duplicateOf == null ? null : OutcomeStatus.SENT),
                0);
    }

    static Sighting heard(DeliveryStatus status, boolean isFinal) {
        return new Sighting.Heard(
                new Delivery(
                        "e-2",
                        new CommandId("c-1"),
                        new InstanceId(Scenario.INSTANCE),
                        ChatId.parse(CHAT),
                        new MessageId("true_" + CHAT + "_3EB0"),
                        status.ack(),
                        status,
                        NOW,
                        isFinal,
                        Map.of()),
                0);
    }

    static Sighting kept(ReasonCode code) {
        return new Sighting.Kept(SOURCE, code.wire(), 0);
    }

    /**
     * A call about its chat.
     *
     * @param status 0 for no answer
     */
    static Sighting called(Operation operation, int status, boolean recorded, long nanos) {
        return new Sighting.Called(
                new Call(
                        1,
                        NOW,
                        nanos,
                        operation,
                        operation.method(),
                        operation.path(),
                        "",
                        Map.of(),
                        JsonNodeFactory.instance.objectNode(),
                        Scenario.INSTANCE,
                        CHAT,
                        "",
                        Optional.empty(),
                        status,
                        recorded ? Optional.of("true_" + CHAT + "_3EB0") : Optional.empty()),
                nanos);
    }

    static Sighting sent(boolean recorded) {
        return called(Operation.TEXT, recorded ? 200 : 503, recorded, 0);
    }
}
