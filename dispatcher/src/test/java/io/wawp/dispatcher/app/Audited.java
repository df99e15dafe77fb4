package io.wawp.dispatcher.app;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wawp.dispatcher.audit.Audit;
import io.wawp.dispatcher.audit.AuditReport;
import io.wawp.dispatcher.audit.AuditRules;
import io.wawp.dispatcher.audit.SendCall;
import io.wawp.dispatcher.config.ConfigReader;
import io.wawp.dispatcher.config.WorkerConfig;
import io.wawp.sandbox.wawp.Call;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.UnaryOperator;

/** What a test leaves behind in topics and call log, held to every promise. */
final class Audited {
    private Audited() {}

    /**
     * Fails when a promise is broken.
     *
     * @param rules what differs from the settings of the test's workers
     */
    static void requireClean(WorkerFixture fixture, UnaryOperator<AuditRules> rules) {
        WorkerConfig config =
                ConfigReader.read(fixture.environment(), null, ConfigReader.Need.WORKER);
        AuditReport report =
                Audit.of(AuditPlan.topics(config), Map.of("bootstrap.servers", fixture.broker()))
                        .rules(rules.apply(AuditPlan.rules(config).withDrained(true)))
                        .calls(fixture.wawp.calls().sends().stream().map(Audited::call))
                        .run(InstantSource.system());
        assertTrue(report.isClean(), report::toString);
    }

    /** The header is the command's idempotency key, which in these tests is its id. */
    private static SendCall call(Call call) {
        return new SendCall(
                call.arrivedAt(),
                call.arrivedAt(),
                call.instanceId(),
                call.chatId(),
                call.idempotencyKey().orElse("none"),
                call.createdMessage());
    }
}
