package io.wawp.dispatcher.intake;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.wawp.common.outcome.ReasonCode;

/** What intake counts. Thread-safe. */
final class IntakeMeters {
    private final MeterRegistry registry;
    private final Counter dispatched;
    private final Counter aborted;
    private final Counter renewed;

    IntakeMeters(MeterRegistry registry) {
        this.registry = registry;
        dispatched =
                Counter.builder("wawp.intake.dispatched")
                        .description(
                                "Commands that were valid and handed to their instance's owner")
                        .register(registry);
        aborted =
                Counter.builder("wawp.intake.aborted")
                        .description(
                                "Batches that were not committed and read again; now and then is"
                                        + " normal, many in a row mean that nothing gets through")
                        .register(registry);
        renewed =
                Counter.builder("wawp.intake.renewed")
                        .description("How often the Kafka clients had to be replaced")
                        .register(registry);
    }

    void dispatched(int count) {
        dispatched.increment(count);
    }

    /** By code: one that grows shows a producer that breaks the contract. */
    void rejected(ReasonCode code) {
        Counter.builder("wawp.intake.rejected")
                .description("Records that broke the contract, by reason")
                .tag("code", code.wire())
                .register(registry)
                .increment();
    }

    void aborted() {
        aborted.increment();
    }

    void renewed() {
        renewed.increment();
    }
}
