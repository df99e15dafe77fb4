package io.wawp.dispatcher.journal;

import io.wawp.common.command.InstanceId;
import io.wawp.common.command.SendCommand;
import io.wawp.common.json.Decoding;
import io.wawp.common.outcome.OutcomeError;
import io.wawp.common.outcome.ReasonCode;
import io.wawp.dispatcher.model.Admission;
import io.wawp.dispatcher.model.CommandEntry;
import io.wawp.dispatcher.model.CommandKey;
import io.wawp.dispatcher.model.LoadedCommand;
import io.wawp.dispatcher.model.Publication;
import io.wawp.dispatcher.model.Time;
import io.wawp.dispatcher.records.DispatchRecord;
import io.wawp.dispatcher.records.OutcomeRecords;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns the records of a shard's backlog into items of a batch: admitted, turned away, or known
 * already. A key that the index knows needs its entry for that; where it is not in memory it is
 * read back, and the shard's backlog waits there until it is, so that no position passes a record
 * whose outcome is not in the same transaction. Owned by the loop's thread.
 */
final class Arrivals {
    private static final Logger log = LoggerFactory.getLogger(Arrivals.class);

    private final Admission admission;
    private final OutcomeRecords outcomes;
    private final String journalTopic;
    private final int maxRecordBytes;
    private final BiFunction<Integer, Long, CompletableFuture<ReadBack.Stored>> readBack;
    private final Time time;
    private final JournalMeters meters;

    /** Entries that are being read back, by shard and key. */
    private final Map<Shard, Map<KeyHash, Lookup>> lookups = new HashMap<>();

    /** What the head of a shard's backlog waits for. */
    private final Map<Shard, Lookup> waiting = new HashMap<>();

    /** Keys whose entries were needed and read back in this round: others may be the same again. */
    private final Set<KeyHash> used = new HashSet<>();

    /** Entries of the batch that is being made: not in the index before they are committed. */
    private final Map<KeyHash, CommandEntry> fresh = new HashMap<>();

    /** Whether the record that cannot be decided yet was asked about just now. */
    private boolean asked;

    Arrivals(
            Admission admission,
            OutcomeRecords outcomes,
            JournalSettings settings,
            BiFunction<Integer, Long, CompletableFuture<ReadBack.Stored>> readBack,
            Time time,
            JournalMeters meters) {
        this.admission = admission;
        this.outcomes = outcomes;
        this.journalTopic = settings.journalTopic();
        this.maxRecordBytes = settings.maxRecordBytes();
        this.readBack = readBack;
        this.time = time;
        this.meters = meters;
    }

    private record Lookup(long offset, CompletableFuture<ReadBack.Stored> answer) {}

    /**
     * What became of one record of the dispatch topic.
     *
     * @param journaled the command with its new entry, which comes first in the records; null when
     *     it is only told of
     */
    record Arrived(
            Shard shard,
            @Nullable LoadedCommand journaled,
            @Nullable KeyHash hash,
            List<ProducerRecord<byte[], byte[]>> records,
            Supplier<Arrived> refused) {}

    /** Items for one batch, and the position after the last record that went into them. */
    record Taken(List<Arrived> arrived, long position) {}

    /** A new batch is begun: what the last one held is in the index now. */
    void beginBatch() {
        fresh.clear();
    }

    void forget(Shard shard) {
        lookups.remove(shard);
        waiting.remove(shard);
    }

    /** Whether the head of the shard's backlog still waits for an entry that is being read back. */
    boolean waits(Shard shard) {
        Lookup lookup = waiting.get(shard);
        if (lookup != null && lookup.answer().isDone()) {
            waiting.remove(shard);
            return false;
        }
        return lookup != null;
    }

    /** Takes records from the head of a shard's backlog, as far as they can be decided now. */
    Taken take(Shard shard, int most) {
        List<Arrived> arrived = new ArrayList<>();
        long position = shard.position();
        while (arrived.size() < most && !shard.backlog().isEmpty()) {
            ConsumerRecord<byte[], byte[]> record = shard.backlog().peek();
            Arrived next = decide(shard, record);
            if (next == null) {
                if (asked) {
                    asked = false;
                    lookAhead(shard);
                }
                break;
            }
            shard.backlog().remove();
            arrived.add(next);
            position = record.offset() + 1;
        }
        Map<KeyHash, Lookup> ofShard = lookups.get(shard);
        if (ofShard != null) {
            ofShard.keySet().removeAll(used);
            if (shard.backlog().isEmpty()) {
                // asked for ahead of time, and known from elsewhere when its turn came
                lookups.remove(shard);
            }
        }
        used.clear();
        return new Taken(arrived, position);
    }

    /** Null when it cannot be decided before an entry is read back. */
    private @Nullable Arrived decide(Shard shard, ConsumerRecord<byte[], byte[]> record) {
        Optional<DispatchRecord> parsed = DispatchRecord.parse(record);
        if (parsed.isEmpty()) {
            // only somebody who writes to an internal topic by hand can cause this
            log.error(
                    "{}-{}@{} was not written by a dispatcher and is passed over; produce to the"
                            + " command topic instead",
                    record.topic(),
                    record.partition(),
                    record.offset());
            return told(shard, List.of());
        }
        DispatchRecord dispatch = parsed.get();
        Instant now = time.now();
        return switch (decoded(record, dispatch, now)) {
            case Decoding.Invalid invalid ->
                    told(
                            shard,
                            admission.unreadable(
                                    dispatch.source(),
                                    dispatch.original(),
                                    dispatch.run(),
                                    dispatch.trace(),
                                    invalid,
                                    now));
            case Decoding.Valid valid ->
                    judge(shard, dispatch, valid.command(), record.offset(), now);
        };
    }

    /** For the instance that intake chose the shard by, whatever the default instance is here. */
    private static Decoding decoded(
            ConsumerRecord<byte[], byte[]> record, DispatchRecord dispatch, Instant now) {
        var owner = new InstanceId(new String(record.key(), StandardCharsets.UTF_8));
        return AcceptedCommands.decode(dispatch.original().value(), owner, now);
    }

    private @Nullable Arrived judge(
            Shard shard, DispatchRecord dispatch, SendCommand command, long offset, Instant now) {
        var key = new CommandKey(command.instanceId(), command.idempotencyKey());
        KeyHash hash = KeyHash.of(key);
        CommandEntry known = fresh.get(hash);
        Slot slot = known == null ? shard.find(hash) : null;
        if (slot != null) {
            known = stored(shard, hash, slot);
            if (known == null) {
                return null;
            }
        }
        var arrival =
                new Admission.Arrival(
                        command,
                        dispatch.source(),
                        dispatch.original(),
                        dispatch.run(),
                        dispatch.trace(),
                        offset,
                        shard.readAt(now));
        return switch (admission.judge(arrival, known)) {
            case Admission.Verdict.Replay() -> {
                meters.replayed();
                yield told(shard, List.of());
            }
            case Admission.Verdict.TurnAway(List<Publication> publications) ->
                    told(shard, publications);
            case Admission.Verdict.Admit(CommandEntry entry, List<Publication> publications) ->
                    journaled(shard, hash, arrival, entry, publications);
            case Admission.Verdict.Settle(CommandEntry entry, List<Publication> publications) ->
                    journaled(shard, hash, arrival, entry, publications);
        };
    }

    private Arrived journaled(
            Shard shard,
            KeyHash hash,
            Admission.Arrival arrival,
            CommandEntry entry,
            List<Publication> publications) {
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        var record = JournalRecords.of(journalTopic, shard.tenure().shard(), entry);
        if (JournalRecords.size(record) > maxRecordBytes) {
            return told(shard, tooLarge(arrival));
        }
        fresh.put(hash, entry);
        records.add(record);
        publications.forEach(publication -> records.add(outcomes.of(publication)));
        return new Arrived(
                shard,
                new LoadedCommand(entry, arrival.command()),
                hash,
                records,
                () -> told(shard, tooLarge(arrival)));
    }

    private List<Publication> tooLarge(Admission.Arrival arrival) {
        SendCommand command = arrival.command();
        var why =
                new Decoding.Invalid(
                        OutcomeError.of(
                                ReasonCode.COMMAND_TOO_LARGE,
                                "the command with its headers is too large for the journal; make"
                                        + " its headers or its content smaller"),
                        command.commandId(),
                        command.idempotencyKey(),
                        command.instanceId(),
                        command.chatId(),
                        command.content().type(),
                        command.metadata());
        return admission.unreadable(
                arrival.source(),
                arrival.original(),
                arrival.run(),
                arrival.trace(),
                why,
                arrival.readAt());
    }

    private Arrived told(Shard shard, List<Publication> publications) {
        List<ProducerRecord<byte[], byte[]>> records =
                publications.stream().map(outcomes::of).toList();
        // without the dead letter there is still the outcome
        return new Arrived(
                shard,
                null,
                null,
                records,
                () -> told(shard, publications.stream().limit(1).toList()));
    }

    /** The entry behind a slot, or null while it is being read back. */
    private @Nullable CommandEntry stored(Shard shard, KeyHash hash, Slot slot) {
        if (slot instanceof OpenCommand open) {
            LoadedCommand loaded = open.content();
            if (loaded != null) {
                return loaded.entry();
            }
        }
        Map<KeyHash, Lookup> ofShard = lookups.computeIfAbsent(shard, any -> new HashMap<>());
        Lookup lookup = ofShard.get(hash);
        if (lookup == null
                || lookup.offset() != slot.offset()
                || lookup.answer().isCompletedExceptionally()) {
            waiting.put(shard, ask(shard, ofShard, hash, slot));
            asked = true;
            return null;
        }
        if (!lookup.answer().isDone()) {
            waiting.put(shard, lookup);
            return null;
        }
        used.add(hash);
        ReadBack.Stored stored = lookup.answer().join();
        return EntryFormat.decodeCommand(stored.key(), stored.value());
    }

    /** Asks for the entries of everything in the backlog that will need one: all at once. */
    private void lookAhead(Shard shard) {
        for (ConsumerRecord<byte[], byte[]> record : shard.backlog()) {
            DispatchRecord.parse(record)
                    .map(dispatch -> decoded(record, dispatch, time.now()))
                    .ifPresent(decoding -> {
                        if (decoding instanceof Decoding.Valid(SendCommand command)) {
                            lookUp(shard, command);
                        }
                    });
        }
    }

    private void lookUp(Shard shard, SendCommand command) {
        KeyHash hash = KeyHash.of(new CommandKey(command.instanceId(), command.idempotencyKey()));
        Map<KeyHash, Lookup> ofShard = lookups.computeIfAbsent(shard, any -> new HashMap<>());
        Slot slot = shard.find(hash);
        if (slot != null && !ofShard.containsKey(hash)) {
            ask(shard, ofShard, hash, slot);
        }
    }

    private Lookup ask(Shard shard, Map<KeyHash, Lookup> ofShard, KeyHash hash, Slot slot) {
        var lookup =
                new Lookup(slot.offset(), readBack.apply(shard.tenure().shard(), slot.offset()));
        ofShard.put(hash, lookup);
        return lookup;
    }
}
