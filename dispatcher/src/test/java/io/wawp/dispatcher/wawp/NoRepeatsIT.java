package io.wawp.dispatcher.wawp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.wawp.dispatcher.app.SystemTime;
import java.io.IOException;
import java.net.URI;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Why our client is set up as it is: the same library as it comes repeats requests by itself, in
 * the very cases in which ours sends one. A second request under one journaled intent would be a
 * second message.
 */
class NoRepeatsIT {
    private final StubWawp stub = new StubWawp();
    private final SystemTime time = new SystemTime();

    @AfterEach
    void close() {
        stub.close();
        time.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 503})
    void withoutItsRetriesSwitchedOffTheClientSendsTwice(int status) throws Exception {
        stub.replies(StubWawp.answer(status, "{}", "Retry-After: 0"));

        ours("POST");
        assertEquals(1, stub.heard().size());

        asItComes("POST");
        assertEquals(1 + 2, stub.heard().size());
    }

    @ParameterizedTest
    @ValueSource(ints = {307, 308})
    void withoutRedirectsSwitchedOffTheClientSendsTwice(int status) throws Exception {
        stub.replies((heard, socket) ->
                StubWawp.write(
                        socket,
                        heard.target().endsWith("/elsewhere") ? 200 : status,
                        "{}",
                        "Location: " + stub.url() + "/elsewhere"));

        ours("POST");
        assertEquals(1, stub.heard().size());

        asItComes("POST");
        assertEquals(1 + 2, stub.heard().size());
    }

    @Test
    void withoutItsRetriesSwitchedOffTheClientRepeatsWhatWasReset() throws Exception {
        stub.replies((heard, socket) -> StubWawp.reset(socket));

        // of a method that may be repeated, so that the client's own rule allows it
        ours("PUT");
        assertEquals(1, stub.heard().size());

        assertThrows(IOException.class, () -> asItComes("PUT"));
        assertEquals(1 + 2, stub.heard().size());
    }

    @Test
    void whatWasResetIsNotRepeatedUnderOursWhateverItsMethod() throws Exception {
        stub.replies((heard, socket) -> StubWawp.reset(socket));

        ours("GET");
        ours("POST");

        assertEquals(2, stub.heard().size());
    }

    private void ours(String method) throws InterruptedException {
        try (var wire = new Wire(WawpSettings.defaults().withBaseUrl(stub.url()), time)) {
            var _ = wire.exchange(request(method), 1_000, () -> true);
        }
    }

    private void asItComes(String method) throws IOException {
        try (CloseableHttpClient client = HttpClients.createDefault()) {
            var _ = client.execute(request(method), response -> response.getCode());
        }
    }

    private HttpUriRequestBase request(String method) {
        return new HttpUriRequestBase(method, URI.create(stub.url() + "/send"));
    }
}
