package io.wawp.dispatcher.journal;

import io.wawp.dispatcher.kafka.Hindrance;
import io.wawp.dispatcher.kafka.WriteTrouble;
import io.wawp.dispatcher.model.Reception;
import io.wawp.dispatcher.model.Tenure;
import io.wawp.dispatcher.model.Ticket;
import io.wawp.dispatcher.model.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One membership of the dispatch group, from joining to leaving: the consumer, the producer, the
 * shards that are ours, and the turns in which all of it moves. One thread runs it and owns all its
 * state; others reach it through the {@link Mailbox} alone.
 *
 * <p>A turn: poll, and take the group's metadata once, right after; admit what was read; drain the
 * mailbox; commit all of it in one transaction; tell the waiters, and hand over what was admitted.
 * What is in memory moves only after its commit.
 */
final class JournalLoop {
    private static final Logger log = LoggerFactory.getLogger(JournalLoop.class);

    private static final Duration IDLE_POLL = Duration.ofMillis(200);
    private static final Duration RETRY_STEP = Duration.ofMillis(50);
    private static final Duration LONG_COMMIT = Duration.ofSeconds(2);
    private static final int MOST_ITEMS = 4_000;

    /** A member that was told nothing of shards for so long has none. */
    private static final Duration FIRST_ASSIGNMENT = Duration.ofSeconds(5);

    /** Records read and not admitted that a shard may hold before it is paused. */
    private static final int BACKLOG = 2_000;

    private final JournalSettings settings;
    private final Mailbox mailbox;
    private final Reception reception;
    private final Arrivals arrivals;
    private final Forgetting forgetting;
    private final ContentMemory memory;
    private final Contents contents;
    private final JournalMeters meters;
    private final Hindrance hindrance;
    private final Time time;
    private final Consumer<byte[], byte[]> consumer;
    private final Transactions transactions;
    private final Ownership ownership;
    private final Map<Integer, Shard> shards = new HashMap<>();
    private final Map<Shard, List<Ticket>> admitted = new HashMap<>();
    private final ConcurrentLinkedQueue<Restore.Result> restored = new ConcurrentLinkedQueue<>();
    private final int partitions;

    /** What was made for a commit that was aborted: committed again before anything else. */
    private @Nullable Batch pending;

    private @Nullable ConsumerGroupMetadata group;
    private @Nullable Long memberSince;
    private boolean assigned;
    private long lastCommit;
    private long retryAt;
    private int abortsInARow;
    private boolean full;
    private boolean broken;

    JournalLoop(
            JournalSettings settings,
            JournalParts parts,
            Consumer<byte[], byte[]> consumer,
            Transactions transactions,
            Ownership ownership,
            int partitions) {
        this.settings = settings;
        this.mailbox = parts.mailbox();
        this.reception = parts.reception();
        this.arrivals = parts.arrivals();
        this.forgetting = parts.forgetting();
        this.memory = parts.memory();
        this.contents = parts.contents();
        this.meters = parts.meters();
        this.hindrance = parts.hindrance();
        this.time = parts.time();
        this.consumer = consumer;
        this.transactions = transactions;
        this.ownership = ownership;
        this.partitions = partitions;
        this.lastCommit = time.nanoTime();
        this.retryAt = lastCommit;
    }

    void join() {
        mailbox.wakeUpWith(consumer::wakeup);
        consumer.subscribe(List.of(settings.dispatchTopic()), new Rebalances());
    }

    /** A shard's journal was read. Called by the thread that read it. */
    void restored(Restore.Result result) {
        restored.add(result);
        mailbox.knock();
    }

    /** Whether we are a member of the group and every shard of ours is at work. */
    boolean isSettled() {
        return group != null && isMember(group) && isAssigned() && ownership.isRestored();
    }

    /** By the newer protocol one is a member before one hears of one's shards. */
    private boolean isAssigned() {
        Long since = memberSince;
        return assigned || (since != null && time.nanoTime() - since >= FIRST_ASSIGNMENT.toNanos());
    }

    /** Since when a shard of ours has been restored, the longest; null when none is. */
    @Nullable Long restoringSince() {
        return ownership.restoringSince();
    }

    /** Shards of ours that are at work. */
    int shards() {
        return shards.size();
    }

    /** Whether only a new membership helps: the producer is fenced or a commit's end is unknown. */
    boolean isBroken() {
        return broken;
    }

    int openCommands() {
        return shards.values().stream().mapToInt(Shard::open).sum();
    }

    /** Positions that are committed, by shard: what is before them may be deleted. */
    Map<Integer, Long> positions() {
        Map<Integer, Long> positions = new HashMap<>();
        shards.forEach((number, shard) -> positions.put(number, shard.position()));
        return positions;
    }

    void turn() {
        poll();
        install();
        if (untilNextCommit().isZero()) {
            flush();
        }
        throttle();
    }

    private void poll() {
        ConsumerRecords<byte[], byte[]> records = ConsumerRecords.empty();
        try {
            boolean idle = !hasWork() && mailbox.fallAsleep();
            // with work at hand nobody wakes us: it waits for the next commit anyway
            records = consumer.poll(idle ? IDLE_POLL : untilNextCommit());
        } catch (WakeupException e) {
            // somebody knocked; there is work
        } finally {
            mailbox.awake();
        }
        group = consumer.groupMetadata();
        if (!isMember(group)) {
            memberSince = null;
        } else if (memberSince == null) {
            memberSince = time.nanoTime();
        }
        for (TopicPartition partition : records.partitions()) {
            Shard shard = shards.get(partition.partition());
            if (shard != null) {
                shard.backlog().addAll(records.records(partition));
            }
        }
    }

    private boolean hasWork() {
        return pending != null
                || !mailbox.isEmpty()
                || !restored.isEmpty()
                || shards.values().stream().anyMatch(this::canAdmit);
    }

    /** What is left of the pause between two commits, or of the one after a failed one. */
    private Duration untilNextCommit() {
        long now = time.nanoTime();
        long left =
                Math.max(settings.commitInterval().toNanos() - (now - lastCommit), retryAt - now);
        // in whole milliseconds and never too short: the consumer cuts off what is less than one
        return left <= 0 ? Duration.ZERO : Duration.ofMillis((left + 999_999) / 1_000_000);
    }

    private boolean canAdmit(Shard shard) {
        return !shard.backlog().isEmpty()
                && !full
                && !shard.isWindingDown()
                && !arrivals.waits(shard);
    }

    private void install() {
        Restore.Result result;
        while ((result = restored.poll()) != null) {
            Shard shard = result.shard();
            Tenure tenure = shard.tenure();
            if (tenure.isCurrent()) {
                shards.put(tenure.shard(), shard);
                consumer.seek(dispatch(tenure.shard()), shard.position());
                consumer.resume(List.of(dispatch(tenure.shard())));
                reception.taken(tenure, restored(result, tenure));
                ownership.restored(tenure);
                log.info(
                        "{} is ours: {} entries, {} open commands, reading on at {}; waited {} ms"
                                + " for its last owner's transaction, read in {} ms",
                        tenure,
                        result.entries(),
                        shard.open(),
                        shard.position(),
                        result.waited().toMillis(),
                        result.read().toMillis());
            }
        }
    }

    private Reception.Restored restored(Restore.Result result, Tenure tenure) {
        List<Long> leftOut = result.leftOut();
        return leftOut.isEmpty()
                ? result.restored()
                : result.restored().with(new LeftOutEntries(tenure, leftOut, contents));
    }

    /** Commits what is there, if anything is; what was aborted before goes first. */
    private void flush() {
        if (broken || time.nanoTime() - retryAt < 0) {
            return;
        }
        Batch batch = pending != null ? pending : gather();
        batch = batch.lessEnded();
        if (batch.isEmpty()) {
            pending = null;
            if (isSettled()) {
                hindrance.over();
            }
            return;
        }
        if (group == null || !isMember(group)) {
            // the broker would take the transaction of somebody who is no member: we must not ask
            pending = batch;
            retryAt = time.nanoTime() + RETRY_STEP.toNanos();
            return;
        }
        lastCommit = time.nanoTime();
        // whatever happens now, those who wait for it can be told when their tenures end
        pending = batch;
        switch (transactions.commit(batch, group)) {
            case Transactions.Result.Committed(List<long[]> offsets) -> {
                pending = null;
                abortsInARow = 0;
                hindrance.over();
                apply(batch, offsets);
                meters.committed(offsets.stream().mapToInt(o -> o.length).sum(), sinceLastCommit());
            }
            case Transactions.Result.Aborted aborted -> {
                meters.aborted();
                abortsInARow = Math.min(abortsInARow + 1, 10);
                retryAt = time.nanoTime() + RETRY_STEP.multipliedBy(abortsInARow).toNanos();
                log.debug(
                        "a transaction of {} items was aborted and is tried again",
                        batch.items().size(),
                        aborted.cause());
                BatchItem culprit = aborted.culprit();
                if (culprit == null && (abortsInARow > 1 || isLong(sinceLastCommit()))) {
                    hindrance.because(aborted.why());
                }
                pending =
                        culprit == null
                                ? batch
                                : batch.with(culprit, culprit.refused(aborted.cause()));
            }
            case Transactions.Result.Broken(RuntimeException cause) -> {
                log.info("the producer cannot go on; joining anew: {}", String.valueOf(cause));
                hindrance.because(WriteTrouble.words(null, cause));
                pending = batch;
                broken = true;
            }
        }
    }

    /** Longer than an abort for which a rebalance is the reason: those pass by themselves. */
    private static boolean isLong(Duration commit) {
        return commit.compareTo(LONG_COMMIT) > 0;
    }

    private Duration sinceLastCommit() {
        return Duration.ofNanos(time.nanoTime() - lastCommit);
    }

    private Batch gather() {
        var builder = new BatchBuilder();
        for (Forgetting.Forgettable due : forgetting.ready()) {
            // first, so that a command journaled under the same key in this very batch stays
            builder.add(
                    due.shard(),
                    new JournalItems.Tombstone(
                            due,
                            List.of(
                                    JournalRecords.tombstone(
                                            settings.journalTopic(),
                                            due.shard().tenure().shard(),
                                            due.key()))));
        }
        for (PendingAppend append : mailbox.drain(MOST_ITEMS)) {
            Shard shard = shards.get(append.tenure().shard());
            if (append.tenure().isCurrent() && shard != null) {
                builder.add(shard, append);
            } else {
                append.dropped();
            }
        }
        arrivals.beginBatch();
        for (Shard shard : shards.values()) {
            forgetting.begin(shard, time.now());
            if (canAdmit(shard)) {
                admit(shard, builder);
            }
        }
        return builder.build();
    }

    private void admit(Shard shard, BatchBuilder builder) {
        Arrivals.Taken taken = arrivals.take(shard, MOST_ITEMS);
        if (taken.position() == shard.position()) {
            return;
        }
        for (Arrivals.Arrived arrived : taken.arrived()) {
            if (!arrived.records().isEmpty()) {
                builder.add(shard, new JournalItems.Arrival(arrived, memory, this::admitted));
            }
        }
        var position = new EntryFormat.Position(taken.position(), partitions);
        builder.moveTo(
                shard,
                taken.position(),
                number -> JournalRecords.of(settings.journalTopic(), number, position));
    }

    private void admitted(Shard shard, Ticket ticket) {
        admitted.computeIfAbsent(shard, any -> new ArrayList<>()).add(ticket);
    }

    private void apply(Batch batch, List<long[]> offsets) {
        for (int i = 0; i < batch.items().size(); i++) {
            batch.items().get(i).committed(offsets.get(i));
        }
        batch.positions().forEach((shard, position) -> shard.position(position));
        admitted.forEach((shard, tickets) -> reception.admitted(shard.tenure(), tickets));
        admitted.clear();
    }

    /** An append's entry is in the journal. */
    void index(Tenure tenure, PendingAppend.Hashed command, long offset) {
        Shard shard = shards.get(tenure.shard());
        if (shard == null || !shard.tenure().equals(tenure)) {
            return;
        }
        if (!command.entry().state().isOpen()
                && shard.find(command.hash()) instanceof OpenCommand open) {
            memory.release(open);
        }
        shard.put(command.hash(), command.entry(), offset);
    }

    /** Stops reading where there is too much to hold, and goes on where there is room again. */
    private void throttle() {
        int open = openCommands();
        boolean nowFull = full ? open > settings.maxOpen() * 0.95 : open >= settings.maxOpen();
        if (nowFull != full) {
            full = nowFull;
            meters.full(full);
            if (full) {
                log.warn(
                        "{} commands are open, as many as DISPATCHER_MAX_OPEN allows: reading stops"
                                + " until some have ended, and numbers that are well wait too. Look"
                                + " at ./wawp watch for a number that is paused, start more workers,"
                                + " or raise DISPATCHER_MAX_OPEN and the heap",
                        open);
            } else {
                log.info("{} commands are open: reading goes on", open);
            }
        }
        for (Shard shard : shards.values()) {
            boolean enough = full || shard.isWindingDown() || shard.backlog().size() >= BACKLOG;
            if (enough != shard.isPaused()) {
                List<TopicPartition> partition = List.of(dispatch(shard.tenure().shard()));
                if (enough) {
                    consumer.pause(partition);
                } else {
                    consumer.resume(partition);
                }
                shard.paused(enough);
            }
        }
    }

    /** Lets everything go in good order: waits for calls on the wire, commits what they bring. */
    void leave() {
        handOver(List.copyOf(shards.keySet()), settings.stopGrace());
        endAll();
    }

    /** Ends every tenure at once and tells whoever waits. */
    void endAll() {
        ownership.endAll();
        for (Shard shard : List.copyOf(shards.values())) {
            letGo(shard);
        }
        mailbox.drain(Integer.MAX_VALUE).forEach(PendingAppend::dropped);
    }

    private void handOver(Collection<Integer> numbers, Duration grace) {
        List<Shard> leaving = new ArrayList<>();
        for (int number : numbers) {
            Shard shard = shards.get(number);
            if (shard != null) {
                shard.windDown();
                reception.windDown(shard.tenure());
                leaving.add(shard);
            }
        }
        long limit = time.nanoTime() + grace.toNanos();
        while (!broken
                && !Thread.currentThread().isInterrupted()
                && leaving.stream().anyMatch(shard -> !reception.isIdle(shard.tenure()))
                && time.nanoTime() - limit < 0) {
            refreshGroup();
            flush();
            mailbox.awaitKnock(Duration.ofMillis(20));
        }
        refreshGroup();
        flush();
        // the first may have committed what an abort had left over, and nothing newer
        flush();
    }

    /** No poll takes the group's metadata while we let go, and a member's epoch may move on. */
    private void refreshGroup() {
        group = consumer.groupMetadata();
    }

    private void letGo(Shard shard) {
        shard.tenure().end();
        shards.remove(shard.tenure().shard());
        arrivals.forget(shard);
        for (Slot slot : shard.slots()) {
            if (slot instanceof OpenCommand open) {
                memory.release(open);
            }
        }
        reception.left(shard.tenure());
        if (pending != null) {
            pending = pending.lessEnded();
        }
    }

    private TopicPartition dispatch(int number) {
        return new TopicPartition(settings.dispatchTopic(), number);
    }

    private static boolean isMember(ConsumerGroupMetadata group) {
        return group.generationId() >= 0 && !group.memberId().isEmpty();
    }

    /**
     * Runs inside {@code poll}, on the loop's thread. Never asks for a position: it would block.
     */
    private final class Rebalances implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> added) {
            assigned = true;
            consumer.pause(added);
            if (!added.isEmpty()) {
                log.info("reading the journals of {} shards that are ours now", added.size());
                ownership.endOrphans();
            }
            for (TopicPartition partition : added) {
                // any position, until the right one is known: without one the consumer asks for the
                // committed one, which waits for an open transaction of the previous owner, and
                // poll, hence every other shard, with it
                consumer.seek(partition, 0);
                if (partition.partition() < partitions) {
                    ownership.begin(partition.partition(), JournalLoop.this);
                }
                // else somebody added it to the topic: PartitionCheck says so, nothing is in it
            }
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
            List<Integer> numbers = revoked.stream().map(TopicPartition::partition).toList();
            handOver(numbers, settings.handOverGrace());
            numbers.forEach(this::end);
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> lost) {
            log.warn("lost the shards of {}: this worker was too slow for the group", lost);
            lost.forEach(partition -> end(partition.partition()));
        }

        private void end(int number) {
            ownership.end(number);
            Shard shard = shards.get(number);
            if (shard != null) {
                letGo(shard);
            }
        }
    }
}
