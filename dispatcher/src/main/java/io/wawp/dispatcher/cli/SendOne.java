package io.wawp.dispatcher.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.wawp.common.outcome.Outcome;
import io.wawp.common.outcome.OutcomeStatus;
import io.wawp.common.outcome.Source;
import io.wawp.dispatcher.model.Time;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** Writes one command and, if asked to, waits for what becomes of it. Owned by one thread. */
final class SendOne {
    private static final Duration LOOK = Duration.ofMillis(200);

    /** What a shell says of a program that Ctrl-C ended. */
    private static final int INTERRUPTED = 130;

    private final Cluster cluster;
    private final Time time;
    private final Terminal terminal;
    private final SendOptions options;
    private final String topic;
    private @Nullable Outcome accepted;

    SendOne(Cluster cluster, Time time, Terminal terminal, SendOptions options, String topic) {
        this.cluster = cluster;
        this.time = time;
        this.terminal = terminal;
        this.options = options;
        this.topic = topic;
    }

    /**
     * Does it.
     *
     * @return exit status
     * @throws CommandFailed when it could not be written
     */
    int send(Parcel parcel) {
        cluster.partitionsOf(topic);
        if (!options.waits()) {
            Source source = write(parcel);
            terminal.result(options.json() ? json(parcel, source) : words(parcel, source));
            return Exit.DONE;
        }
        try (OutcomeFeed feed =
                OutcomeFeed.open(
                        cluster,
                        time,
                        TopicScan.partitionsOfKey(
                                cluster,
                                cluster.topics().outcomes(),
                                parcel.commandId().getBytes(UTF_8)))) {
            var interruption = new Interruption();
            return interruption.guard(
                    feed::stop, () -> awaited(parcel, write(parcel), feed, interruption));
        }
    }

    private Source write(Parcel parcel) {
        try (Producer<byte[], byte[]> producer = cluster.producer()) {
            RecordMetadata put =
                    cluster.answer(
                            producer.send(
                                    new ProducerRecord<>(topic, parcel.key(), parcel.value())));
            return new Source(put.topic(), put.partition(), put.offset());
        } catch (KafkaException e) {
            throw cluster.failure(e);
        }
    }

    private int awaited(Parcel parcel, Source source, OutcomeFeed feed, Interruption interruption) {
        if (!options.json()) {
            terminal.say(words(parcel, source));
        }
        long begun = time.nanoTime();
        long patience = patience(parcel).toNanos();
        while (!interruption.isAsked() && time.nanoTime() - begun < patience) {
            terminal.progress(
                    "waiting for the outcome of %s: %s, %d s"
                            .formatted(
                                    parcel.commandId(),
                                    accepted == null ? "not read yet" : "accepted",
                                    Duration.ofNanos(time.nanoTime() - begun).toSeconds()));
            for (OutcomeFeed.Told told : feed.next(LOOK)) {
                if (told.outcome().source().equals(source)) {
                    if (told.outcome().status().isTerminal()) {
                        return show(told);
                    }
                    accepted = told.outcome();
                }
            }
        }
        return gaveUp(parcel, interruption.isAsked());
    }

    /** A command that waits for its time is not overdue before it. */
    private Duration patience(Parcel parcel) {
        Instant notBefore = parcel.command().notBefore();
        Instant now = time.now();
        return notBefore == null || notBefore.isBefore(now)
                ? options.timeout()
                : options.timeout().plus(Duration.between(now, notBefore));
    }

    private int show(OutcomeFeed.Told told) {
        terminal.result(
                options.json()
                        ? new String(told.record().value(), UTF_8)
                        : new RecordLines(terminal, false).of(told.outcome()));
        return told.outcome().status() == OutcomeStatus.SENT ? Exit.DONE : Exit.FAILED;
    }

    private int gaveUp(Parcel parcel, boolean interrupted) {
        terminal.say(
                (interrupted ? "Not waited for any longer." : "No outcome yet.")
                        + (accepted == null
                                ? " No worker has read the command: is one running, with these"
                                        + " settings?"
                                : " A worker has accepted it, so it is not lost.")
                        + " ./wawp status "
                        + parcel.commandId()
                        + " tells where it stands.");
        return interrupted ? INTERRUPTED : Exit.FAILED;
    }

    private static String words(Parcel parcel, Source source) {
        return "written  "
                + parcel.commandId()
                + "  to "
                + parcel.command().chatId()
                + "  as "
                + source;
    }

    private static String json(Parcel parcel, Source source) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("commandId", parcel.commandId())
                .put("topic", source.topic())
                .put("partition", source.partition())
                .put("offset", source.offset())
                .toString();
    }
}
