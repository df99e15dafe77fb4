package io.wawp.dispatcher.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wawp.dispatcher.testing.ManualTime;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Optional;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AdminServerIT {
    private final HttpClient client = HttpClient.newHttpClient();
    private final Health health = new Health(new ManualTime());
    private final Metrics metrics = new Metrics();
    private final AdminServer server = new AdminServer(0, health, metrics);

    @AfterEach
    void stop() {
        server.close();
        metrics.close();
        client.close();
    }

    @Test
    void saysOkWhileAllIsWell() throws Exception {
        assertEquals(200, get("/livez").statusCode());
        assertEquals("{\"status\":\"ok\"}\n", get("/readyz").body());
    }

    @Test
    void saysWhyItIsNotReadyAndThatItLives() throws Exception {
        health.ready("kafka", () -> Optional.of("\"away\"\n"));

        assertEquals(200, get("/livez").statusCode());
        HttpResponse<String> ready = get("/readyz");
        assertEquals(503, ready.statusCode());
        assertEquals(
                "{\"status\":\"failed\",\"reasons\":{\"kafka\":\"\\\"away\\\"\\u000a\"}}\n",
                ready.body());
    }

    @Test
    void saysWhatDoesNotLive() throws Exception {
        health.mustRun("a", () -> false);
        health.mustRun("b", () -> false);

        HttpResponse<String> alive = get("/livez");
        assertEquals(503, alive.statusCode());
        assertTrue(alive.body().contains("\"a\":\"does not run\",\"b\":"), alive.body());
    }

    @Test
    void showsTheMetersToPrometheus() throws Exception {
        metrics.registry().counter("wawp.test").increment(3);
        HttpResponse<String> response = get("/metrics");

        assertTrue(response.body().contains("wawp_test_total 3.0"), response.body());
        assertTrue(response.body().contains("jvm_memory_used_bytes"));
        assertTrue(
                response.headers().firstValue("content-type").orElse("").startsWith("text/plain"));
    }

    @Test
    void watchesAKafkaClientUntilItIsTold() throws Exception {
        try (var consumer = new MockConsumer<String, String>("earliest")) {
            AutoCloseable watch = metrics.watch(consumer);
            watch.close();
        }
    }

    @Test
    void answersNothingElse() throws Exception {
        assertEquals(404, get("/").statusCode());
        assertEquals(404, get("/livez/more").statusCode());
        HttpRequest post =
                HttpRequest.newBuilder(uri("/livez")).POST(BodyPublishers.ofString("x")).build();
        assertEquals(405, client.send(post, BodyHandlers.ofString()).statusCode());
    }

    @Test
    void aTakenPortIsSaidWithWhatToDo() {
        var e =
                assertThrows(
                        IllegalStateException.class,
                        () -> new AdminServer(server.port(), health, metrics));
        assertTrue(String.valueOf(e.getMessage()).contains("DISPATCHER_ADMIN_PORT"));
    }

    private HttpResponse<String> get(String path) throws Exception {
        return client.send(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofString());
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }
}
