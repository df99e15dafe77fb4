package io.wawp.benchmarks.takeover;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Keeps all numbers busy: some always have commands waiting, so they send as soon as they may; the
 * others get a new one every now and then, which is sent at once. Runs on a thread of its own.
 */
final class Feeder implements AutoCloseable {
    private static final String TOPIC = "wawp.commands";
    private static final int BUSY = 24;
    private static final int IDLE = 12;
    private static final int WAITING = 20;
    private static final int CHATS = 10;
    private static final long STEP_MILLIS = 100;
    private static final int STEPS_BETWEEN = 5;

    private final KafkaProducer<byte[], byte[]> producer;
    private final Sends sends;
    private final Map<String, Long> produced = new HashMap<>();
    private final Thread thread;

    Feeder(String bootstrapServers, Sends sends) {
        this.sends = sends;
        this.producer =
                new KafkaProducer<>(
                        Map.of(
                                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                                bootstrapServers,
                                ProducerConfig.LINGER_MS_CONFIG,
                                "0"),
                        new ByteArraySerializer(),
                        new ByteArraySerializer());
        this.thread = Thread.ofPlatform().daemon().name("feeder").unstarted(this::run);
    }

    /** Numbers that always have commands waiting. */
    static List<String> busy() {
        return instances('1', BUSY);
    }

    /** Numbers whose commands are sent as they come. */
    static List<String> idle() {
        return instances('2', IDLE);
    }

    static List<String> all() {
        List<String> all = new ArrayList<>(busy());
        all.addAll(idle());
        return all;
    }

    private static List<String> instances(char first, int count) {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.add(first + "%011d".formatted(i * 7919L));
        }
        return ids;
    }

    void start() {
        thread.start();
    }

    private void run() {
        try {
            for (long step = 0; ; step++) {
                for (String instance : busy()) {
                    while (produced(instance) - sends.count(instance) < WAITING) {
                        produce(instance, produced(instance) % CHATS);
                    }
                }
                if (step % STEPS_BETWEEN == 0) {
                    // a chat each: none waits for one before it that is in doubt
                    idle().forEach(instance -> produce(instance, produced(instance)));
                }
                Thread.sleep(STEP_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private long produced(String instance) {
        return produced.getOrDefault(instance, 0L);
    }

    private void produce(String instance, long chat) {
        long number = produced.merge(instance, 1L, Long::sum);
        String chatId = "4470%08d".formatted(chat);
        String command =
                """
                {"commandId":"%s-%d","instanceId":"%s","chatId":"%s",\
                "content":{"type":"text","message":"message %d"}}\
                """
                        .formatted(instance, number, instance, chatId, number);
        byte[] key = (chatId + "@" + instance).getBytes(UTF_8);
        var _ = producer.send(new ProducerRecord<>(TOPIC, key, command.getBytes(UTF_8)));
    }

    @Override
    public void close() {
        thread.interrupt();
        producer.close(Duration.ZERO);
    }
}
