package io.wawp.sandbox.wawp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

final class FaultsIT {
    private static final Instant START = Instant.parse("2026-11-22T09:00:00Z");
    private static final Duration PATIENCE = Duration.ofSeconds(20);

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

    static Stream<Arguments> failures() {
        return Stream.of(
                row(Answers.invalidInstance(), 404, "invalid_instance"),
                row(Answers.invalidAccessToken(), 401, "invalid_access_token"),
                row(Answers.upstreamError(200), 200, "wawp_upstream_error"),
                row(Answers.upstreamError(500), 500, "wawp_upstream_error"),
                row(Answers.upstreamError(502), 502, "wawp_upstream_error"),
                row(Answers.badFormat(400), 400, "bad_format"),
                row(Answers.proxyError(502), 502, "proxy_error"),
                row(Answers.apiError(500), 500, "wawp_api_error"),
                row(Answers.instanceIdInvalidated(403), 403, "Instance ID Invalidated"),
                row(Answers.quotaExceeded(), 200, "exceeded the maximum limit"),
                row(
                        Answers.wordpress(418, "a_code", "a message"),
                        418,
                        "\"data\":{\"status\":418}"),
                row(Answers.v2(400, "missing", "missing_param"), 400, "missing_param"),
                row(Answers.codeInside2xx("failed", "no"), 200, "\"code\":\"failed\""),
                row(Answers.successFalse("no"), 200, "\"success\":false"),
                row(Answers.statusError("no"), 200, "\"status\":\"error\""),
                row(Answers.plain(429), 429, ""),
                row(Answers.plain(503), 503, ""),
                row(Answers.plain(504), 504, ""),
                row(Answers.html(502, "Bad Gateway"), 502, "<h1>502 Bad Gateway</h1>"),
                row(Answers.html(413, "Request Entity Too Large"), 413, "413 Request Entity"),
                row(Answers.xml400(), 400, "<?xml"),
                row(
                        Answers.sessionStatus("x", SessionStatus.FAILED),
                        422,
                        "\"expected\":[\"WORKING\"]"));
    }

    private static Arguments row(FaultAction.Answer answer, int status, String part) {
        return Arguments.of(answer, status, part);
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aFailureIsAnsweredAndSendsNothingUnlessRecordingIsAsked(
            FaultAction.Answer answer, int status, String part) throws Exception {
        simulator.faults().add(FaultRule.sends().first(1).then(answer));
        simulator.faults().add(FaultRule.sends().nth(2).then(answer).recorded());
        for (int sent = 0; sent < 2; sent++) {
            HttpResponse<String> response = api.text("x");
            assertEquals(status, response.statusCode());
            assertTrue(response.body().contains(part), response::body);
            assertEquals(sent, recorded().size(), "messages in the chat");
        }
        Call last = simulator.calls().all().getLast();
        assertEquals(Optional.of(answer.name()), last.fault());
        assertEquals(status, last.status());
        assertTrue(last.createdMessage());
    }

    @Test
    void retryAfterComesInSecondsOrAsADate() throws Exception {
        simulator
                .faults()
                .add(FaultRule.sends().nth(1).then(Answers.plain(429, Duration.ofSeconds(7))));
        simulator.faults().add(FaultRule.sends().nth(2).then(Answers.plain(503, START)));
        assertEquals("7", api.text("x").headers().firstValue("Retry-After").orElseThrow());
        assertEquals(
                "Sun, 22 Nov 2026 09:00:00 GMT",
                api.text("x").headers().firstValue("Retry-After").orElseThrow());
    }

    @ParameterizedTest
    @CsvSource({
        "WEBJS, /_data/id/fromMe, true",
        "GOWS, /_data/Info/IsFromMe, true",
        "NOWEB, /key/fromMe, true",
        "PROXY_SHORT, /sent, true",
        "VERIFIED_AT, /verified_at, 2026-11-22T09:00:00Z",
        "QUEUED, /status, queued",
        "JOB_ID, /code, success",
        "DOCUMENT_MESSAGE, /message/documentMessage/fileName, ''",
        "OPERATION_COMPLETED, /success, true"
    })
    void aSuccessTakesTheShapeAskedFor(SuccessShape shape, String pointer, String value)
            throws Exception {
        simulator.faults().add(FaultRule.sends().then(FaultAction.success(shape)));
        HttpResponse<String> response = api.text("x");
        assertEquals(2, response.statusCode() / 100);
        JsonNode found = ApiClient.json(response).at(pointer);
        assertTrue(found.isValueNode() && !found.isMissingNode(), response::body);
        assertEquals(value, found.asText());
    }

    @ParameterizedTest
    @EnumSource
    void everySuccessCountsAsSentUnlessItIsALie(SuccessShape shape) throws Exception {
        simulator.faults().add(FaultRule.sends().nth(1).then(FaultAction.success(shape)));
        simulator
                .faults()
                .add(FaultRule.sends().nth(2).then(FaultAction.success(shape)).unrecorded());
        assertEquals(2, api.text("x").statusCode() / 100);
        assertEquals(2, api.text("x").statusCode() / 100);
        assertEquals(1, recorded().size());
    }

    @ParameterizedTest
    @CsvSource({"EMPTY, ''", "NON_JSON, OK"})
    void aSuccessMayHaveNoJson(SuccessShape shape, String body) throws Exception {
        simulator.faults().add(FaultRule.sends().then(FaultAction.success(shape)));
        assertEquals(body, api.text("x").body());
    }

    @Nested
    final class OnTheWire {
        static Stream<FaultAction> ends() {
            return Stream.of(FaultAction.reset(), FaultAction.close());
        }

        @ParameterizedTest
        @MethodSource("ends")
        void aConnectionEndsBeforeOrAfterTheMessageIsRecorded(FaultAction end) throws Exception {
            simulator.faults().add(FaultRule.sends().nth(1).then(end));
            simulator.faults().add(FaultRule.sends().nth(2).then(end).recorded());
            assertThrows(IOException.class, () -> api.text("x"));
            assertEquals(0, recorded().size());
            assertThrows(IOException.class, () -> api.text("x"));
            assertEquals(1, recorded().size());
            assertEquals(0, simulator.calls().all().getLast().status());
        }

        @ParameterizedTest
        @CsvSource({"true, reset", "false, ''"})
        void aResetIsAResetAndACloseIsAnEnd(boolean reset, String expected) throws Exception {
            simulator
                    .faults()
                    .add(FaultRule.sends().then(reset ? FaultAction.reset() : FaultAction.close()));
            assertEquals(expected, RawCall.send(simulator));
        }

        @Test
        void noAnswerComesButTheMessageDoes() throws Exception {
            simulator.faults().add(FaultRule.sends().then(FaultAction.noAnswer()).recorded());
            HttpRequest request =
                    api.request("/send", Map.of("chatId", ApiClient.CHAT, "message", "x"))
                            .timeout(Duration.ofMillis(300))
                            .POST(HttpRequest.BodyPublishers.noBody())
                            .build();
            assertThrows(HttpTimeoutException.class, () -> api.exchange(request));
            assertEquals(1, recorded().size());
        }

        @Test
        void anAnswerIsLateButItsMessageIsNot() throws Exception {
            Duration delay = Duration.ofMillis(300);
            AtomicReference<Integer> recordedBefore = new AtomicReference<>(0);
            simulator.calls().onCall(call -> recordedBefore.set(recorded().size()));
            simulator.faults().add(FaultRule.sends().after(delay));
            long before = System.nanoTime();
            assertEquals(200, api.text("x").statusCode());
            assertTrue(System.nanoTime() - before >= delay.toNanos(), "answered too early");
            assertEquals(1, recordedBefore.get());
        }

        @Test
        void aBodyMayBeCutOff() {
            simulator.faults().add(FaultRule.sends().then(FaultAction.cutOff(10)));
            assertThrows(IOException.class, () -> api.text("x"));
            assertEquals(1, recorded().size());
        }

        @Test
        void aBodyMayTrickle() throws Exception {
            Duration pause = Duration.ofMillis(1);
            simulator.faults().add(FaultRule.sends().then(FaultAction.trickle(pause)));
            long before = System.nanoTime();
            HttpResponse<String> response = api.text("x");
            long took = System.nanoTime() - before;
            assertEquals("x", ApiClient.json(response).path("body").asText());
            assertTrue(took >= pause.toNanos() * response.body().length(), "took " + took + " ns");
        }

        @Test
        void aBodyMayBeOversized() throws Exception {
            int bytes = 20_000_000;
            simulator.faults().add(FaultRule.sends().then(FaultAction.oversized(bytes)));
            String body = api.text("x").body();
            assertEquals(bytes + 2, body.length());
            assertTrue(body.startsWith("\"x") && body.endsWith("x\""));
        }

        @Test
        void theServerMayGoAwayAndComeBackOnItsPortWithItsMemory() throws Exception {
            api.text("x");
            simulator.goAway();
            assertThrows(IOException.class, () -> api.text("x"));
            simulator.comeBack();
            assertEquals(200, api.text("x").statusCode());
            assertEquals(2, recorded().size());
        }
    }

    @Nested
    final class OfListings {
        @Test
        void aMessageMayShowLate() throws Exception {
            simulator
                    .faults()
                    .add(
                            FaultRule.sends()
                                    .then(Answers.upstreamError(500))
                                    .recorded()
                                    .visibleAfter(Duration.ofSeconds(30)));
            assertEquals(500, api.text("x").statusCode());
            String id = recorded().getFirst().id();
            now.set(START.plusSeconds(29));
            assertEquals(0, ApiClient.json(list()).size());
            assertEquals(404, api.get("/message", Map.of("messageId", id)).statusCode());
            now.set(START.plusSeconds(30));
            assertEquals(1, ApiClient.json(list()).size());
            assertEquals(200, api.get("/message", Map.of("messageId", id)).statusCode());
        }

        @Test
        void aListingMayFailAsWell() throws Exception {
            simulator.faults().add(FaultRule.lookUps().first(1).then(Answers.plain(503)));
            assertEquals(503, list().statusCode());
            assertEquals(200, list().statusCode());
        }

        @Test
        void aMessageMayNeverGetPastPending() throws Exception {
            simulator.faults().add(FaultRule.sends().acks(AckSchedule.never()));
            api.text("x");
            now.set(START.plus(Duration.ofDays(3)));
            assertEquals(0, recorded().getFirst().ack());
        }

        private HttpResponse<String> list() throws Exception {
            return api.get("/chats/447441429009/messages", Map.of());
        }
    }

    @Nested
    final class Rules {
        @Test
        void areAboutCallsByOperationInstanceChatAndText() throws Exception {
            simulator.addInstance("AAAAAAAAAAAA", "other");
            FaultAction no = Answers.plain(503);
            simulator.faults().add(FaultRule.on(Operation.START_TYPING).then(no));
            simulator.faults().add(FaultRule.sends().instance("AAAAAAAAAAAA").then(no));
            simulator.faults().add(FaultRule.sends().chat("4915112345678@c.us").then(no));
            simulator.faults().add(FaultRule.sends().containing("bad").then(no));
            simulator.faults().add(FaultRule.sends().finding("^[0-9]{6}$").then(no));
            try (ApiClient other = new ApiClient(simulator, "AAAAAAAAAAAA", "other")) {
                assertEquals(503, other.text("x").statusCode());
            }
            Map<String, String> elsewhere = Map.of("chatId", "4915112345678", "message", "x");
            assertEquals(503, api.post("/send", elsewhere).statusCode());
            assertEquals(503, api.post("/startTyping", elsewhere).statusCode());
            assertEquals(503, api.text("a bad one").statusCode());
            assertEquals(503, api.text("123456").statusCode());
            assertEquals(200, api.text("1234567").statusCode());
        }

        @Test
        void areTriedInOrderAndCountTheirCallsEachForItself() throws Exception {
            Faults.Armed second =
                    simulator.faults().add(FaultRule.sends().nth(2).then(Answers.plain(502)));
            Faults.Armed firstTwo =
                    simulator.faults().add(FaultRule.sends().first(2).then(Answers.plain(503)));
            assertEquals(
                    List.of(503, 502, 200),
                    List.of(
                            api.text("x").statusCode(),
                            api.text("x").statusCode(),
                            api.text("x").statusCode()));
            assertEquals(3, firstTwo.matched());
            assertEquals(1, firstTwo.applied());
            assertEquals(1, second.applied());
        }

        @Test
        void endWhenTheyAreRemoved() throws Exception {
            Faults.Armed rule = simulator.faults().add(FaultRule.calls().then(Answers.plain(503)));
            assertEquals(503, api.text("x").statusCode());
            simulator.faults().remove(rule);
            assertEquals(200, api.text("x").statusCode());
        }

        @Test
        void leaveCallsInTheLogThatATestCanWaitFor() throws Exception {
            Thread sender =
                    Thread.ofVirtual()
                            .start(() -> {
                                try {
                                    api.text("awaited");
                                } catch (IOException | InterruptedException e) {
                                    throw new IllegalStateException(e);
                                }
                            });
            Call call = simulator.calls().await(c -> c.text().equals("awaited"), PATIENCE);
            assertEquals(START, call.arrivedAt());
            sender.join();
        }
    }

    private List<ChatMessage> recorded() {
        return simulator.messages(ApiClient.INSTANCE, ApiClient.CHAT);
    }
}
