package io.wawp.sandbox.wawp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RouteTest {
    @ParameterizedTest
    @CsvSource({
        "POST, /send, TEXT",
        "POST, /sendImage, IMAGE",
        "POST, /sendFile, FILE",
        "POST, /sendVoice, VOICE",
        "POST, /sendVideo, VIDEO",
        "POST, /sendPoll, POLL",
        "POST, /sendContactVcard, VCARD",
        "POST, /sendLocation, LOCATION",
        "POST, /startTyping, START_TYPING",
        "POST, /stopTyping, STOP_TYPING",
        "GET, /session/info, SESSION_INFO",
        "GET, /message, MESSAGE",
        "GET, /chats/1%40c.us/messages, CHAT_MESSAGES",
        "POST, /chats/1%40c.us/messages/true_1%40c.us_AB, CHAT_MESSAGE"
    })
    void everyOperationIsFoundByItsVerbAndPath(String method, String path, Operation operation) {
        assertEquals(Optional.of(operation), Route.find(method, path).map(Route::operation));
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /send",
        "POST, /send/",
        "POST, /session/info",
        "GET, /chats/1/messages/2",
        "POST, /chats/1/messages",
        "GET, /chats/1"
    })
    void otherVerbsAndPathsAreNoRoute(String method, String path) {
        assertEquals(Optional.empty(), Route.find(method, path));
    }

    @Test
    void partsOfThePathAreDecodedAndKeepTheirPlus() {
        assertEquals(
                Map.of("chatId", "+44@c.us", "messageId", "true_a/b_C"),
                Route.find("POST", "/chats/+44%40c.us/messages/true_a%2Fb_C")
                        .orElseThrow()
                        .parameters());
    }
}
