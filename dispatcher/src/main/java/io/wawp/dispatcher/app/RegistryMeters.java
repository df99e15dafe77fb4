package io.wawp.dispatcher.app;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.wawp.common.outcome.OutcomeStatus;
import io.wawp.common.outcome.ReasonCode;
import io.wawp.dispatcher.dispatch.DispatchMeters;
import io.wawp.dispatcher.journal.JournalMeters;
import io.wawp.dispatcher.wawp.WawpMeters;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What the parts tell, as meters under the prefix {@code wawp}. Tags have few values: never a chat,
 * a command or an instance.
 */
final class RegistryMeters {
    private final MeterRegistry registry;

    RegistryMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    JournalMeters journal() {
        return new OfJournal(registry);
    }

    DispatchMeters dispatch() {
        return new OfDispatch(registry);
    }

    WawpMeters wawp() {
        return (operation, result, took) ->
                registry.timer("wawp.calls", "operation", operation, "result", result).record(took);
    }

    private static final class OfJournal implements JournalMeters {
        private final Timer commits;
        private final DistributionSummary records;
        private final Counter aborted;
        private final Counter rejoined;
        private final Counter replayed;
        private final Counter readBack;
        private final Timer restores;
        private final AtomicInteger full;

        OfJournal(MeterRegistry registry) {
            commits = registry.timer("wawp.journal.commits");
            records = registry.summary("wawp.journal.commit.records");
            aborted = registry.counter("wawp.journal.aborted");
            rejoined = registry.counter("wawp.journal.rejoined");
            replayed = registry.counter("wawp.journal.replayed");
            readBack = registry.counter("wawp.journal.read.back");
            restores = registry.timer("wawp.journal.restores");
            full = new AtomicInteger();
            registry.gauge("wawp.journal.full", full);
        }

        @Override
        public void committed(int count, Duration took) {
            commits.record(took);
            records.record(count);
        }

        @Override
        public void aborted() {
            aborted.increment();
        }

        @Override
        public void rejoined() {
            rejoined.increment();
        }

        @Override
        public void replayed() {
            replayed.increment();
        }

        @Override
        public void restored(int entries, Duration took) {
            restores.record(took);
        }

        @Override
        public void readBack() {
            readBack.increment();
        }

        @Override
        public void full(boolean now) {
            full.set(now ? 1 : 0);
        }
    }

    private record OfDispatch(MeterRegistry registry) implements DispatchMeters {
        @Override
        public void sendBegun() {
            registry.counter("wawp.sends.begun").increment();
        }

        @Override
        public void sendEnded(String answer, Duration took) {
            registry.timer("wawp.sends", "answer", answer).record(took);
        }

        @Override
        public void ended(OutcomeStatus status, @Nullable ReasonCode code) {
            registry.counter(
                            "wawp.outcomes",
                            "status",
                            status.name().toLowerCase(Locale.ROOT),
                            "code",
                            code == null ? "none" : code.wire())
                    .increment();
        }

        @Override
        public void triedInVain(ReasonCode code) {
            registry.counter("wawp.retries", "code", code.wire()).increment();
        }

        @Override
        public void doubted() {
            registry.counter("wawp.in.doubt").increment();
        }

        @Override
        public void settled(String how) {
            registry.counter("wawp.in.doubt.settled", "how", how).increment();
        }

        @Override
        public void typingFailed() {
            registry.counter("wawp.typing.failed").increment();
        }

        @Override
        public void paused(ReasonCode code) {
            registry.counter("wawp.instances.paused", "code", code.wire()).increment();
        }

        @Override
        public void resumed() {
            registry.counter("wawp.instances.resumed").increment();
        }

        @Override
        public void brokenAssumption() {
            registry.counter("wawp.broken.assumptions").increment();
        }
    }
}
