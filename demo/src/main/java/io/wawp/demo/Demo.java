package io.wawp.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.wawp.common.outcome.Source;
import io.wawp.demo.Style.Tone;
import io.wawp.demo.Table.Cell;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * The order of things: starts the stage, produces the scenario, tells what is seen, and judges.
 * Used by one thread; any may {@link #close}.
 */
final class Demo implements AutoCloseable {
    /** After everything has come, what must not come is given this long to show. */
    private static final Duration LINGER = Duration.ofSeconds(1);

    private final Scenario scenario;
    private final Screen screen;
    private final Stage stage;
    private final long began = System.nanoTime();
    private final Duration limit;

    private final Cast cast = new Cast();
    private final Storyteller storyteller = new Storyteller();
    private final Map<String, Happened> happened = new LinkedHashMap<>();
    private Stage.@Nullable Open open;
    private long produced;
    private boolean broken;

    /**
     * @param limit from now until every command must have ended
     */
    Demo(Scenario scenario, Screen screen, Duration limit) {
        this.scenario = scenario;
        this.screen = screen;
        this.stage = new Stage(screen);
        this.limit = limit;
        scenario.parts().forEach(part -> happened.put(part.name(), new Happened()));
    }

    /**
     * Plays the scenario once.
     *
     * @return whether every command ended as it should
     * @throws StageException when it cannot be played
     */
    boolean play() throws InterruptedException {
        screen.blank();
        screen.heading("wawp-dispatcher: from Kafka to WhatsApp, never lost, never twice");
        screen.blank();
        Stage.Open ready = stage.open(left());
        open = ready;
        scenario.faults().forEach(ready.wawp().faults()::add);
        screen.blank();
        screen.text(
                "%d commands go to %s. What follows is what anybody can see: the outcome, delivery and dead-letter topics, and the calls that reach Wawp. Accepted means journaled: from then on it is not lost."
                        .formatted(scenario.parts().size(), Stage.TOPICS.commands().getFirst()));
        screen.blank();
        produce(ready);
        boolean complete = follow(ready.observer());
        boolean good = close(complete);
        ready.wawp().faults().clear();
        return good;
    }

    /** Goes on telling what is seen, until the worker ends or the thread is interrupted. */
    void stay() throws InterruptedException {
        Stage.Open ready = open;
        if (ready == null) {
            throw new IllegalStateException("nothing has been played");
        }
        Invitation.toTalk(screen, ready);
        while (!broken) {
            Sighting next = ready.observer().next(Duration.ofMinutes(1));
            if (next != null) {
                see(next);
            }
        }
    }

    private void produce(Stage.Open ready) throws InterruptedException {
        produced = System.nanoTime();
        try (var producer =
                new KafkaProducer<>(
                        Map.<String, Object>of(
                                "bootstrap.servers", ready.kafka().bootstrapServers()),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            // the instance as key: all in one partition, so in this order
            byte[] key = Scenario.INSTANCE.getBytes(UTF_8);
            String topic = Stage.TOPICS.commands().getFirst();
            for (Scenario.Part part : scenario.parts()) {
                RecordMetadata at =
                        producer.send(new ProducerRecord<>(topic, key, part.json().getBytes(UTF_8)))
                                .get();
                cast.add(part, new Source(at.topic(), at.partition(), at.offset()));
            }
        } catch (ExecutionException e) {
            throw new StageException("The broker takes no commands: " + e.getCause(), e);
        }
    }

    /** Tells what is seen until everything has come. */
    private boolean follow(Observer observer) throws InterruptedException {
        while (!isComplete() && !broken && left().isPositive()) {
            Sighting next = observer.next(left());
            if (next != null) {
                see(next);
            }
        }
        boolean complete = isComplete();
        long end = System.nanoTime() + LINGER.toNanos();
        for (long rest = LINGER.toNanos(); complete && rest > 0; rest = end - System.nanoTime()) {
            Sighting late = observer.next(Duration.ofNanos(rest));
            if (late != null) {
                see(late);
            }
        }
        return complete;
    }

    private void see(Sighting sighting) {
        String name = cast.nameOf(sighting);
        Happened record = happened.get(name);
        if (record != null) {
            record.see(sighting);
        }
        broken |= sighting instanceof Sighting.Broken;
        Duration since = Duration.ofNanos(Math.max(0, sighting.nanos() - produced));
        storyteller.tell(name, sighting).ifPresent(words -> screen.story(since, name, words));
    }

    private boolean isComplete() {
        return scenario.parts().stream()
                .allMatch(part -> Verdicts.missing(part.expected(), of(part)).isEmpty());
    }

    private Happened of(Scenario.Part part) {
        Happened record = happened.get(part.name());
        if (record == null) {
            throw new IllegalStateException("nobody watches " + part.name());
        }
        return record;
    }

    private Duration left() {
        return limit.minusNanos(System.nanoTime() - began);
    }

    /** The table, and the verdict under it. */
    private boolean close(boolean complete) {
        screen.blank();
        screen.table(table());
        screen.blank();
        List<String> wrong = new ArrayList<>();
        for (Scenario.Part part : scenario.parts()) {
            List<String> missing = Verdicts.missing(part.expected(), of(part));
            List<String> faults =
                    missing.isEmpty()
                            ? Verdicts.faults(part.expected(), of(part))
                            : List.of("missing " + String.join(", ", missing));
            faults.forEach(fault -> wrong.add(part.name() + ": " + fault));
        }
        String took = Screen.seconds(Duration.ofNanos(System.nanoTime() - began)).strip();
        if (wrong.isEmpty()) {
            screen.good(
                    "All %d commands ended as they should. It took %s, starting included."
                            .formatted(scenario.parts().size(), took));
        } else {
            screen.bad(
                    complete
                            ? "Not everything ended as it should:"
                            : "After %s not everything has come:".formatted(took));
            wrong.forEach(screen::bad);
        }
        screen.blank();
        return wrong.isEmpty();
    }

    private Table table() {
        var table =
                new Table(
                        "command", "type", "expected", "happened", "why", "sends", "delivery", "");
        for (Scenario.Part part : scenario.parts()) {
            Happened record = of(part);
            boolean good = Verdicts.faults(part.expected(), record).isEmpty();
            table.row(
                    List.of(
                            new Cell(part.name(), Tone.STRONG),
                            Cell.of(part.type().wire()),
                            Cell.of(part.expected().ending().name()),
                            Cell.of(record.ending().map(it -> it.status().name()).orElse("-")),
                            Cell.of(record.ending().map(Storyteller::note).orElse("")),
                            Cell.of(sends(record)),
                            Cell.of(
                                    record.lastDelivery()
                                            .map(it -> it.status().name())
                                            .orElse("-")),
                            good ? new Cell("✓", Tone.GOOD) : new Cell("✗", Tone.BAD)));
        }
        return table;
    }

    /** The messages that got through, and of how many calls if not each brought one. */
    private static String sends(Happened record) {
        if (record.calls() == 0) {
            return "-";
        }
        return record.calls() == record.copies()
                ? Integer.toString(record.copies())
                : record.copies() + " of " + record.calls();
    }

    @Override
    public void close() {
        stage.close();
    }
}
