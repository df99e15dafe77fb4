package io.wawp.sandbox.wawp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EndpointsIT {
    private static final Instant START = Instant.parse("2026-11-22T09:00:00Z");

    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private final WawpSimulator simulator = WawpSimulator.builder().clock(now::get).start();
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

    @ParameterizedTest
    @CsvSource({
        "/sendImage, image, image/jpeg",
        "/sendFile, document, application/pdf",
        "/sendVoice, ptt, audio/ogg; codecs=opus",
        "/sendVideo, video, video/mp4"
    })
    void mediaAreTakenFromBracketsAndFromJson(String path, String type, String mimetype)
            throws Exception {
        Map<String, String> query = new HashMap<>();
        query.put("chatId", ApiClient.CHAT);
        query.put("file[url]", "https://example.com/a b");
        query.put("file[filename]", "a");
        query.put("file[mimetype]", mimetype);
        query.put("caption", "look");
        query.put("convert", "true");
        JsonNode sent = ok(api.post(path, query));
        assertEquals(type, sent.path("type").asText());
        assertEquals("look", sent.path("body").asText());
        assertTrue(sent.path("hasMedia").asBoolean());
        assertEquals("https://example.com/a b", sent.at("/media/url").asText());

        JsonNode again =
                ok(
                        api.postBody(
                                path,
                                "application/json",
                                """
                                {"chatId":"%s","convert":true,
                                 "file":{"url":"https://e.com/a","filename":"a","mimetype":"%s"}}
                                """
                                        .formatted(ApiClient.CHAT, mimetype)));
        assertEquals(mimetype, again.at("/_data/mimetype").asText());
    }

    @Test
    void pollsVcardsAndLocationsShowWhatTheySay() throws Exception {
        JsonNode poll =
                ok(
                        api.postBody(
                                "/sendPoll",
                                "application/json",
                                """
                                {"chatId":"447441429009",
                                 "poll":{"name":"Lunch?","options":["yes","no"],"multipleAnswers":false}}
                                """));
        assertEquals("poll_creation", poll.path("type").asText());
        assertEquals("Lunch?", poll.path("body").asText());
        assertEquals("no", poll.at("/pollOptions/1/name").asText());

        JsonNode card =
                ok(
                        api.postBody(
                                "/sendContactVcard",
                                "application/json",
                                """
                                {"chatId":"447441429009","contacts":[{"fullName":"Ann","phoneNumber":"+44 1",
                                 "organization":"Shop","whatsappId":"441"}]}
                                """));
        assertEquals("vcard", card.path("type").asText());
        assertTrue(card.path("body").asText().contains("FN:Ann"), card::toString);

        JsonNode place =
                ok(
                        api.post(
                                "/sendLocation",
                                Map.of(
                                        "chatId", ApiClient.CHAT,
                                        "latitude", "51.5",
                                        "longitude", "-0.12",
                                        "title", "London")));
        assertEquals("location", place.path("type").asText());
        assertEquals(-0.12, place.at("/location/longitude").asDouble());
    }

    @ParameterizedTest
    @CsvSource({
        "/send, chatId=447441429009, rest_missing_callback_param",
        "/send, message=x, rest_missing_callback_param",
        "/send, chatId=hello&message=x, rest_invalid_param",
        "/sendImage, chatId=447441429009&file[url]=u&file[filename]=f, rest_missing_callback_param",
        "/sendVoice, chatId=447441429009&file[url]=u&file[filename]=f&file[mimetype]=audio/ogg, rest_missing_callback_param",
        "/sendVoice, chatId=447441429009&convert=true&file[url]=u&file[filename]=f&file[mimetype]=image/png, bad_format",
        "/sendPoll, chatId=447441429009&poll[name]=q, rest_missing_callback_param",
        "/sendContactVcard, chatId=447441429009, rest_missing_callback_param",
        "/sendLocation, chatId=447441429009&latitude=91&longitude=0, rest_invalid_param",
        "/startTyping, '', rest_missing_callback_param"
    })
    void whatIsMissingOrWrongIsABadRequest(String path, String form, String code) throws Exception {
        HttpResponse<String> response =
                api.postBody(path, "application/x-www-form-urlencoded", form);
        assertEquals(400, response.statusCode());
        assertEquals(code, ApiClient.json(response).path("code").asText());
        assertEquals(List.of(), simulator.chatIds(ApiClient.INSTANCE));
    }

    @Test
    void brokenJsonAndUnknownPathsAreAnsweredAsWordPressDoes() throws Exception {
        HttpResponse<String> broken = api.postBody("/send", "application/json", "{");
        assertEquals(400, broken.statusCode());
        assertEquals("rest_invalid_json", ApiClient.json(broken).path("code").asText());
        HttpResponse<String> nowhere = api.get("/send", Map.of());
        assertEquals(404, nowhere.statusCode());
        assertEquals("rest_no_route", ApiClient.json(nowhere).path("code").asText());
        assertEquals(
                414, api.text("x".repeat(9_000)).statusCode(), "too long a line for a web server");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/startTyping", "/stopTyping"})
    void typingLeavesNoMessage(String path) throws Exception {
        JsonNode answer = ok(api.post(path, Map.of("chatId", "447441429009@c.us")));
        assertTrue(answer.path("result").asBoolean());
        assertEquals(List.of(), simulator.chatIds(ApiClient.INSTANCE));
    }

    @Test
    void aNumberThatIsNotLoggedInSaysSoAndSendsNothing() throws Exception {
        simulator.setStatus(ApiClient.INSTANCE, SessionStatus.SCAN_QR_CODE);
        HttpResponse<String> refused = api.text("x");
        assertEquals(422, refused.statusCode());
        assertEquals("SCAN_QR_CODE", ApiClient.json(refused).path("status").asText());
        assertEquals(
                "SCAN_QR_CODE", ok(api.get("/session/info", Map.of())).path("status").asText());

        simulator.setStatus(ApiClient.INSTANCE, SessionStatus.WORKING);
        JsonNode info = ok(api.get("/session/info", Map.of()));
        assertEquals("WORKING", info.path("status").asText());
        assertTrue(info.at("/me/id").asText().endsWith("@c.us"));
    }

    @ParameterizedTest
    @CsvSource({"0, 0, PENDING", "50, 1, SERVER", "100, 2, DEVICE", "200, 3, READ"})
    void aMessageIsFoundByEitherCallAndEitherIdAndItsAckMovesWithTheClock(
            long millis, int ack, String name) throws Exception {
        JsonNode sent = ok(api.text("x"));
        now.set(START.plusMillis(millis));
        String full = sent.at("/id/_serialized").asText();
        String hex = sent.at("/id/id").asText();
        List<JsonNode> found = new ArrayList<>();
        found.add(ok(api.get("/message", Map.of("chatId", "1@c.us", "messageId", full))));
        found.add(ok(api.get("/message", Map.of("chatId", ApiClient.CHAT, "messageId", hex))));
        found.add(
                ok(
                        api.post(
                                "/chats/"
                                        + ApiClient.encoded("447441429009@c.us")
                                        + "/messages/"
                                        + ApiClient.encoded(full),
                                Map.of("downloadMedia", "false"))));
        for (JsonNode message : found) {
            assertEquals(full, message.path("id").asText());
            assertEquals(ack, message.path("ack").asInt(-5));
            assertEquals(name, message.path("ackName").asText());
            assertEquals(START.getEpochSecond(), message.path("timestamp").asLong());
        }
    }

    @Test
    void anUnknownMessageIsNotFound() throws Exception {
        assertEquals(
                404,
                api.get("/message", Map.of("chatId", ApiClient.CHAT, "messageId", "3EB0"))
                        .statusCode());
    }

    @Test
    void aChatIsListedNewestFirstPageByPageWithWhatOthersWroteAndDottedFiltersLost()
            throws Exception {
        ok(api.text("one"));
        simulator.receive(ApiClient.INSTANCE, ApiClient.CHAT, "two");
        simulator.writeOnPhone(ApiClient.INSTANCE, ApiClient.CHAT, "three");
        ok(api.text("four"));
        assertEquals(List.of("four", "three", "two", "one"), listed(Map.of()));
        assertEquals(List.of("three", "two"), listed(Map.of("limit", "2", "offset", "1")));
        assertEquals(List.of(), listed(Map.of("offset", "9")));
        assertEquals(
                List.of("four", "three", "two", "one"),
                listed(Map.of("filter.fromMe", "true", "filter.timestamp.gte", "9999999999")));
    }

    @Test
    void aHeldAckStaysWhateverTheClockSays() throws Exception {
        String id = ok(api.text("x")).at("/id/_serialized").asText();
        simulator.setAck(ApiClient.INSTANCE, id, -1);
        now.set(START.plus(Duration.ofDays(1)));
        JsonNode found = ok(api.get("/message", Map.of("chatId", "1", "messageId", id)));
        assertEquals(-1, found.path("ack").asInt());
        assertEquals("ERROR", found.path("ackName").asText());
    }

    @Test
    void aGroupsMessageIdNamesItsSenderToo() throws Exception {
        JsonNode sent = ok(api.post("/send", Map.of("chatId", "120363000@g.us", "message", "all")));
        String id = sent.at("/id/_serialized").asText();
        assertTrue(id.matches("true_120363000@g\\.us_[0-9A-F]+_[0-9]+@c\\.us"), id);
        ok(api.get("/message", Map.of("chatId", "120363000@g.us", "messageId", id)));
    }

    private List<String> listed(Map<String, String> parameters) throws Exception {
        List<String> bodies = new ArrayList<>();
        ok(api.get("/chats/447441429009%40c.us/messages", parameters))
                .forEach(message -> bodies.add(message.path("body").asText()));
        return bodies;
    }

    private static JsonNode ok(HttpResponse<String> response) throws Exception {
        assertEquals(200, response.statusCode(), response::body);
        return ApiClient.json(response);
    }
}
