package io.wawp.sandbox.wawp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SendTextIT {
    private final WawpSimulator simulator =
            WawpSimulator.builder().acks(AckSchedule.never()).start();
    private final ApiClient api = new ApiClient(simulator);

    @BeforeEach
    void knowTheInstance() {
        simulator.addInstance(ApiClient.INSTANCE, ApiClient.TOKEN);
    }

    @AfterEach
    void close() {
        api.close();
        simulator.close();
    }

    @Test
    void answersAsThePageOfSendTextShows() throws Exception {
        HttpResponse<String> response = api.text("Grüße 👋 & more");
        assertEquals(200, response.statusCode());
        JsonNode body = ApiClient.json(response);
        String id = body.at("/id/_serialized").asText();
        assertTrue(id.matches("true_447441429009@c\\.us_[0-9A-F]{20}"), id);
        assertEquals(id, body.at("/_data/id/_serialized").asText());
        assertTrue(id.endsWith("_" + body.at("/id/id").asText()));
        assertEquals("447441429009@c.us", body.at("/id/remote").asText());
        assertTrue(body.at("/_data/id/fromMe").asBoolean());
        assertEquals("Grüße 👋 & more", body.path("body").asText());
        assertEquals("chat", body.path("type").asText());
        assertEquals(0, body.path("ack").asInt(-5));
        assertFalse(body.path("hasMedia").asBoolean(true));
        assertEquals("447441429009@c.us", body.path("to").asText());
        assertEquals("447441429009", body.at("/_data/to/user").asText());
        assertEquals("android", body.path("deviceType").asText());
        assertEquals(List.of(id), ids());
    }

    @Test
    void takesFormAndJsonBodiesToo() throws Exception {
        api.postBody(
                "/send", "application/x-www-form-urlencoded", "chatId=4915112345678&message=a+b");
        api.postBody(
                "/send",
                "application/json; charset=UTF-8",
                "{\"chatId\":\"4915112345678@c.us\",\"message\":\"c + d\"}");
        assertEquals(
                List.of("a b", "c + d"),
                simulator.messages(ApiClient.INSTANCE, "4915112345678").stream()
                        .map(ChatMessage::body)
                        .toList());
    }

    @ParameterizedTest
    @CsvSource({
        "000000000000, secret, 404, invalid_instance",
        "123456789012, wrong, 401, invalid_access_token",
        "123456789012, '', 401, invalid_access_token"
    })
    void wrongCredentialsAreRefusedInTheEnvelopeOfWordPress(
            String instance, String token, int status, String code) throws Exception {
        try (ApiClient stranger = new ApiClient(simulator, instance, token)) {
            HttpResponse<String> response = stranger.text("x");
            assertEquals(status, response.statusCode());
            assertEquals(code, ApiClient.json(response).path("code").asText());
            assertEquals(status, ApiClient.json(response).at("/data/status").asInt());
        }
        assertEquals(List.of(), ids());
    }

    @Test
    void everyCallIsWrittenDownWithWhatCameOfIt() throws Exception {
        api.exchange(
                api.request("/send", Map.of("chatId", ApiClient.CHAT, "message", "x"))
                        .header("Idempotency-Key", "k-1")
                        .POST(java.net.http.HttpRequest.BodyPublishers.noBody())
                        .build());
        Call call = simulator.calls().sends().getFirst();
        assertEquals(Operation.TEXT, call.operation());
        assertEquals("/wp-json/awp/v1/send", call.path());
        assertEquals("k-1", call.idempotencyKey().orElseThrow());
        assertEquals("447441429009@c.us", call.chatId());
        assertEquals("x", call.text());
        assertEquals(200, call.status());
        assertEquals(ids(), call.messageId().stream().toList());
        assertFalse(call.toString().contains(ApiClient.TOKEN));
    }

    private List<String> ids() {
        return simulator.messages(ApiClient.INSTANCE, ApiClient.CHAT).stream()
                .map(ChatMessage::id)
                .toList();
    }
}
