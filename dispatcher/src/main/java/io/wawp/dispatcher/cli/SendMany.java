package io.wawp.dispatcher.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wawp.common.outcome.Outcome;
import io.wawp.common.outcome.OutcomeStatus;
import io.wawp.dispatcher.model.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntFunction;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * Writes many commands, as fast as Kafka takes them or at a rate, and sums up how they ended. Keeps
 * a number for each command that it waits for. Owned by one thread.
 */
final class SendMany {
    private static final Duration TURN = Duration.ofMillis(20);
    private static final Duration LOOK = Duration.ofMillis(200);
    private static final int MOST_AT_ONCE = 500;

    private final Cluster cluster;
    private final Time time;
    private final Terminal terminal;
    private final SendOptions options;
    private final String topic;
    private final Map<String, Long> open = new HashMap<>();
    private final Map<String, Integer> endings = new TreeMap<>();
    private final List<Long> latencies = new ArrayList<>();
    private final AtomicInteger written = new AtomicInteger();
    private final AtomicReference<@Nullable Throwable> refused = new AtomicReference<>();
    private long begun;
    private long lastWrite;
    private long lastEnd;
    private int handed;

    SendMany(Cluster cluster, Time time, Terminal terminal, SendOptions options, String topic) {
        this.cluster = cluster;
        this.time = time;
        this.terminal = terminal;
        this.options = options;
        this.topic = topic;
    }

    /**
     * Does it.
     *
     * @param parcels the commands by their number, from 0
     * @param rate commands a second; 0 for no limit
     * @return exit status: with waiting, 0 only if all were SENT
     * @throws CommandFailed when it cannot go on; says how many were written
     */
    int send(int count, double rate, IntFunction<Parcel> parcels) {
        cluster.partitionsOf(topic);
        var interruption = new Interruption();
        begun = time.nanoTime();
        try (Producer<byte[], byte[]> producer = cluster.producer();
                Feed feed = options.waits() ? new Feed() : null) {
            return interruption.guard(
                    () -> {
                        if (feed != null) {
                            feed.outcomes.stop();
                        }
                    },
                    () -> {
                        while (!interruption.isAsked() && isUnderWay(count)) {
                            hand(producer, Math.min(count, due(rate)), parcels);
                            look(feed, handed < count);
                        }
                        producer.flush();
                        return summedUp(count);
                    });
        } catch (KafkaException e) {
            throw partWay(cluster.failure(e), count);
        } catch (CommandFailed e) {
            throw partWay(e, count);
        }
    }

    /** Once the producer is closed, so that the number is the last one. */
    private CommandFailed partWay(CommandFailed failure, int count) {
        return new CommandFailed(
                "%s\n%d of %d were written. What is written is sent: another call with the same --id sends none of it twice."
                        .formatted(failure.words(), written.get(), count),
                failure);
    }

    /** The outcomes of all partitions. */
    private final class Feed implements AutoCloseable {
        private final OutcomeFeed outcomes =
                OutcomeFeed.open(cluster, time, cluster.partitionsOf(cluster.topics().outcomes()));

        @Override
        public void close() {
            outcomes.close();
        }
    }

    private boolean isUnderWay(int count) {
        Throwable refusal = refused.get();
        if (refusal != null) {
            throw cluster.failure(refusal);
        }
        if (handed < count) {
            return true;
        }
        if (!options.waits()) {
            return written.get() < count;
        }
        return !open.isEmpty()
                && time.nanoTime() - Math.max(lastWrite, lastEnd) < options.timeout().toNanos();
    }

    private int due(double rate) {
        if (rate <= 0) {
            return handed + MOST_AT_ONCE;
        }
        double seconds = (time.nanoTime() - begun) / 1e9;
        return (int) Math.min(handed + (double) MOST_AT_ONCE, 1 + seconds * rate);
    }

    private void hand(Producer<byte[], byte[]> producer, int until, IntFunction<Parcel> parcels) {
        while (handed < until) {
            Parcel parcel = parcels.apply(handed++);
            if (options.waits()) {
                open.put(parcel.commandId(), time.nanoTime());
            }
            lastWrite = time.nanoTime();
            // the callback hears of every end
            Future<RecordMetadata> _ =
                    producer.send(
                            new ProducerRecord<>(topic, parcel.key(), parcel.value()),
                            (_, failure) -> count(failure));
        }
    }

    /** Called by the producer's thread. */
    private void count(@Nullable Exception failure) {
        if (failure == null) {
            written.incrementAndGet();
        } else {
            refused.compareAndSet(null, failure);
        }
    }

    private void look(@Nullable Feed feed, boolean moreToWrite) {
        terminal.progress(
                handed
                        + " written"
                        + (feed == null ? "" : ", " + latencies.size() + " ended")
                        + ", "
                        + seconds(time.nanoTime() - begun));
        if (feed == null) {
            pause();
            return;
        }
        for (OutcomeFeed.Told told : feed.outcomes.next(moreToWrite ? TURN : LOOK)) {
            note(told.outcome());
        }
    }

    private void pause() {
        try {
            time.sleep(TURN);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new CommandFailed("interrupted");
        }
    }

    private void note(Outcome outcome) {
        var id = outcome.commandId();
        if (id == null
                || !outcome.status().isTerminal()
                || !outcome.source().topic().equals(topic)) {
            return;
        }
        Long since = open.remove(id.value());
        if (since != null) {
            lastEnd = time.nanoTime();
            latencies.add(lastEnd - since);
            var error = outcome.error();
            endings.merge(
                    outcome.status() + (error == null ? "" : " " + error.code().wire()),
                    1,
                    Integer::sum);
        }
    }

    private int summedUp(int count) {
        latencies.sort(null);
        if (options.json()) {
            terminal.result(json().toString());
        } else {
            words().forEach(terminal::result);
        }
        if (options.waits() && !open.isEmpty()) {
            String example = open.keySet().iterator().next();
            terminal.say(
                    open.size()
                            + " have no outcome yet; ./wawp status "
                            + example
                            + " tells where one of them stands.");
        }
        boolean all = written.get() == count;
        return all && (!options.waits() || allSent(count)) ? Exit.DONE : Exit.FAILED;
    }

    private boolean allSent(int count) {
        return endings.getOrDefault(OutcomeStatus.SENT.name(), 0) == count;
    }

    private List<String> words() {
        var lines = new ArrayList<String>();
        long took = Math.max(1, lastWrite - begun);
        lines.add(
                "%d written to %s in %s (%s a second)"
                        .formatted(written.get(), topic, seconds(took), rate(written.get(), took)));
        if (options.waits()) {
            var parts = new ArrayList<String>();
            endings.forEach((ending, number) -> parts.add(number + " " + ending));
            long ending = Math.max(1, lastEnd - begun);
            lines.add(
                    latencies.isEmpty()
                            ? "none ended"
                            : "%d ended within %s (%s a second): %s"
                                    .formatted(
                                            latencies.size(),
                                            seconds(ending),
                                            rate(latencies.size(), ending),
                                            String.join(", ", parts)));
        }
        if (!latencies.isEmpty()) {
            lines.add(
                    "from written to ended: half within %s, 95 of 100 within %s, 99 of 100 within %s, longest %s"
                            .formatted(
                                    seconds(percentile(50)),
                                    seconds(percentile(95)),
                                    seconds(percentile(99)),
                                    seconds(percentile(100))));
        }
        return lines;
    }

    private ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("topic", topic);
        json.put("written", written.get());
        json.put("writtenMs", (lastWrite - begun) / 1_000_000);
        if (options.waits()) {
            json.put("ended", latencies.size());
            json.put("open", open.size());
            ObjectNode byEnding = json.putObject("endings");
            endings.forEach(byEnding::put);
            if (!latencies.isEmpty()) {
                ObjectNode millis = json.putObject("latencyMs");
                for (int share : new int[] {50, 95, 99, 100}) {
                    millis.put("p" + share, percentile(share) / 1_000_000);
                }
            }
        }
        return json;
    }

    private long percentile(int share) {
        int index = (int) Math.ceil(latencies.size() * share / 100.0) - 1;
        return latencies.get(Math.max(0, index));
    }

    private static String rate(int number, long nanos) {
        double rate = number * 1e9 / nanos;
        return String.format(Locale.ROOT, rate < 10 ? "%.1f" : "%.0f", rate);
    }

    private static String seconds(long nanos) {
        return String.format(Locale.ROOT, "%.2f s", nanos / 1e9);
    }
}
