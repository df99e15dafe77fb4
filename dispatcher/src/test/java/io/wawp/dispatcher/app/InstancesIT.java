package io.wawp.dispatcher.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wawp.common.outcome.InstanceEvent;
import io.wawp.common.outcome.Outcome;
import io.wawp.common.outcome.OutcomeStatus;
import io.wawp.common.outcome.ReasonCode;
import io.wawp.sandbox.wawp.Answers;
import io.wawp.sandbox.wawp.Call;
import io.wawp.sandbox.wawp.FaultRule;
import io.wawp.sandbox.wawp.Operation;
import io.wawp.sandbox.wawp.SessionStatus;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several numbers in one partition: the trouble of one is no other's. */
class InstancesIT {
    private static final String SICK = "sick00000000";
    private static final String HEALTHY = "healthy00000";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir private Path folder;
    private WorkerFixture fixture;
    private InstancesFile instances;

    @BeforeEach
    void twoNumbersInOnePartition() {
        fixture = new WorkerFixture(1);
        instances = new InstancesFile(folder);
        for (String instance : List.of(SICK, HEALTHY)) {
            fixture.wawp.addInstance(instance, "token-of-" + instance);
            instances.with(instance, "token-of-" + instance);
        }
        fixture.set("WAWP_INSTANCES_FILE", instances.write().toString());
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    @Test
    void aRefusedNumberIsPausedOnceAndKeepsItsCommandsWhileAnotherSends() throws Exception {
        fixture.wawp.addInstance(SICK, "another-token");
        fixture.start();
        List<String> kept = List.of("sick-1", "sick-2", "sick-3");
        fixture.produceKeyed("k", text("sick-1", SICK, "First"));
        List<InstanceEvent> paused = fixture.eventsOf(SICK, 1);
        fixture.produceKeyed("k", text("sick-2", SICK, "Second"));
        fixture.produceKeyed("k", text("sick-3", SICK, "Third"));
        for (String command : kept) {
            fixture.outcomeOf(command, OutcomeStatus.ACCEPTED);
        }

        assertEquals(InstanceEvent.State.PAUSED, paused.getFirst().state());
        assertEquals(ReasonCode.INVALID_ACCESS_TOKEN, paused.getFirst().code());
        for (int i = 0; i < 20; i++) {
            fixture.produceKeyed("k", text("healthy-" + i, HEALTHY, "Hi " + i));
        }
        for (int i = 0; i < 20; i++) {
            assertEquals(OutcomeStatus.SENT, fixture.outcomeOf("healthy-" + i).status());
        }
        // three probes more, so that a second send or a second event would have had its time
        int probes = callsOf(SICK, Operation.SESSION_INFO).size();
        fixture.wawp
                .calls()
                .await(
                        probes + 3,
                        call ->
                                call.instanceId().equals(SICK)
                                        && call.operation() == Operation.SESSION_INFO,
                        PATIENCE);
        assertEquals(1, callsOf(SICK, Operation.TEXT).size());
        assertEquals(
                callsOf(SICK, Operation.SESSION_INFO).size() + 1,
                fixture.wawp.calls().ofInstance(SICK).size(),
                "calls that were neither the refused send nor a probe");

        fixture.wawp.addInstance(SICK, "token-of-" + SICK);

        for (String command : kept) {
            Outcome sent = fixture.outcomeOf(command);
            assertEquals(OutcomeStatus.SENT, sent.status());
            assertEquals(1, sent.attempts());
        }
        assertEquals(List.of("First", "Second", "Third"), sentTexts(SICK));
        fixture.eventsOf(SICK, 2);
        fixture.instanceEvents.toEnd();
        assertEquals(
                List.of(InstanceEvent.State.PAUSED, InstanceEvent.State.RESUMED),
                fixture.eventsOf(SICK).stream().map(InstanceEvent::state).toList());
        assertEquals(List.of(), fixture.eventsOf(HEALTHY));
    }

    @Test
    void aNumberThatIsLoggedOutIsPausedUntilItIsPairedAgain() throws Exception {
        fixture.wawp.setStatus(SICK, SessionStatus.SCAN_QR_CODE);
        fixture.start();
        fixture.produce(text("c-1", SICK, "Hi"));
        InstanceEvent paused = fixture.eventsOf(SICK, 1).getFirst();
        assertEquals(ReasonCode.SESSION_NOT_WORKING, paused.code());
        fixture.wawp.calls().await(call -> call.operation() == Operation.SESSION_INFO, PATIENCE);

        fixture.wawp.setStatus(SICK, SessionStatus.WORKING);

        assertEquals(OutcomeStatus.SENT, fixture.outcomeOf("c-1").status());
        assertEquals(InstanceEvent.State.RESUMED, fixture.eventsOf(SICK, 2).getLast().state());
    }

    @Test
    void aPausedNumberStaysPausedForTheNextWorkerAndIsNotAnnouncedAgain() throws Exception {
        fixture.wawp.addInstance(SICK, "another-token");
        Worker first = fixture.start();
        fixture.produce(text("c-1", SICK, "Hi"));
        fixture.eventsOf(SICK, 1);
        first.close();
        int sends = callsOf(SICK, Operation.TEXT).size();

        fixture.start();
        int probes = callsOf(SICK, Operation.SESSION_INFO).size();
        fixture.wawp
                .calls()
                .await(
                        probes + 2,
                        call ->
                                call.instanceId().equals(SICK)
                                        && call.operation() == Operation.SESSION_INFO,
                        PATIENCE);

        assertEquals(sends, callsOf(SICK, Operation.TEXT).size());
        fixture.instanceEvents.toEnd();
        assertEquals(1, fixture.eventsOf(SICK).size());
        fixture.wawp.addInstance(SICK, "token-of-" + SICK);
        assertEquals(OutcomeStatus.SENT, fixture.outcomeOf("c-1").status());
    }

    @Test
    void aNumberAddedToTheFileWhileRunningIsPickedUp() throws Exception {
        fixture.set("DISPATCHER_UNKNOWN_INSTANCE_GRACE", "PT40S").start();
        fixture.wawp.addInstance("new000000000", "token-of-new");
        fixture.produce(text("c-1", "new000000000", "Hi"));
        fixture.outcomeOf("c-1", OutcomeStatus.ACCEPTED);

        instances.with("new000000000", "token-of-new").write();

        assertEquals(OutcomeStatus.SENT, fixture.outcomeOf("c-1").status());
    }

    @Test
    void aTokenFileThatChangesOpensItsNumberAgain() throws Exception {
        Path token = folder.resolve("token");
        InstancesFile.replace(token, "an-old-token\n");
        instances.withTokenFile(SICK, "token").write();
        fixture.start();
        fixture.produceKeyed("k", text("c-1", SICK, "One"));
        fixture.produceKeyed("k", text("c-2", SICK, "Two"));
        assertEquals(ReasonCode.INVALID_ACCESS_TOKEN, fixture.eventsOf(SICK, 1).getFirst().code());

        InstancesFile.replace(token, "token-of-" + SICK + "\n");

        assertEquals(OutcomeStatus.SENT, fixture.outcomeOf("c-2").status());
        assertEquals(List.of("One", "Two"), sentTexts(SICK));
        assertEquals(InstanceEvent.State.RESUMED, fixture.eventsOf(SICK, 2).getLast().state());
    }

    @Test
    void aFileThatCannotBeReadChangesNothing() throws Exception {
        fixture.start();
        InstancesFile.replace(folder.resolve("instances.json"), "[{");
        fixture.produce(text("c-1", HEALTHY, "Hi"));

        assertEquals(OutcomeStatus.SENT, fixture.outcomeOf("c-1").status());
    }

    @Test
    void aChatThatIsTriedAgainKeepsItsOrderWhileOtherChatsOvertake() throws Exception {
        fixture.wawp
                .faults()
                .add(
                        FaultRule.sends()
                                .chat("4790000001")
                                .first(2)
                                .then(Answers.plain(503, Duration.ofSeconds(1))));
        fixture.start();
        var slow = new ArrayList<String>();
        for (int i = 0; i < 5; i++) {
            slow.add("Slow " + i);
            fixture.produceKeyed("k", text("slow-" + i, HEALTHY, "4790000001", "Slow " + i));
        }
        for (int i = 0; i < 5; i++) {
            fixture.produceKeyed("k", text("quick-" + i, HEALTHY, "479000001" + i, "Quick " + i));
        }

        for (int i = 0; i < 5; i++) {
            assertEquals(OutcomeStatus.SENT, fixture.outcomeOf("slow-" + i).status());
            assertEquals(OutcomeStatus.SENT, fixture.outcomeOf("quick-" + i).status());
        }
        List<String> texts = sentTexts(HEALTHY);
        assertEquals(slow, texts.stream().filter(text -> text.startsWith("Slow")).toList());
        int firstSlow = texts.indexOf("Slow 0");
        for (int i = 0; i < 5; i++) {
            assertTrue(texts.indexOf("Quick " + i) < firstSlow, texts::toString);
        }
        assertEquals(3, fixture.outcomeOf("slow-0").attempts());
        assertEquals(1, fixture.outcomeOf("slow-1").attempts());
    }

    @Test
    void healthAndMetricsAnswer() throws Exception {
        Worker worker = fixture.start();
        fixture.produce(text("c-1", HEALTHY, "Hi"));
        fixture.outcomeOf("c-1");

        assertEquals(200, get(worker, "/livez").statusCode());
        assertEquals(200, get(worker, "/readyz").statusCode());
        HttpResponse<String> metrics = get(worker, "/metrics");
        assertEquals(200, metrics.statusCode());
        assertTrue(
                metrics.body()
                        .lines()
                        .anyMatch(line ->
                                line.startsWith("wawp_outcomes_total{")
                                        && line.contains("status=\"sent\"")
                                        && line.endsWith(" 1.0")),
                metrics::body);
    }

    // ----

    private static HttpResponse<String> get(Worker worker, String path) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(
                                    URI.create("http://127.0.0.1:" + worker.adminPort() + path))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }

    private List<Call> callsOf(String instance, Operation operation) {
        return fixture.wawp
                .calls()
                .matching(call ->
                        call.instanceId().equals(instance) && call.operation() == operation);
    }

    /** What got into chats, in the order in which it did. */
    private List<String> sentTexts(String instance) {
        return callsOf(instance, Operation.TEXT).stream()
                .filter(Call::createdMessage)
                .map(Call::text)
                .toList();
    }

    private static String text(String id, String instance, String message) {
        return text(id, instance, WorkerFixture.CHAT, message);
    }

    private static String text(String id, String instance, String chat, String message) {
        return WorkerFixture.text(id, instance, chat, message, "");
    }
}
