package io.wawp.sandbox.wawp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ControlCallsIT {
    private static final String TOKEN = "sandbox-token";

    private final WawpSimulator simulator =
            WawpSimulator.builder().acceptAnyInstance(TOKEN).start();
    private final ApiClient api = new ApiClient(simulator, ApiClient.INSTANCE, TOKEN);

    @AfterEach
    void close() {
        api.close();
        simulator.close();
    }

    @Test
    void callsAndChatsCanBeSeenWithoutTheToken() throws Exception {
        api.text("hello");
        HttpResponse<String> calls = control("GET", "/calls?limit=5&operation=text", "");
        assertEquals("hello", ApiClient.json(calls).at("/0/text").asText());
        assertEquals("***", ApiClient.json(calls).at("/0/parameters/access_token").asText());
        assertFalse(calls.body().contains(TOKEN), calls::body);
        assertEquals(
                TOKEN,
                simulator.calls().all().getFirst().parameters().path("access_token").asText());
        JsonNode chats = ApiClient.json(control("GET", "/chats", ""));
        assertEquals(
                "hello",
                chats.path(ApiClient.INSTANCE).path("447441429009@c.us").at("/0/body").asText());
        assertEquals(0, ApiClient.json(control("DELETE", "/calls", "")).size());
    }

    @Test
    void faultsCanBeAddedSeenAndTakenAway() throws Exception {
        HttpResponse<String> added =
                control("POST", "/faults", "{\"action\":\"status\",\"status\":503,\"first\":5}");
        assertEquals(201, added.statusCode());
        assertEquals(503, api.text("x").statusCode());
        JsonNode seen = ApiClient.json(control("GET", "/faults", ""));
        assertEquals(1, seen.at("/0/applied").asInt());
        assertEquals(0, ApiClient.json(control("DELETE", "/faults", "")).size());
        assertEquals(200, api.text("x").statusCode());
    }

    @Test
    void instancesCanBeAddedAndLoggedOut() throws Exception {
        control("POST", "/instances", "{\"instanceId\":\"shop\",\"accessToken\":\"t\"}");
        assertEquals(SessionStatus.WORKING, simulator.status("shop"));
        control("POST", "/instances", "{\"instanceId\":\"shop\",\"status\":\"failed\"}");
        assertEquals(SessionStatus.FAILED, simulator.status("shop"));
        JsonNode seen = ApiClient.json(control("GET", "/instances", ""));
        assertEquals("FAILED", seen.at("/0/status").asText());
    }

    @Test
    void wrongCallsSayWhatIsWrongAndWhatThereIs() throws Exception {
        HttpResponse<String> fault = control("POST", "/faults", "{\"action\":\"explode\"}");
        assertEquals(400, fault.statusCode());
        assertTrue(ApiClient.json(fault).path("problem").asText().contains("no_answer"));
        assertEquals(400, control("POST", "/faults", "{").statusCode());
        assertEquals(400, control("POST", "/instances", "{\"instanceId\":\"x\"}").statusCode());
        HttpResponse<String> nowhere = control("GET", "/nowhere", "");
        assertEquals(404, nowhere.statusCode());
        assertTrue(ApiClient.json(nowhere).path("problem").asText().contains("/sandbox/calls"));
    }

    private HttpResponse<String> control(String method, String path, String body) throws Exception {
        return api.exchange(
                HttpRequest.newBuilder(
                                URI.create(
                                        "http://127.0.0.1:" + simulator.port() + "/sandbox" + path))
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build());
    }
}
