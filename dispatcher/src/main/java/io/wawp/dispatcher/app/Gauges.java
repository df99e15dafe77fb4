package io.wawp.dispatcher.app;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.wawp.dispatcher.delivery.DeliveryTracker;
import io.wawp.dispatcher.instance.Accounts;
import io.wawp.dispatcher.intake.Intake;
import io.wawp.dispatcher.journal.KafkaJournal;
import java.time.Duration;
import java.util.function.Function;

/** What the parts hold at this moment. */
final class Gauges {
    private Gauges() {}

    static void register(
            MeterRegistry registry,
            KafkaJournal journal,
            Intake intake,
            DeliveryTracker deliveries,
            Accounts accounts) {
        Gauge.builder("wawp.commands.open", journal, KafkaJournal::openCommands)
                .description("commands that owe an outcome; at DISPATCHER_MAX_OPEN reading stops")
                .register(registry);
        waiting("journal", journal, KafkaJournal::waiting, registry);
        waiting("intake", intake, Intake::waiting, registry);
        Gauge.builder("wawp.journal.shards.refused", journal, each -> each.refusedShards().size())
                .description("shards whose journals this version cannot read: update the worker")
                .register(registry);
        Gauge.builder("wawp.shards", journal, KafkaJournal::shards)
                .description("shards of this worker that are at work")
                .register(registry);
        Gauge.builder(
                        "wawp.shards.restoring.seconds",
                        journal,
                        known -> known.restoring().toMillis() / 1_000.0)
                .description("how long a shard has been read by now, the longest; 0 when none is")
                .register(registry);
        Gauge.builder("wawp.content.bytes", journal, KafkaJournal::contentBytes)
                .description("commands' content in memory")
                .register(registry);
        Gauge.builder("wawp.deliveries.followed", deliveries, DeliveryTracker::followed)
                .description("sent messages whose acks are looked up")
                .register(registry);
        Gauge.builder("wawp.instances.known", accounts, known -> known.instances().size())
                .description("instances whose credentials are configured")
                .register(registry);
        Gauge.builder("wawp.instances.file.failures", accounts, Accounts::failures)
                .description("how often a changed instances or token file could not be used")
                .register(registry);
    }

    private static <T> void waiting(
            String stage, T part, Function<T, Duration> length, MeterRegistry registry) {
        Gauge.builder("wawp.waiting.seconds", part, it -> length.apply(it).toMillis() / 1000.0)
                .tag("stage", stage)
                .description(
                        "how long Kafka has not taken what is to be written; /readyz and the log"
                                + " say what is waited for")
                .register(registry);
    }
}
