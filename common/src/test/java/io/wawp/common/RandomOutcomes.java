package io.wawp.common;

import io.wawp.common.command.CommandId;
import io.wawp.common.command.ContentType;
import io.wawp.common.command.SendCommand;
import io.wawp.common.outcome.Delivery;
import io.wawp.common.outcome.DeliveryStatus;
import io.wawp.common.outcome.InstanceEvent;
import io.wawp.common.outcome.Outcome;
import io.wawp.common.outcome.OutcomeError;
import io.wawp.common.outcome.OutcomeStatus;
import io.wawp.common.outcome.ReasonCode;
import io.wawp.common.outcome.Source;
import java.time.Instant;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Outcomes, deliveries and instance events of every kind. Used by one thread. */
public final class RandomOutcomes {
    private final RandomGenerator random;
    private final RandomCommands commands;

    public RandomOutcomes(RandomGenerator random) {
        this.random = random;
        this.commands = new RandomCommands(random, Instant.EPOCH);
    }

    /** As the contract has them: only what is rejected may lack a name, only bad ends say why. */
    public Outcome outcome() {
        SendCommand command = commands.next();
        OutcomeStatus status = oneOf(OutcomeStatus.values());
        boolean duplicate = status == OutcomeStatus.DUPLICATE;
        boolean nameless = status == OutcomeStatus.REJECTED;
        return new Outcome(
                RandomTexts.key(random, 1, 40),
                nameless ? maybe(command::commandId) : command.commandId(),
                nameless ? maybe(command::idempotencyKey) : command.idempotencyKey(),
                nameless ? maybe(command::instanceId) : command.instanceId(),
                nameless ? maybe(command::chatId) : command.chatId(),
                nameless ? maybe(this::type) : type(),
                random.nextInt(1, 5),
                status,
                instant(),
                random.nextInt(100),
                maybe(commands::messageId),
                maybe(() -> random.nextInt(-1, 5)),
                random.nextBoolean(),
                switch (status) {
                    case ACCEPTED, SENT, DUPLICATE -> null;
                    case FAILED, EXPIRED, UNRESOLVED, CANCELLED, REJECTED -> error();
                },
                source(),
                command.metadata(),
                duplicate ? new CommandId(RandomTexts.key(random, 1, 128)) : null,
                duplicate ? oneOf(OutcomeStatus.values()) : null);
    }

    public Delivery delivery() {
        DeliveryStatus status = oneOf(DeliveryStatus.values());
        return new Delivery(
                RandomTexts.key(random, 1, 40),
                new CommandId(RandomTexts.key(random, 1, 128)),
                commands.instanceId(),
                commands.chatId(),
                maybe(commands::messageId),
                status.ack(),
                status,
                instant(),
                random.nextBoolean(),
                commands.metadata());
    }

    public InstanceEvent instanceEvent() {
        var state = oneOf(InstanceEvent.State.values());
        String code = state == InstanceEvent.State.PAUSED ? codeText() : null;
        return new InstanceEvent(
                commands.instanceId(),
                state,
                code == null ? null : ReasonCode.of(code),
                code,
                maybe(() -> RandomTexts.text(random, 0, 200)),
                instant());
    }

    /** Mostly one of ours, now and then one of a version to come. */
    public String codeText() {
        ReasonCode code = oneOf(ReasonCode.values());
        return code == ReasonCode.UNRECOGNIZED ? "code_of_" + random.nextInt(100) : code.wire();
    }

    private ContentType type() {
        return oneOf(ContentType.values());
    }

    private OutcomeError error() {
        String code = codeText();
        return new OutcomeError(
                ReasonCode.of(code),
                code,
                RandomTexts.text(random, 0, 200),
                random.nextBoolean(),
                maybe(() -> random.nextInt(100, 600)),
                maybe(() -> RandomTexts.key(random, 1, 40)));
    }

    private Source source() {
        return new Source(
                RandomTexts.key(random, 1, 40),
                random.nextInt(1000),
                random.nextLong(Long.MAX_VALUE));
    }

    private Instant instant() {
        return Instant.ofEpochSecond(
                random.nextLong(4_000_000_000L), random.nextInt(1_000_000_000));
    }

    private <T> T oneOf(T[] values) {
        return values[random.nextInt(values.length)];
    }

    private <T> @Nullable T maybe(Supplier<T> value) {
        return random.nextBoolean() ? value.get() : null;
    }
}
