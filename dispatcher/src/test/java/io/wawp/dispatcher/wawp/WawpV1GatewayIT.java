package io.wawp.dispatcher.wawp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wawp.common.command.Content;
import io.wawp.common.command.MessageId;
import io.wawp.common.outcome.OutcomeError;
import io.wawp.common.outcome.ReasonCode;
import io.wawp.dispatcher.model.ChatLook;
import io.wawp.dispatcher.model.Receipt;
import io.wawp.dispatcher.model.SendResult;
import io.wawp.dispatcher.model.SessionLook;
import io.wawp.dispatcher.model.Time;
import io.wawp.dispatcher.model.TypingResult;
import io.wawp.dispatcher.testing.ManualTime;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The gateway against a server on a bare socket; time stands still unless a test moves it. */
@Timeout(60)
final class WawpV1GatewayIT {
    private static final String SENT = "{\"id\":\"true_447441429009@c.us_3EB0\",\"ack\":1}";

    private final ManualTime time = new ManualTime();
    private final StubWawp stub = new StubWawp();
    private final WawpSettings settings = WawpSettings.defaults().withBaseUrl(stub.url());
    private final WawpV1Gateway gateway = new WawpV1Gateway(settings, time);
    private final CountDownLatch heard = new CountDownLatch(1);
    private final CountDownLatch over = new CountDownLatch(1);

    @AfterEach
    void close() {
        over.countDown();
        gateway.close();
        stub.close();
    }

    @Test
    void writesOneRequestAsDocumentedWithNothingElseInIt() throws Exception {
        stub.replies(StubWawp.answer(200, SENT, "Set-Cookie: a=b"));
        var accepted = assertInstanceOf(SendResult.Accepted.class, send());
        assertEquals(new MessageId("true_447441429009@c.us_3EB0"), accepted.messageId());
        assertEquals(1, accepted.ack());
        assertInstanceOf(SendResult.Accepted.class, send());
        StubWawp.Heard second = stub.heard().get(1);
        assertEquals("POST", second.method());
        assertEquals(
                "/wp-json/awp/v1/send?instance_id=123456789012&access_token=tok3n-Secret"
                        + "&chatId=447441429009%40c.us"
                        + "&message=Gr%C3%BC%C3%9Fe%20%26%201%2B1%3D2%3F%0ABye",
                second.target());
        assertEquals("key-1", second.headers().get("idempotency-key"));
        assertTrue(second.headers().getOrDefault("user-agent", "").startsWith("wawp-dispatcher"));
        assertEquals("0", second.headers().get("content-length"));
        for (String absent : List.of("cookie", "accept-encoding", "upgrade", "expect")) {
            assertNull(second.headers().get(absent), absent);
        }
        assertEquals(1, stub.connections());
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 307, 401, 408, 429, 500, 502, 503, 504})
    void repeatsNothingWhateverTheAnswer(int status) throws Exception {
        stub.replies(
                StubWawp.answer(status, "{}", "Retry-After: 0", "Location: " + stub.url() + "/x"));
        send();
        gateway.session(Samples.ACCOUNT);
        gateway.startTyping(Samples.ACCOUNT, Samples.CHAT);
        assertEquals(3, stub.heard().size());
    }

    @Test
    void aConnectionThatIsResetAfterTheRequestLeavesItUnclearAndIsNotRepeated() throws Exception {
        stub.replies((_, socket) -> StubWawp.reset(socket));
        assertUnclear(ReasonCode.WAWP_UNREACHABLE, send());
        assertEquals(1, stub.heard().size());
        assertEquals(1, stub.connections());
        assertInstanceOf(SessionLook.Unreadable.class, gateway.session(Samples.ACCOUNT));
        assertEquals(2, stub.heard().size());
    }

    @Test
    void aPooledConnectionThatIsResetAfterTheRequestIsNotRepeated() throws Exception {
        send();
        stub.replies((_, socket) -> StubWawp.reset(socket));
        assertUnclear(ReasonCode.WAWP_UNREACHABLE, send());
        assertEquals(2, stub.heard().size());
        assertEquals(1, stub.connections());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", // closed without a word
                "garbage\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n{\"sent\":true}",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"sen",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
            })
    void anAnswerThatIsNotWholeLeavesItUnclear(String raw) throws Exception {
        stub.replies((_, socket) -> {
            socket.getOutputStream().write(raw.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            socket.close();
        });
        assertUnclear(ReasonCode.WAWP_UNREACHABLE, send());
        assertEquals(1, stub.heard().size());
    }

    @Test
    void whereNobodyListensNothingIsSent() throws Exception {
        URI nobody;
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = URI.create("http://127.0.0.1:" + server.getLocalPort());
        }
        try (var lost = new WawpV1Gateway(settings.withBaseUrl(nobody), time)) {
            var asked = new AtomicInteger();
            SendResult result =
                    lost.send(
                            Samples.ACCOUNT,
                            Samples.command(Samples.TEXT),
                            () -> asked.incrementAndGet() > 0);
            var notSent = assertInstanceOf(SendResult.NotSent.class, result);
            assertEquals(ReasonCode.WAWP_UNREACHABLE, notSent.error().code());
            assertEquals(0, asked.get());
            assertInstanceOf(SessionLook.Unreadable.class, lost.session(Samples.ACCOUNT));
        }
    }

    @Test
    void aLapsedRightWritesNotAByteAndHoldsNoConnection() throws Exception {
        try (var narrow = new WawpV1Gateway(settings.withMaxConnections(1), time)) {
            var asked = new AtomicInteger();
            for (int round = 0; round < 3; round++) {
                SendResult result =
                        narrow.send(
                                Samples.ACCOUNT,
                                Samples.command(Samples.TEXT),
                                () -> asked.incrementAndGet() < 0);
                assertInstanceOf(SendResult.Lapsed.class, result);
            }
            assertEquals(3, asked.get());
            assertEquals(0, stub.octets());
            assertInstanceOf(
                    SendResult.Accepted.class,
                    narrow.send(Samples.ACCOUNT, Samples.command(Samples.TEXT), () -> true));
        }
    }

    @Test
    void theRightToWriteIsAskedOnceWithAConnectionAndBeforeTheFirstByte() throws Exception {
        var asked = new ArrayList<Integer>();
        SendResult result =
                gateway.send(
                        Samples.ACCOUNT,
                        Samples.command(Samples.TEXT),
                        () -> {
                            asked.add(stub.octets());
                            return true;
                        });
        assertInstanceOf(SendResult.Accepted.class, result);
        assertEquals(List.of(0), asked);
    }

    @Test
    void whatTheRightsGiverThrowsReachesTheCallerAndNothingIsWritten() {
        var broken = new IllegalStateException("a bug");
        BooleanSupplier throwing =
                () -> {
                    throw broken;
                };
        assertSame(
                broken,
                assertThrows(
                        IllegalStateException.class,
                        () ->
                                gateway.send(
                                        Samples.ACCOUNT, Samples.command(Samples.TEXT), throwing)));
        assertEquals(0, stub.octets());
    }

    @Test
    void aPooledConnectionThatDiedIsFoundBeforeAnythingIsWritten() throws Exception {
        var closed = new Semaphore(0);
        stub.replies((_, socket) -> {
            StubWawp.write(socket, 200, SENT);
            socket.close();
            closed.release();
        });
        for (int round = 0; round < 5; round++) {
            assertInstanceOf(SendResult.Accepted.class, send());
            assertTrue(closed.tryAcquire(10, TimeUnit.SECONDS));
        }
        assertEquals(5, stub.connections());
        assertEquals(5, stub.heard().size());
    }

    @Test
    void aBodyThatTricklesForeverIsCutOffAtTheTimeOut() throws Exception {
        stub.replies((_, socket) -> {
            var out = socket.getOutputStream();
            out.write(
                    "HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            heard.countDown();
            while (!over.await(10, TimeUnit.MILLISECONDS)) {
                out.write(' ');
                out.flush();
            }
        });
        FutureTask<SendResult> call = start(this::send);
        assertTrue(heard.await(10, TimeUnit.SECONDS));
        time.advance(Duration.ofMillis(29_999));
        assertFalse(call.isDone());
        time.advance(Duration.ofMillis(1));
        assertUnclear(ReasonCode.WAWP_UNREACHABLE, call.get(10, TimeUnit.SECONDS));
    }

    @Test
    void aCallThatWaitsForAConnectionBeyondTheTimeOutIsNotSent() throws Exception {
        stub.replies(this::hang);
        var alarms = new LinkedBlockingQueue<Runnable>();
        Time byHand = new AlarmsByHand(time, alarms);
        try (var narrow = new WawpV1Gateway(settings.withMaxConnections(1), byHand)) {
            FutureTask<SendResult> first = start(() -> send(narrow));
            assertTrue(heard.await(10, TimeUnit.SECONDS));
            Runnable firstTimeOut = alarms.take();
            FutureTask<SendResult> second = start(() -> send(narrow));
            alarms.take().run();
            var notSent =
                    assertInstanceOf(SendResult.NotSent.class, second.get(10, TimeUnit.SECONDS));
            assertEquals(ReasonCode.WAWP_UNREACHABLE, notSent.error().code());
            assertFalse(first.isDone());
            firstTimeOut.run();
            assertUnclear(ReasonCode.WAWP_UNREACHABLE, first.get(10, TimeUnit.SECONDS));
        }
        assertEquals(1, stub.heard().size());
    }

    /** A clock whose alarms a test rings one by one. */
    private record AlarmsByHand(Time clock, BlockingQueue<Runnable> alarms) implements Time {
        @Override
        public Instant now() {
            return clock.now();
        }

        @Override
        public long nanoTime() {
            return clock.nanoTime();
        }

        @Override
        public void sleep(Duration duration) throws InterruptedException {
            clock.sleep(duration);
        }

        @Override
        public Alarm after(Duration delay, Runnable task) {
            assertEquals(Duration.ofSeconds(30), delay);
            alarms.add(task);
            return () -> {};
        }
    }

    @Test
    void interruptedBeforeTheWireItThrows() throws Exception {
        stub.replies(this::hang);
        try (var narrow = new WawpV1Gateway(settings.withMaxConnections(1), time)) {
            FutureTask<SendResult> first = start(() -> send(narrow));
            assertTrue(heard.await(10, TimeUnit.SECONDS));
            var second = new FutureTask<>(() -> send(narrow));
            Thread waiting = Thread.ofVirtual().start(second);
            awaitCalls(2);
            waiting.interrupt();
            var thrown =
                    assertThrows(ExecutionException.class, () -> second.get(10, TimeUnit.SECONDS));
            assertInstanceOf(InterruptedException.class, thrown.getCause());
            assertFalse(first.isDone());
        }
        assertEquals(1, stub.heard().size());
    }

    @Test
    void interruptedOnTheWireItIsUnclearWithTheFlagSet() throws Exception {
        stub.replies(this::hang);
        var flag = new CountDownLatch(1);
        var call =
                new FutureTask<>(() -> {
                    SendResult result = send();
                    if (Thread.currentThread().isInterrupted()) {
                        flag.countDown();
                    }
                    return result;
                });
        Thread thread = Thread.ofVirtual().start(call);
        assertTrue(heard.await(10, TimeUnit.SECONDS));
        thread.interrupt();
        assertUnclear(ReasonCode.WAWP_UNREACHABLE, call.get(10, TimeUnit.SECONDS));
        assertEquals(0, flag.getCount());
    }

    @Test
    void aThreadThatIsInterruptedAlreadyAsksNothing() throws Exception {
        var call =
                start(() -> {
                    Thread.currentThread().interrupt();
                    TypingResult typing = gateway.startTyping(Samples.ACCOUNT, Samples.CHAT);
                    assertTrue(Thread.currentThread().isInterrupted());
                    return typing;
                });
        assertInstanceOf(TypingResult.NotShown.class, call.get(10, TimeUnit.SECONDS));
        assertEquals(0, stub.connections());
    }

    @Test
    void anAnswerBeyondTheBoundLeavesASendUnclear() throws Exception {
        stub.replies(StubWawp.answer(200, " ".repeat(256 * 1024) + SENT));
        assertUnclear(ReasonCode.WAWP_UPSTREAM_ERROR, send());
        stub.replies((_, socket) -> { // no length and no end
            var out = socket.getOutputStream();
            out.write(
                    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            byte[] chunk =
                    ("1000\r\n" + " ".repeat(4096) + "\r\n").getBytes(StandardCharsets.US_ASCII);
            while (over.getCount() > 0) {
                out.write(chunk);
            }
        });
        assertUnclear(ReasonCode.WAWP_UPSTREAM_ERROR, send());
    }

    @Test
    void aListingMayBeLongerThanAnAnswerToASend() {
        String body = "{\"id\":\"true_1@c.us_A\",\"timestamp\":1,\"body\":\"" + "x".repeat(500_000);
        stub.replies(StubWawp.answer(200, "[" + body + "\"}]"));
        var page =
                assertInstanceOf(
                        ChatLook.Page.class,
                        gateway.messages(Samples.ACCOUNT, Samples.CHAT, 0, 50));
        assertEquals(1, page.messages().size());
    }

    @Test
    void learnsWhichWayToAskForAMessageOneCallAtATime() {
        stub.replies((request, socket) -> {
            if (request.method().equals("GET")) {
                StubWawp.write(socket, 404, "{\"code\":\"rest_no_route\"}");
            } else {
                StubWawp.write(socket, 200, "{\"id\":\"AB\",\"ack\":3}");
            }
        });
        assertInstanceOf(Receipt.Unreadable.class, receipt());
        assertEquals(1, stub.heard().size());
        assertEquals(new Receipt.Known(new MessageId("AB"), 3), receipt());
        assertEquals(new Receipt.Known(new MessageId("AB"), 3), receipt());
        assertEquals(
                List.of("GET", "POST", "POST"),
                stub.heard().stream().map(StubWawp.Heard::method).toList());
    }

    @Test
    void aMessageThatIsNotThereIsNoReasonToAskTheOtherWay() {
        stub.replies(StubWawp.answer(404, "{\"code\":\"not_found\"}"));
        assertInstanceOf(Receipt.Unknown.class, receipt());
        assertInstanceOf(Receipt.Unknown.class, receipt());
        assertTrue(stub.heard().stream().allMatch(request -> request.method().equals("GET")));
    }

    @Test
    void afterClosingItEndsCallsInsteadOfThrowing() throws Exception {
        gateway.close();
        gateway.close();
        assertInstanceOf(SendResult.NotSent.class, send());
        assertEquals(0, stub.connections());
    }

    @Test
    void noEndingTellsTheTokenTheNumberOrTheMessage() throws Exception {
        String echo =
                "instance_id=1&access_token=tok3n-Secret tok3n-Secret 447441429009 +44 7441 429009"
                        + " Grüße & 1+1=2?\\nBye"
                        + " https://wawp.net/x?access_token=tok3n-Secret";
        var results = new ArrayList<Object>();
        for (int status : new int[] {200, 302, 400, 401, 403, 404, 413, 422, 429, 500, 503}) {
            for (String code :
                    new String[] {"x_error", "invalid_instance", "tok3n-Secret", "447441429009"}) {
                stub.replies(
                        StubWawp.answer(
                                status,
                                "{\"code\":\""
                                        + code
                                        + "\",\"message\":\""
                                        + echo
                                        + "\",\"error\":\"tok3n-Secret\"}"));
                results.add(send());
                results.add(gateway.startTyping(Samples.ACCOUNT, Samples.CHAT));
                results.add(gateway.session(Samples.ACCOUNT));
                results.add(receipt());
                results.add(gateway.messages(Samples.ACCOUNT, Samples.CHAT, 0, 10));
            }
        }
        stub.replies((_, socket) -> StubWawp.reset(socket));
        results.add(send());
        results.add(gateway.session(Samples.ACCOUNT));
        stub.close();
        results.add(send());
        results.add(gateway.session(Samples.ACCOUNT));
        assertEquals(224, results.size());
        for (Object result : results) {
            String told = result.toString();
            for (String secret : List.of("tok3n", "Secret", "447441", "7441 4")) {
                assertFalse(told.contains(secret), () -> secret + " in " + told);
            }
            // only a call that carries a message can have it repeated
            if (result instanceof SendResult) {
                assertFalse(told.contains("Grü") || told.contains("Bye"), told);
            }
        }
    }

    @Test
    void metersEveryCallByItsEnding() throws Exception {
        var metered = new ArrayList<String>();
        try (var counted =
                WawpGateways.open(
                        settings,
                        time,
                        (operation, result, _) -> metered.add(operation + " " + result))) {
            counted.send(Samples.ACCOUNT, Samples.command(Samples.TEXT), () -> true);
            counted.send(Samples.ACCOUNT, Samples.command(Samples.TEXT), () -> false);
            stub.replies(StubWawp.answer(401, ""));
            counted.startTyping(Samples.ACCOUNT, Samples.CHAT);
            counted.stopTyping(Samples.ACCOUNT, Samples.CHAT);
            counted.session(Samples.ACCOUNT);
            counted.receipt(Samples.ACCOUNT, Samples.CHAT, new MessageId("AB"));
            counted.messages(Samples.ACCOUNT, Samples.CHAT, 0, 1);
        }
        assertEquals(
                List.of(
                        "send accepted",
                        "send lapsed",
                        "start_typing instance_trouble",
                        "stop_typing instance_trouble",
                        "session not_working",
                        "receipt instance_trouble",
                        "messages instance_trouble"),
                metered);
    }

    @Test
    void leavesNoAlarmBehind() throws Exception {
        send();
        stub.replies((_, socket) -> StubWawp.reset(socket));
        send();
        gateway.send(Samples.ACCOUNT, Samples.command(Samples.TEXT), () -> false);
        assertEquals(List.of(), time.dueIn());
    }

    private SendResult send() throws InterruptedException {
        return send(gateway);
    }

    private static SendResult send(WawpV1Gateway through) throws InterruptedException {
        Content text = Samples.TEXT;
        return through.send(Samples.ACCOUNT, Samples.command(text), () -> true);
    }

    private Receipt receipt() {
        return gateway.receipt(Samples.ACCOUNT, Samples.CHAT, new MessageId("AB"));
    }

    private void hang(StubWawp.Heard request, Socket socket)
            throws IOException, InterruptedException {
        heard.countDown();
        over.await();
        socket.close();
    }

    /** Every call that has begun has its alarm. */
    private void awaitCalls(int count) {
        while (time.dueIn().size() < count) {
            Thread.onSpinWait();
        }
    }

    private static <T> FutureTask<T> start(Callable<T> call) {
        var task = new FutureTask<>(call);
        Thread.ofVirtual().start(task);
        return task;
    }

    private static void assertUnclear(ReasonCode code, SendResult result) {
        OutcomeError error = assertInstanceOf(SendResult.Unclear.class, result).error();
        assertEquals(code, error.code());
    }
}
