package io.wawp.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.wawp.common.outcome.Source;
import java.time.Duration;
import java.util.LinkedHashMap;
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
        follow(ready.observer());
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        boolean good = new Closing(scenario, happened).show(screen, took);
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
        try (var producer =
                new KafkaProducer<>(
                        Map.<String, Object>of(
                                "bootstrap.servers", ready.kafka().bootstrapServers()),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            produced = System.nanoTime();
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
    private void follow(Observer observer) throws InterruptedException {
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

    @Override
    public void close() {
        stage.close();
    }
}
