package io.wawp.dispatcher.testing;

import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.DockerClient;
import io.wawp.sandbox.LocalPort;
import io.wawp.sandbox.kafka.EmbeddedKafka;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.awaitility.core.ConditionTimeoutException;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.AbstractWaitStrategy;
import org.testcontainers.utility.DockerImageName;

/**
 * A broker in a container of the official image, started by the image's own command as an operator
 * starts it, with the settings of the embedded one. A port that is chosen beforehand and fixed,
 * rather than one that the engine hands out anew at each start, lets it come back at its address;
 * its data lives as long as the container does.
 */
final class ContainerBroker implements TestBroker {
    private static final String IMAGE = "wawp.test.kafka-image";
    private static final String DATA = "/var/lib/kafka/data";
    private static final int CLIENTS = 9092;
    private static final int STOP_SECONDS = 60;
    private static final Duration LONGEST_START = Duration.ofSeconds(90);

    private final DockerClient engine;
    private final GenericContainer<?> container;
    private final String address;

    private ContainerBroker(DockerClient engine, GenericContainer<?> container, String address) {
        this.engine = engine;
        this.container = container;
        this.address = address;
    }

    static ContainerBroker start() {
        String image =
                Objects.requireNonNull(
                        System.getProperty(IMAGE), IMAGE + " is not set: run ./wawp test");
        DockerClient engine = ContainerEngine.with(image);
        int port = LocalPort.free();
        String address = ContainerEngine.host() + ":" + port;
        var container =
                new GenericContainer<>(DockerImageName.parse(image))
                        .withImagePullPolicy(name -> false)
                        .withEnv(environment(address))
                        .waitingFor(new Served());
        container.setPortBindings(List.of(port + ":" + CLIENTS));
        var broker = new ContainerBroker(engine, container, address);
        try {
            container.start();
            broker.awaitService();
            return broker;
        } catch (RuntimeException e) {
            broker.close();
            throw e;
        }
    }

    /** What the image makes a property of: KAFKA_A_B is a.b. */
    private static Map<String, String> environment(String address) {
        var all = new HashMap<>(EmbeddedKafka.tuning());
        all.put("process.roles", "broker,controller");
        all.put("node.id", "1");
        all.put("controller.quorum.voters", "1@localhost:9094");
        all.put("controller.listener.names", "CONTROLLER");
        all.put("inter.broker.listener.name", "BROKER");
        all.put(
                "listener.security.protocol.map",
                "PLAINTEXT:PLAINTEXT,BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT");
        all.put("listeners", "PLAINTEXT://:" + CLIENTS + ",BROKER://:9093,CONTROLLER://:9094");
        all.put("advertised.listeners", "PLAINTEXT://" + address + ",BROKER://localhost:9093");
        all.put("log.dirs", DATA);
        var environment = new HashMap<String, String>();
        all.forEach((name, value) ->
                environment.put("KAFKA_" + name.replace('.', '_').toUpperCase(Locale.ROOT), value));
        return environment;
    }

    @Override
    public String bootstrapServers() {
        return address;
    }

    @Override
    public void stop() {
        engine.stopContainerCmd(container.getContainerId()).withTimeout(STOP_SECONDS).exec();
    }

    @Override
    public void restart() {
        engine.startContainerCmd(container.getContainerId()).exec();
        awaitService();
    }

    @Override
    public void damage(String topic, String marker) {
        Segment segment = Segment.of(topic);
        String file = DATA + "/" + segment.path();
        byte[] content = container.copyFileFromContainer(file, InputStream::readAllBytes);
        int position = segment.position(content, marker);
        // in the container, by the broker's own user: a file that is copied in is another's
        run(
                "printf '\\%o' | dd of='%s' bs=1 seek=%d conv=notrunc"
                        .formatted(content[position] + 1, file, position));
        stop();
        restart();
    }

    private void run(String script) {
        try {
            var ended = container.execInContainer("sh", "-c", script);
            if (ended.getExitCode() != 0) {
                throw new IllegalStateException(ended.getStderr());
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        container.stop();
    }

    private void awaitService() {
        try (Admin admin =
                Admin.create(
                        Map.of("bootstrap.servers", address, "reconnect.backoff.max.ms", "200"))) {
            await().atMost(LONGEST_START).until(() -> isServing(admin));
        } catch (ConditionTimeoutException e) {
            throw new IllegalStateException(
                    "The broker in the container does not answer. Its log:\n" + container.getLogs(),
                    e);
        }
    }

    private static boolean isServing(Admin admin) throws InterruptedException {
        try {
            return !admin.describeCluster().nodes().get().isEmpty();
        } catch (ExecutionException e) {
            return false;
        }
    }

    /** Whether it serves is asked with a client of Kafka, after each start alike. */
    private static final class Served extends AbstractWaitStrategy {
        @Override
        protected void waitUntilReady() {}
    }
}
