package io.wawp.dispatcher.observe;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves {@code /livez}, {@code /readyz} and {@code /metrics}. A check that fails is answered with
 * 503 and the reasons as JSON. Starts in its constructor.
 */
public final class AdminServer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(AdminServer.class);
    private static final String JSON = "application/json";
    private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

    private final HttpServer server;
    private final ExecutorService threads;

    /**
     * Opens the port on all addresses.
     *
     * @param port 0 for any free one
     * @throws IllegalStateException when the port cannot be opened; says what to do
     */
    public AdminServer(int port, Health health, Metrics metrics) {
        server = open(port);
        threads =
                Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("admin-", 0).factory());
        server.setExecutor(threads);
        serve("/livez", () -> judged(health.notAlive()));
        serve("/readyz", () -> judged(health.notReady()));
        serve("/metrics", () -> new Answer(200, PROMETHEUS, metrics.scrape()));
        server.start();
    }

    /** The port that was opened. */
    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private record Answer(int status, String type, String body) {}

    private static HttpServer open(int port) {
        try {
            return HttpServer.create(new InetSocketAddress(port), 64);
        } catch (BindException e) {
            throw new IllegalStateException(
                    "Port "
                            + port
                            + " for health and metrics is taken ("
                            + e.getMessage()
                            + "): set DISPATCHER_ADMIN_PORT to a free one, or to 0 for any",
                    e);
        } catch (IOException e) {
            throw new IllegalStateException("Port " + port + " cannot be opened: " + e, e);
        }
    }

    private void serve(String path, Supplier<Answer> answer) {
        server.createContext(path, exchange -> handle(exchange, path, answer));
    }

    private static void handle(HttpExchange exchange, String path, Supplier<Answer> answer)
            throws IOException {
        try (exchange) {
            if (!exchange.getRequestURI().getPath().equals(path)) {
                send(exchange, new Answer(404, JSON, "{\"error\":\"not found\"}\n"));
                return;
            }
            String method = exchange.getRequestMethod();
            if (!method.equals("GET") && !method.equals("HEAD")) {
                exchange.getResponseHeaders().set("Allow", "GET, HEAD");
                send(exchange, new Answer(405, JSON, "{\"error\":\"only GET and HEAD\"}\n"));
                return;
            }
            send(exchange, answer.get());
        } catch (RuntimeException e) {
            log.error("Answering {} failed; this is a bug", path, e);
        }
    }

    private static void send(HttpExchange exchange, Answer answer) throws IOException {
        byte[] body = answer.body().getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", answer.type());
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.sendResponseHeaders(answer.status(), -1);
            return;
        }
        exchange.sendResponseHeaders(answer.status(), body.length);
        exchange.getResponseBody().write(body);
    }

    private static Answer judged(List<Health.Trouble> troubles) {
        if (troubles.isEmpty()) {
            return new Answer(200, JSON, "{\"status\":\"ok\"}\n");
        }
        var body = new StringBuilder("{\"status\":\"failed\",\"reasons\":{");
        String separator = "";
        for (Health.Trouble trouble : troubles) {
            body.append(separator)
                    .append(quoted(trouble.name()))
                    .append(':')
                    .append(quoted(trouble.reason()));
            separator = ",";
        }
        return new Answer(503, JSON, body.append("}}\n").toString());
    }

    private static String quoted(String text) {
        var quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < ' ') {
                quoted.append("\\u%04x".formatted((int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }
}
