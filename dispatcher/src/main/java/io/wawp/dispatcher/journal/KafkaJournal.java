package io.wawp.dispatcher.journal;

import io.wawp.dispatcher.kafka.Hindrance;
import io.wawp.dispatcher.kafka.WriteTrouble;
import io.wawp.dispatcher.model.Admission;
import io.wawp.dispatcher.model.Append;
import io.wawp.dispatcher.model.CommandEntry;
import io.wawp.dispatcher.model.Journal;
import io.wawp.dispatcher.model.LoadedCommand;
import io.wawp.dispatcher.model.Publication;
import io.wawp.dispatcher.model.Reception;
import io.wawp.dispatcher.model.Tenure;
import io.wawp.dispatcher.model.TenureEnded;
import io.wawp.dispatcher.model.Ticket;
import io.wawp.dispatcher.model.Time;
import io.wawp.dispatcher.records.OutcomeRecords;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The journal in Kafka: a compacted topic, one transaction for everything that a worker wrote in a
 * few milliseconds, one thread that does it. When its producer is fenced, or nobody knows how a
 * commit ended, it lets all shards go, joins anew under the same transactional id (which settles
 * what was open) and reads from the journal how it ended. A broker that is away is waited for.
 */
public final class KafkaJournal implements Journal, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(KafkaJournal.class);
    private static final Duration BEFORE_JOINING_ANEW = Duration.ofSeconds(1);
    private static final Duration CLOSING = Duration.ofSeconds(5);

    /**
     * A member by the newer protocol may leave its group nevertheless while it closes: the client
     * does not offer to stop without a word. By the classic one it stays until its session ends.
     */
    private static final Duration HALTING = Duration.ofSeconds(1);

    private static final Duration TENURE_CHECK = Duration.ofSeconds(1);

    private final JournalSettings settings;
    private final JournalClients clients;
    private final OutcomeRecords outcomes;
    private final JournalParts parts;
    private final ReadBack readBack;
    private final ContentMemory memory;
    private final Hindrance hindrance;
    private final Contents contents;
    private final Mailbox mailbox = new Mailbox();
    private final RefusedShards refused = new RefusedShards();
    private final int partitions;
    private final Consumer<RuntimeException> fatal;
    private final Thread thread;
    private volatile @Nullable JournalLoop loop;
    private volatile @Nullable PartitionCheck partitionCheck;
    private volatile boolean stopping;
    private volatile boolean halted;
    private volatile boolean ended;
    private volatile boolean settled;
    private volatile int openCommands;
    private volatile int shards;
    private volatile @Nullable Long restoringSince;
    private volatile long lastTurn;

    /**
     * @param partitions of the dispatch and the journal topic
     * @param fatal told, once, when this worker must not work on this data at all
     */
    public KafkaJournal(
            JournalSettings settings,
            JournalClients clients,
            OutcomeRecords outcomes,
            Admission admission,
            Reception reception,
            Time time,
            JournalMeters meters,
            int partitions,
            Consumer<RuntimeException> fatal) {
        this.settings = settings;
        this.clients = clients;
        this.outcomes = outcomes;
        this.partitions = partitions;
        this.fatal = fatal;
        this.hindrance = new Hindrance("the journal, and with it sending,", time);
        this.memory = new ContentMemory(settings.contentBytes());
        this.readBack = new ReadBack(settings.journalTopic(), clients::reader, time);
        this.contents = new Contents(readBack, memory, meters, TENURE_CHECK);
        var arrivals = new Arrivals(admission, outcomes, settings, this::storedAt, time, meters);
        this.parts =
                new JournalParts(
                        mailbox,
                        reception,
                        arrivals,
                        new Forgetting(this::storedAt),
                        memory,
                        contents,
                        refused,
                        meters,
                        hindrance,
                        time);
        this.lastTurn = time.nanoTime();
        this.thread = Thread.ofPlatform().name("journal").unstarted(this::run);
    }

    public void start() {
        readBack.start();
        thread.start();
    }

    /** Whether we are a member of the group and every shard of ours is restored and at work. */
    public boolean isSettled() {
        return settled;
    }

    /**
     * How long ago the loop last finished a turn: much more than a minute means that it is stuck.
     */
    public Duration sinceLastTurn() {
        return Duration.ofNanos(parts.time().nanoTime() - lastTurn);
    }

    /** What it waits for, in words; empty while it can write. */
    public Optional<String> waitingFor() {
        return hindrance.reason();
    }

    /** How long it has been {@link #waitingFor} something. */
    public Duration waiting() {
        return hindrance.lasting();
    }

    /** Whether its thread runs. */
    public boolean isAlive() {
        return thread.isAlive();
    }

    /**
     * Shards of ours that are not worked on because this version cannot read their journals, with
     * the reason in words. The others go on; these do when the reason is gone.
     */
    public Map<Integer, String> refusedShards() {
        return refused.reasons();
    }

    /** What is wrong with the number of partitions, and what to do; empty while nothing is. */
    public Optional<String> partitionTrouble() {
        PartitionCheck check = partitionCheck;
        return check == null ? Optional.empty() : check.trouble();
    }

    /** Commands that owe an outcome, of all shards of ours. */
    public int openCommands() {
        return openCommands;
    }

    /** Shards of ours that are at work. */
    public int shards() {
        return shards;
    }

    /** How long a shard of ours has been restored by now, the longest; zero when none is. */
    public Duration restoring() {
        Long since = restoringSince;
        return since == null ? Duration.ZERO : Duration.ofNanos(parts.time().nanoTime() - since);
    }

    /** Bytes of commands' content that are held in memory. */
    public long contentBytes() {
        return memory.held();
    }

    @Override
    public void append(Tenure tenure, Append append) throws TenureEnded, InterruptedException {
        if (!tenure.isCurrent()) {
            throw new TenureEnded(tenure);
        }
        PendingAppend pending = serialised(tenure, append);
        mailbox.post(pending);
        if (ended) {
            pending.dropped();
        }
        try {
            awaitEnd(tenure, pending);
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case TenureEnded lost -> throw lost;
                case IllegalArgumentException refused -> throw refused;
                case null, default -> throw new IllegalStateException(e.getCause());
            }
        }
    }

    /**
     * Looks now and then whether the shard is still ours: a fault of the loop must strand nobody.
     */
    private static void awaitEnd(Tenure tenure, PendingAppend pending)
            throws TenureEnded, ExecutionException, InterruptedException {
        while (true) {
            boolean current = tenure.isCurrent();
            try {
                pending.end().get(TENURE_CHECK.toMillis(), TimeUnit.MILLISECONDS);
                return;
            } catch (TimeoutException e) {
                if (!current) {
                    throw new TenureEnded(tenure);
                }
            }
        }
    }

    private PendingAppend serialised(Tenure tenure, Append append) {
        List<PendingAppend.Hashed> commands = new ArrayList<>(append.commands().size());
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (CommandEntry entry : append.commands()) {
            commands.add(new PendingAppend.Hashed(KeyHash.of(entry.key()), entry));
            records.add(JournalRecords.of(settings.journalTopic(), tenure.shard(), entry));
        }
        if (append.instance() != null) {
            records.add(
                    JournalRecords.of(settings.journalTopic(), tenure.shard(), append.instance()));
        }
        for (Publication publication : append.publications()) {
            records.add(outcomes.of(publication));
        }
        for (ProducerRecord<byte[], byte[]> record : records) {
            if (JournalRecords.size(record) > settings.maxRecordBytes()) {
                throw new IllegalArgumentException(
                        "a record for "
                                + record.topic()
                                + " is larger than "
                                + settings.maxRecordBytes()
                                + " bytes");
            }
        }
        return new PendingAppend(
                tenure,
                commands,
                records,
                outcomes.deadLetterTopic(),
                (command, offset) -> index(tenure, command, offset));
    }

    private void index(Tenure tenure, PendingAppend.Hashed command, long offset) {
        JournalLoop current = loop;
        if (current != null) {
            current.index(tenure, command, offset);
        }
    }

    @Override
    public LoadedCommand read(Ticket ticket) throws TenureEnded, InterruptedException {
        return contents.read((OpenCommand) ticket);
    }

    @Override
    public List<LoadedCommand> readAll(List<Ticket> tickets)
            throws TenureEnded, InterruptedException {
        return contents.readAll(tickets.stream().map(OpenCommand.class::cast).toList());
    }

    private CompletableFuture<ReadBack.Stored> storedAt(int shard, long offset) {
        CompletableFuture<ReadBack.Stored> answer = readBack.read(shard, offset);
        var _ = answer.whenComplete((stored, failure) -> mailbox.knock());
        return answer;
    }

    /** Lets all shards go in good order, commits what is on its way, and leaves the group. */
    @Override
    public void close() {
        stop(false);
    }

    /** Ends as if the process had been killed: commits nothing and leaves no group. For tests. */
    public void halt() {
        stop(true);
    }

    private void stop(boolean abruptly) {
        halted = halted || abruptly;
        stopping = true;
        mailbox.knock();
        if (abruptly) {
            thread.interrupt();
        }
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        readBack.close();
    }

    private void run() {
        try (Admin admin = clients.admin()) {
            var ownership =
                    new Ownership(settings, clients, admin, partitions, parts, this::giveUp);
            var trim = new Trim(admin, settings.dispatchTopic(), parts.time());
            var check = new PartitionCheck(admin, settings, partitions, parts.time());
            partitionCheck = check;
            while (!stopping) {
                membership(ownership, trim, check);
            }
        } catch (RuntimeException e) {
            giveUp(e);
        } catch (Error e) {
            giveUp(new IllegalStateException("the journal's thread ended", e));
            throw e;
        } finally {
            ended = true;
            settled = false;
            mailbox.drain(Integer.MAX_VALUE).forEach(PendingAppend::dropped);
        }
    }

    private void giveUp(RuntimeException cause) {
        if (!halted) {
            fatal.accept(cause);
        }
    }

    /** From joining the group to leaving it. */
    private void membership(Ownership ownership, Trim trim, PartitionCheck check) {
        Producer<byte[], byte[]> producer = null;
        org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer = null;
        JournalLoop current = null;
        try {
            producer = clients.producer();
            if (!initialised(producer)) {
                return;
            }
            consumer = clients.member();
            current =
                    new JournalLoop(
                            settings,
                            parts,
                            consumer,
                            new Transactions(producer, settings.dispatchTopic()),
                            ownership,
                            partitions);
            loop = current;
            current.join();
            while (!stopping && !current.isBroken()) {
                current.turn();
                trim.beginIfDue(current);
                check.beginIfDue();
                settled = current.isSettled();
                openCommands = current.openCommands();
                shards = current.shards();
                restoringSince = current.restoringSince();
                lastTurn = parts.time().nanoTime();
            }
            if (stopping && !halted) {
                current.leave();
            }
        } catch (InterruptException e) {
            log.debug("interrupted", e);
        } catch (KafkaException e) {
            log.debug("the journal's loop joins anew", e);
            hindrance.because(WriteTrouble.words(null, e));
        } catch (RuntimeException e) {
            log.error("the journal's loop failed and joins anew", e);
        } finally {
            settled = false;
            shards = 0;
            restoringSince = null;
            if (current != null) {
                current.endAll();
            }
            loop = null;
            closeQuietly(producer, consumer);
        }
        if (!stopping) {
            parts.meters().rejoined();
            pause();
        }
    }

    /** Settles what a predecessor with this transactional id left open; waits for the broker. */
    private boolean initialised(Producer<byte[], byte[]> producer) {
        while (!stopping) {
            try {
                producer.initTransactions();
                return true;
            } catch (org.apache.kafka.common.errors.TimeoutException e) {
                lastTurn = parts.time().nanoTime();
                log.debug("waiting for the broker to open a transactional producer", e);
                hindrance.because(WriteTrouble.words(null, e));
            }
        }
        return false;
    }

    private void pause() {
        try {
            parts.time().sleep(BEFORE_JOINING_ANEW);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void closeQuietly(
            @Nullable Producer<byte[], byte[]> producer,
            org.apache.kafka.clients.consumer.@Nullable Consumer<byte[], byte[]> consumer) {
        boolean interrupted = Thread.interrupted();
        try {
            if (consumer != null) {
                // a member with a group.instance.id would stay if it were not told to leave
                consumer.close(
                        halted
                                ? CloseOptions.timeout(HALTING)
                                        .withGroupMembershipOperation(
                                                CloseOptions.GroupMembershipOperation
                                                        .REMAIN_IN_GROUP)
                                : CloseOptions.timeout(CLOSING)
                                        .withGroupMembershipOperation(
                                                CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
            }
        } catch (KafkaException e) {
            log.debug("closing the consumer", e);
        }
        try {
            if (producer != null) {
                producer.close(halted ? Duration.ZERO : CLOSING);
            }
        } catch (KafkaException e) {
            log.debug("closing the producer", e);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
