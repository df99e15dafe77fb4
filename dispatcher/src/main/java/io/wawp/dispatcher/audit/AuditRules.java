package io.wawp.dispatcher.audit;

import io.wawp.common.json.CommandLimits;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the deployment was told to do, as far as its promises depend on it. Immutable; begin with
 * {@link #DEFAULTS} and change what differs.
 *
 * @param limits what the deployment takes as commands
 * @param dedupWindow how long a key is remembered after its command's end; zero or more
 * @param resends whether what is in doubt and not found in the chat is sent again ({@code
 *     DISPATCHER_IN_DOUBT=resend})
 * @param settle how long a send may still appear in the chat: none is repeated earlier
 * @param pace of each instance that {@code paces} does not name
 * @param paces by instance
 * @param drained whether nothing may be open any more
 * @param rereads whether an operator has reset offsets, so that REJECTED and DUPLICATE may be told
 *     again under the same event id
 * @param since records of command topics with an earlier timestamp are left out; null for all
 * @param patience how long after its expiry a command may still be open: what is in doubt is looked
 *     for, and workers take a moment
 * @param tolerance how far the clocks of the call log and of the workers, and the way in between,
 *     may blur a moment
 * @param clocks how far the clocks of two workers, or of one at two times, may be apart: so much an
 *     order of two outcomes, or an ending before its time, is not believed
 */
public record AuditRules(
        CommandLimits limits,
        Duration dedupWindow,
        boolean resends,
        Duration settle,
        Pace pace,
        Map<String, Pace> paces,
        boolean drained,
        boolean rereads,
        @Nullable Instant since,
        Duration patience,
        Duration tolerance,
        Duration clocks) {

    /** A worker's own defaults, but for the pace: any. */
    public static final AuditRules DEFAULTS =
            new AuditRules(
                    CommandLimits.DEFAULTS,
                    Duration.ofHours(24),
                    true,
                    Duration.ofSeconds(90),
                    Pace.NONE,
                    Map.of(),
                    false,
                    false,
                    null,
                    Duration.ofHours(2),
                    Duration.ofMillis(500),
                    Duration.ofSeconds(5));

    public AuditRules {
        paces = Map.copyOf(paces);
    }

    /** What the deployment takes as commands. */
    public AuditRules withLimits(CommandLimits changed) {
        return with(draft -> draft.limits = changed);
    }

    /** How long a key is remembered after its command's end. */
    public AuditRules withDedupWindow(Duration changed) {
        return with(draft -> draft.dedupWindow = changed);
    }

    /**
     * What is done about a send in doubt.
     *
     * @param repeats whether it is sent again when it is not found
     * @param after how long it is waited before that
     */
    public AuditRules withInDoubt(boolean repeats, Duration after) {
        return with(draft -> {
            draft.resends = repeats;
            draft.settle = after;
        });
    }

    /** The pace of all instances that {@link #withPace(String, Pace)} does not name. */
    public AuditRules withPace(Pace changed) {
        return with(draft -> draft.pace = changed);
    }

    /** The pace of one instance. */
    public AuditRules withPace(String instanceId, Pace changed) {
        var all = new HashMap<>(paces);
        all.put(instanceId, changed);
        return with(draft -> draft.paces = all);
    }

    /** Nothing may be open any more: every record that is there must have ended. */
    public AuditRules withDrained(boolean changed) {
        return with(draft -> draft.drained = changed);
    }

    /** Whether an operator has reset offsets. */
    public AuditRules withRereads(boolean changed) {
        return with(draft -> draft.rereads = changed);
    }

    /** Leaves out the records of command topics that are older. */
    public AuditRules withSince(@Nullable Instant changed) {
        return with(draft -> draft.since = changed);
    }

    /** How long after its expiry a command may still be open. */
    public AuditRules withPatience(Duration changed) {
        return with(draft -> draft.patience = changed);
    }

    /** How far clocks and ways may blur a moment. */
    public AuditRules withTolerance(Duration changed) {
        return with(draft -> draft.tolerance = changed);
    }

    /** How far the clocks of two workers may be apart. */
    public AuditRules withClocks(Duration changed) {
        return with(draft -> draft.clocks = changed);
    }

    Pace paceOf(String instanceId) {
        return paces.getOrDefault(instanceId, pace);
    }

    private AuditRules with(Consumer<Draft> change) {
        var draft = new Draft(this);
        change.accept(draft);
        return draft.rules();
    }

    /** A copy in which something is about to change. */
    private static final class Draft {
        private CommandLimits limits;
        private Duration dedupWindow;
        private boolean resends;
        private Duration settle;
        private Pace pace;
        private Map<String, Pace> paces;
        private boolean drained;
        private boolean rereads;
        private @Nullable Instant since;
        private Duration patience;
        private Duration tolerance;
        private Duration clocks;

        Draft(AuditRules rules) {
            this.limits = rules.limits;
            this.dedupWindow = rules.dedupWindow;
            this.resends = rules.resends;
            this.settle = rules.settle;
            this.pace = rules.pace;
            this.paces = rules.paces;
            this.drained = rules.drained;
            this.rereads = rules.rereads;
            this.since = rules.since;
            this.patience = rules.patience;
            this.tolerance = rules.tolerance;
            this.clocks = rules.clocks;
        }

        AuditRules rules() {
            return new AuditRules(
                    limits,
                    dedupWindow,
                    resends,
                    settle,
                    pace,
                    paces,
                    drained,
                    rereads,
                    since,
                    patience,
                    tolerance,
                    clocks);
        }
    }
}
