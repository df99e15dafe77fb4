package io.wawp.dispatcher.testing;

import io.wawp.sandbox.kafka.EmbeddedKafka;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** The sandbox's broker, in this JVM. */
final class EmbeddedBroker implements TestBroker {
    private final Path data;
    private final EmbeddedKafka kafka;

    EmbeddedBroker() {
        try {
            data = Files.createTempDirectory("wawp-test-broker");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        kafka = EmbeddedKafka.builder().dataDir(data).start();
    }

    @Override
    public String bootstrapServers() {
        return kafka.bootstrapServers();
    }

    @Override
    public void stop() {
        kafka.stop();
    }

    @Override
    public void restart() {
        kafka.restart();
    }

    @Override
    public void damage(String topic, String marker) {
        kafka.stop();
        Segment segment = Segment.of(topic);
        Path file = data.resolve("node-1").resolve(segment.path());
        try {
            byte[] content = Files.readAllBytes(file);
            content[segment.position(content, marker)]++;
            Files.write(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        kafka.restart();
    }

    @Override
    public void close() {
        kafka.close();
        try (Stream<Path> all = Files.walk(data)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
