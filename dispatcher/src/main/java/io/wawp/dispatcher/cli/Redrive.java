package io.wawp.dispatcher.cli;

import io.wawp.common.outcome.Source;
import io.wawp.dispatcher.cli.Skip.Why;
import io.wawp.dispatcher.model.CommandKey;
import io.wawp.dispatcher.model.Time;
import io.wawp.dispatcher.records.DeadLetter;
import io.wawp.dispatcher.records.RunHeaders;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;

/**
 * Reads the dead-letter topic twice: first to choose, keeping no content, then to write the chosen
 * ones' next runs in the order in which they stand there, which is that of their chats. Owned by
 * the command's thread.
 */
final class Redrive {
    /** What is kept in memory: some hundred bytes each. */
    private static final int MOST = 500_000;

    private final Cluster cluster;
    private final Time time;
    private final Terminal terminal;
    private final RedriveSelection selection;
    private final RedriveReport report;
    private final Interruption interruption;
    private final Map<Source, Candidate> candidates = new LinkedHashMap<>();
    private int foreign;

    Redrive(
            Cluster cluster,
            Time time,
            Terminal terminal,
            RedriveSelection selection,
            RedriveReport report,
            Interruption interruption) {
        this.cluster = cluster;
        this.time = time;
        this.terminal = terminal;
        this.selection = selection;
        this.report = report;
        this.interruption = interruption;
    }

    /**
     * Chooses.
     *
     * @return how many were selected
     * @throws CommandFailed when a topic cannot be read, or there are too many to keep
     */
    int choose() {
        var check =
                new LetterCheck(
                        cluster.topics().commands(),
                        cluster.config().dispatcher().redriveWindow(),
                        cluster.limits(),
                        time.now());
        var last = new HashMap<CommandKey, Candidate>();
        scan(record -> {
            Optional<DeadLetter> letter = DeadLetter.parse(record);
            if (letter.isEmpty()) {
                foreign++;
            }
            letter.filter(selection::takes)
                    .map(check::of)
                    .filter(selection::takes)
                    .ifPresent(candidate -> add(candidate, last));
            return true;
        });
        if (foreign > 0) {
            terminal.say(
                    foreign
                            + " records of "
                            + cluster.topics().deadLetters()
                            + " were not written by a worker and are passed over.");
        }
        new OutcomeHistory(cluster, time).apply(candidates.values());
        return candidates.size();
    }

    private void add(Candidate candidate, Map<CommandKey, Candidate> last) {
        if (candidates.size() >= MOST) {
            throw new CommandFailed(
                    "More than "
                            + MOST
                            + " dead letters are selected, too many for one call. Select fewer, by"
                            + " --since and --until for example; nothing was redriven.");
        }
        candidates.put(candidate.at(), candidate);
        CommandKey key = candidate.key();
        if (key != null) {
            last.merge(key, candidate, Redrive::weightier);
        }
    }

    /** Of two letters of one command only one is redriven, once. */
    private static Candidate weightier(Candidate one, Candidate two) {
        Candidate kept = Candidate.BY_WEIGHT.compare(two, one) >= 0 ? two : one;
        Candidate other = kept == two ? one : two;
        if (other.isReady()) {
            other.skip(
                    Why.LATER_LETTER,
                    "there is another dead letter of this command, of run " + kept.run());
        }
        return kept;
    }

    /** Shows what would be done. */
    void show(int limit) {
        chosen(limit).values().forEach(candidate -> report.redriven(candidate, null));
    }

    /** Tells of those that are skipped, and gives the others, by their places. */
    private Map<Source, Candidate> chosen(int limit) {
        var ready = new LinkedHashMap<Source, Candidate>();
        int more = 0;
        for (Candidate candidate : candidates.values()) {
            Skip skip = candidate.skip();
            if (skip != null) {
                report.skipped(candidate, skip);
            } else if (ready.size() < limit) {
                ready.put(candidate.at(), candidate);
            } else {
                more++;
            }
        }
        if (more > 0) {
            terminal.say("--limit leaves " + more + " more for the next call.");
        }
        return ready;
    }

    /**
     * Does it: writes the next run of each, at most so many a second, and tells of each when Kafka
     * has it. Once it is interrupted it writes no more, and tells of those that are left.
     *
     * @throws CommandFailed when Kafka does not take one; what was told of before is written
     */
    void write(int limit, double rate) {
        Map<Source, Candidate> ready = chosen(limit);
        if (ready.isEmpty()) {
            return;
        }
        int count = ready.size();
        var pace = new Pace(time, rate, interruption);
        try (Producer<byte[], byte[]> producer = cluster.producer()) {
            scan(record -> {
                DeadLetter.parse(record)
                        .filter(letter -> ready.containsKey(letter.at()) && pace.next())
                        .ifPresent(letter -> {
                            write(producer, letter, ready);
                            terminal.progress(
                                    (count - ready.size()) + " of " + count + " redriven");
                        });
                return !ready.isEmpty() && !interruption.isAsked();
            });
        } catch (KafkaException e) {
            throw cluster.failure(e);
        }
        ready.values().forEach(this::notWritten);
    }

    private void write(
            Producer<byte[], byte[]> producer, DeadLetter letter, Map<Source, Candidate> ready) {
        Candidate candidate = ready.get(letter.at());
        if (candidate == null) {
            return;
        }
        RecordMetadata put =
                cluster.answer(
                        producer.send(
                                RunHeaders.record(
                                        letter.source().topic(),
                                        letter.original(),
                                        candidate.next())));
        ready.remove(letter.at());
        report.redriven(candidate, new Source(put.topic(), put.partition(), put.offset()));
    }

    private void notWritten(Candidate candidate) {
        String words =
                interruption.isAsked()
                        ? "stopped before it was its turn"
                        : "its dead letter was deleted before it was its turn";
        report.skipped(candidate, new Skip(Why.GONE, words));
    }

    private void scan(java.util.function.Predicate<ConsumerRecord<byte[], byte[]>> visitor) {
        try (TopicScan scan =
                TopicScan.open(
                        cluster,
                        time,
                        cluster.partitionsOf(cluster.topics().deadLetters()),
                        selection.start())) {
            scan.toEnd(visitor);
        }
    }

    /** Keeps a rate. */
    private static final class Pace {
        private static final long LOOK = Duration.ofMillis(100).toNanos();

        private final Time time;
        private final long gap;
        private final Interruption interruption;
        private long nextAt;

        Pace(Time time, double rate, Interruption interruption) {
            this.time = time;
            this.gap = rate <= 0 ? 0 : (long) (1e9 / rate);
            this.interruption = interruption;
            this.nextAt = time.nanoTime();
        }

        /** Waits for the next one's turn; false when there is none any more. */
        boolean next() {
            long wait = nextAt - time.nanoTime();
            while (wait > 0 && !interruption.isAsked()) {
                sleep(Math.min(wait, LOOK));
                wait = nextAt - time.nanoTime();
            }
            nextAt = Math.max(nextAt + gap, time.nanoTime());
            return !interruption.isAsked();
        }

        private void sleep(long nanos) {
            try {
                time.sleep(Duration.ofNanos(nanos));
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                throw new CommandFailed("interrupted");
            }
        }
    }
}
