package io.wawp.dispatcher.cli;

import io.wawp.common.command.IdempotencyKey;
import io.wawp.common.command.InstanceId;
import io.wawp.common.command.SendCommand;
import io.wawp.common.json.CommandDecoder;
import io.wawp.common.json.Decoding;
import io.wawp.common.json.OutcomeJson;
import io.wawp.common.outcome.Outcome;
import io.wawp.common.outcome.OutcomeStatus;
import io.wawp.dispatcher.journal.EntryLookup;
import io.wawp.dispatcher.model.CommandEntry;
import io.wawp.dispatcher.model.CommandKey;
import io.wawp.dispatcher.model.CommandState;
import io.wawp.dispatcher.model.Original;
import io.wawp.dispatcher.model.Resolution;
import io.wawp.dispatcher.model.Time;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * Finds a command that only a person can resolve: by its outcomes, which name its key, and by its
 * entry in the journal, which decides. Owned by the command's thread.
 */
final class Unresolved {
    private final Cluster cluster;
    private final Time time;
    private final OutcomeJson json = new OutcomeJson();

    Unresolved(Cluster cluster, Time time) {
        this.cluster = cluster;
        this.time = time;
    }

    /**
     * A command that may be resolved.
     *
     * @param original its producer's record
     */
    record Found(CommandEntry entry, Original original) {}

    /**
     * Finds it.
     *
     * @param resolution what is to be said of it
     * @param instance null for whichever its outcomes name
     * @param idempotencyKey null for that which its outcomes name
     * @throws CommandFailed when it is not there, or is none to be resolved; says what to do
     *     instead
     */
    Found find(
            String commandId,
            Resolution resolution,
            @Nullable InstanceId instance,
            @Nullable IdempotencyKey idempotencyKey) {
        CommandKey key = key(commandId, instance, idempotencyKey);
        CommandEntry entry = entry(commandId, key);
        requireToBeResolved(commandId, entry);
        Original original = entry.original();
        if (original == null) {
            throw new CommandFailed(
                    commandId
                            + " is "
                            + status(entry)
                            + ", but its record is not kept any more (it was too large for the"
                            + " journal, or an older version ended it). If the message is in the"
                            + " chat there is nothing left to do; if it is not, produce it anew with"
                            + " an idempotencyKey of its own.");
        }
        SendCommand command = takenAgain(commandId, entry, original);
        if (resolution == Resolution.NOT_SENT) {
            requireInTime(commandId, entry, command.expiresAt());
        }
        return new Found(entry, original);
    }

    private CommandKey key(
            String commandId, @Nullable InstanceId instance, @Nullable IdempotencyKey given) {
        Map<CommandKey, Outcome> told = told(commandId);
        if (instance != null) {
            told.keySet().removeIf(key -> !key.instanceId().equals(instance));
        }
        if (given != null) {
            told.keySet().removeIf(key -> !key.idempotencyKey().equals(given));
        }
        if (told.size() > 1) {
            throw new CommandFailed(
                    "Several commands are named "
                            + commandId
                            + ": "
                            + told.keySet().stream()
                                    .map(key ->
                                            "--instance "
                                                    + key.instanceId().value()
                                                    + " --key "
                                                    + key.idempotencyKey().value())
                                    .collect(Collectors.joining(", or "))
                            + ". Say which one.");
        }
        if (!told.isEmpty()) {
            return told.keySet().iterator().next();
        }
        String usual = cluster.config().dispatcher().defaultInstanceId();
        InstanceId owner = instance != null || usual == null ? instance : new InstanceId(usual);
        if (owner == null) {
            throw new CommandFailed(
                    "No outcome of "
                            + commandId
                            + " is kept in "
                            + cluster.topics().outcomes()
                            + ". If it is older than that topic's retention, say its --instance"
                            + " (and its --key, if its idempotencyKey is another than its id);"
                            + " otherwise check the id and KAFKA_BOOTSTRAP_SERVERS.");
        }
        return new CommandKey(owner, given != null ? given : new IdempotencyKey(commandId));
    }

    /** The keys under which commands of that id were journaled, with the last outcome of each. */
    private Map<CommandKey, Outcome> told(String commandId) {
        var told = new LinkedHashMap<CommandKey, Outcome>();
        String topic = cluster.topics().outcomes();
        TopicScan.ofKey(
                cluster,
                time,
                topic,
                commandId,
                record -> {
                    if (record.value() != null) {
                        note(record.value(), told);
                    }
                    return !told.isEmpty();
                });
        return told;
    }

    private void note(byte[] value, Map<CommandKey, Outcome> told) {
        try {
            Outcome outcome = json.decodeOutcome(value);
            var instance = outcome.instanceId();
            var key = outcome.idempotencyKey();
            // the key of a duplicate, or of what was rejected, is another command's
            boolean journaled =
                    outcome.status() != OutcomeStatus.DUPLICATE
                            && outcome.status() != OutcomeStatus.REJECTED;
            if (instance != null && key != null && journaled) {
                told.put(new CommandKey(instance, key), outcome);
            }
        } catch (IllegalArgumentException _) {
            // no record of ours, or of a newer version
        }
    }

    private CommandEntry entry(String commandId, CommandKey key) {
        cluster.partitionsOf(cluster.topics().journal());
        try (Consumer<byte[], byte[]> reader = cluster.consumer()) {
            return new EntryLookup(reader, cluster.topics().journal())
                    .find(key)
                    .filter(entry -> entry.commandId().value().equals(commandId))
                    .orElseThrow(() -> new CommandFailed(forgotten(commandId, key)));
        } catch (KafkaException e) {
            throw cluster.failure(e);
        }
    }

    private String forgotten(String commandId, CommandKey key) {
        return "Nothing is remembered of "
                + commandId
                + " under "
                + key.instanceId().value()
                + "/"
                + key.idempotencyKey().value()
                + ": what is unresolved is forgotten after DISPATCHER_REDRIVE_WINDOW ("
                + LetterCheck.words(cluster.config().dispatcher().redriveWindow())
                + " here), anything else sooner. If the message is not in the chat, produce it anew"
                + " with an idempotencyKey of its own.";
    }

    private static void requireToBeResolved(String commandId, CommandEntry entry) {
        if (entry.isToBeResolved()) {
            return;
        }
        throw new CommandFailed(
                switch (entry.state()) {
                    case CommandState.Sent sent ->
                            commandId
                                    + " was sent ("
                                    + RecordLines.time(sent.sentAt())
                                    + ", run "
                                    + entry.run()
                                    + "): there is nothing to resolve.";
                    case CommandState.Ended ended ->
                            commandId
                                    + " is "
                                    + ended.status()
                                    + " and certainly was not sent: there is nothing to resolve."
                                    + (ended.status() == OutcomeStatus.FAILED
                                                    || ended.status() == OutcomeStatus.REJECTED
                                            ? " ./wawp redrive --command "
                                                    + commandId
                                                    + " sends it again."
                                            : " Produce it anew if it is still wanted.");
                    case CommandState.Admitted _,
                            CommandState.Waiting _,
                            CommandState.Sending _,
                            CommandState.Accepted _ ->
                            commandId
                                    + " is still on its way (run "
                                    + entry.run()
                                    + "): a worker looks after it until it ends. ./wawp status "
                                    + commandId
                                    + " tells where it stands.";
                });
    }

    /** Intake holds the record to its limits like any other. */
    private SendCommand takenAgain(String commandId, CommandEntry entry, Original original) {
        List<String> topics = cluster.topics().commands();
        if (!topics.contains(entry.source().topic())) {
            throw new CommandFailed(
                    commandId
                            + " came from "
                            + entry.source().topic()
                            + ", which is none of DISPATCHER_TOPICS_COMMANDS ("
                            + String.join(", ", topics)
                            + "), so no worker would read the answer there.");
        }
        return switch (new CommandDecoder(cluster.limits()).decode(original.value(), time.now())) {
            case Decoding.Invalid invalid ->
                    throw new CommandFailed(
                            "Under these settings "
                                    + commandId
                                    + " would be rejected: "
                                    + invalid.error().code().wire()
                                    + ", "
                                    + invalid.error().message()
                                    + ". Run this with the worker's settings, or set those limits"
                                    + " back until it is resolved.");
            case Decoding.Valid(var command) -> {
                if (!command.instanceId().equals(entry.key().instanceId())) {
                    throw new CommandFailed(
                            commandId
                                    + " names no instance and was taken for "
                                    + entry.key().instanceId().value()
                                    + ". Set DISPATCHER_DEFAULT_INSTANCE_ID back to that, here and"
                                    + " at the workers, until it is resolved.");
                }
                yield command;
            }
        };
    }

    /** The next run is the same bytes: what they say of expiry holds for it too. */
    private void requireInTime(String commandId, CommandEntry entry, @Nullable Instant expiresAt) {
        if (expiresAt == null || expiresAt.isAfter(time.now())) {
            return;
        }
        throw new CommandFailed(
                commandId
                        + " cannot be sent any more: its expiresAt, "
                        + RecordLines.time(expiresAt)
                        + ", is over, so run "
                        + (entry.run() + 1)
                        + " could only end EXPIRED. If it is not in the chat and still wanted,"
                        + " produce it anew with an idempotencyKey of its own; otherwise there is"
                        + " nothing left to do.");
    }

    /** How it stands, in a word. */
    static String status(CommandEntry entry) {
        return entry.state() instanceof CommandState.Ended ended
                ? ended.status().name()
                : entry.state().getClass().getSimpleName();
    }
}
