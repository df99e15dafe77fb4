package io.wawp.dispatcher.observe;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;

/** The worker's meters, for Prometheus to read. Thread-safe. */
public final class Metrics implements AutoCloseable {
    private final PrometheusMeterRegistry registry =
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics collector = new JvmGcMetrics();

    public Metrics() {
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        collector.bindTo(registry);
    }

    /** Where the packages register their meters. */
    public MeterRegistry registry() {
        return registry;
    }

    /**
     * Shows what a consumer measures of itself.
     *
     * @return to be closed before the consumer is, so that a new one can take its place
     */
    public AutoCloseable watch(Consumer<?, ?> consumer) {
        var metrics = new KafkaClientMetrics(consumer, Tags.of("client", "consumer"));
        metrics.bindTo(registry);
        return metrics;
    }

    /**
     * Shows what a producer measures of itself.
     *
     * @return to be closed before the producer is, so that a new one can take its place
     */
    public AutoCloseable watch(Producer<?, ?> producer) {
        var metrics = new KafkaClientMetrics(producer, Tags.of("client", "producer"));
        metrics.bindTo(registry);
        return metrics;
    }

    /** All meters in Prometheus' text format. */
    public String scrape() {
        return registry.scrape();
    }

    @Override
    public void close() {
        collector.close();
        registry.close();
    }
}
