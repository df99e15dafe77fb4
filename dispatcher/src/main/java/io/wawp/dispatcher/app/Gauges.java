package io.wawp.dispatcher.app;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.wawp.dispatcher.delivery.DeliveryTracker;
import io.wawp.dispatcher.instance.Accounts;
import io.wawp.dispatcher.journal.KafkaJournal;

/** What the parts hold at this moment. */
final class Gauges {
    private Gauges() {}

    static void register(
            MeterRegistry registry,
            KafkaJournal journal,
            DeliveryTracker deliveries,
            Accounts accounts) {
        Gauge.builder("wawp.commands.open", journal, KafkaJournal::openCommands)
                .description("commands that owe an outcome; at DISPATCHER_MAX_OPEN reading stops")
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
}
