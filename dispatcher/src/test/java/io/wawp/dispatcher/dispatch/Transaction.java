package io.wawp.dispatcher.dispatch;

import io.wawp.common.command.SendCommand;
import io.wawp.dispatcher.model.Admission.Verdict;
import io.wawp.dispatcher.model.CommandEntry;
import io.wawp.dispatcher.model.CommandKey;
import io.wawp.dispatcher.model.Publication;
import io.wawp.dispatcher.model.Tenure;
import java.util.List;

/** All that a simulated worker commits at one time: what was appended, and what was read. */
record Transaction(Tenure tenure, List<SimulatedWorker.Posted> appends, List<Judged> read) {

    boolean isEmpty() {
        return appends.isEmpty() && read.isEmpty();
    }

    /** A record, and what becomes of it. */
    record Judged(SendCommand command, Verdict verdict) {

        CommandKey key() {
            return new CommandKey(command.instanceId(), command.idempotencyKey());
        }

        List<CommandEntry> entries() {
            return switch (verdict) {
                case Verdict.Admit admit -> List.of(admit.entry());
                case Verdict.Settle settle -> List.of(settle.entry());
                case Verdict.TurnAway _, Verdict.Replay _ -> List.of();
            };
        }

        List<Publication> told() {
            return switch (verdict) {
                case Verdict.Admit admit -> admit.publications();
                case Verdict.Settle settle -> settle.publications();
                case Verdict.TurnAway away -> away.publications();
                case Verdict.Replay _ -> List.of();
            };
        }
    }
}
