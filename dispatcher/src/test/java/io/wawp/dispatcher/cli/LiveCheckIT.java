package io.wawp.dispatcher.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A container's health check against an admin port. */
class LiveCheckIT {
    @Test
    void findsNothingToSayOfAWorkerThatLives() throws Exception {
        assertEquals("", answering("/livez", 200));
    }

    @Test
    void tellsHowAWorkerAnsweredThatDoesNot() throws Exception {
        assertTrue(answering("/livez", 503).endsWith("/livez answered 503"));
        assertTrue(answering("/readyz", 200).endsWith("/livez answered 404"));
    }

    @Test
    void tellsThatNobodyAnswered() {
        String problem = LiveCheck.problem(Map.of("DISPATCHER_ADMIN_PORT", "1"));
        assertTrue(problem.startsWith("http://127.0.0.1:1/livez did not answer"), problem);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "70000", "many"})
    void tellsThatAPortCannotBeAsked(String port) {
        String problem = LiveCheck.problem(Map.of("DISPATCHER_ADMIN_PORT", port));
        assertTrue(problem.contains("DISPATCHER_ADMIN_PORT is " + port), problem);
    }

    /** What the check says of a server that has this page and no other. */
    private static String answering(String path, int status) throws Exception {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
        server.createContext(
                path,
                exchange -> {
                    exchange.sendResponseHeaders(status, -1);
                    exchange.close();
                });
        server.start();
        try {
            return LiveCheck.problem(
                    Map.of(
                            "DISPATCHER_ADMIN_PORT",
                            Integer.toString(server.getAddress().getPort())));
        } finally {
            server.stop(0);
        }
    }
}
