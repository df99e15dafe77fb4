package io.wawp.chaos;

import java.time.Duration;

/** Says every few seconds how far a run is. Its thread runs until {@link #close}. */
final class Progress implements AutoCloseable {
    private final Thread thread;

    Progress(Ledger ledger, CallSpool spool, Crew crew, Chronicle chronicle, Duration pause) {
        thread =
                Thread.ofVirtual()
                        .name("progress")
                        .start(() -> {
                            try {
                                while (true) {
                                    Thread.sleep(pause);
                                    chronicle.tell(line(ledger, spool, crew));
                                }
                            } catch (InterruptedException e) {
                                // closed
                            }
                        });
    }

    private static String line(Ledger ledger, CallSpool spool, Crew crew) {
        return "  %,d commands, %,d open, %,d sends, %,d reconciled, %d of %d workers ready"
                .formatted(
                        ledger.commands(),
                        ledger.open(),
                        spool.calls(),
                        ledger.reconciled(),
                        crew.ready(),
                        crew.size());
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
