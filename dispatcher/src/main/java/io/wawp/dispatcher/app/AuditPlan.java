package io.wawp.dispatcher.app;

import io.wawp.dispatcher.audit.AuditRules;
import io.wawp.dispatcher.audit.AuditTopics;
import io.wawp.dispatcher.audit.Pace;
import io.wawp.dispatcher.config.WorkerConfig;
import io.wawp.dispatcher.dispatch.InDoubtPolicy;
import io.wawp.dispatcher.instance.Accounts;
import io.wawp.dispatcher.instance.InvalidAccountsException;
import io.wawp.dispatcher.model.Time;
import io.wawp.dispatcher.pacing.PacingProfile;
import java.time.Duration;
import java.util.Optional;

/** What an auditor has to know of a deployment's settings. Stateless. */
public final class AuditPlan {
    /** Workers notice that a command's time is over, and may be restarting just then. */
    private static final Duration A_WHILE = Duration.ofHours(1);

    private AuditPlan() {}

    /** The topics that are public. */
    public static AuditTopics topics(WorkerConfig config) {
        WorkerConfig.TopicNames names = config.dispatcher().topics();
        return new AuditTopics(
                names.commands(),
                names.outcomes(),
                names.deliveries(),
                names.deadLetters(),
                names.instances());
    }

    /** The consumer group by which the workers read the command topics. */
    public static String intakeGroup(WorkerConfig config) {
        return config.dispatcher().groupId() + "-intake";
    }

    /** What the workers were told to do, but for their paces. */
    public static AuditRules rules(WorkerConfig config) {
        var plan = new Plan(config);
        var dispatch = plan.dispatch();
        return AuditRules.DEFAULTS
                .withLimits(plan.limits())
                .withDedupWindow(dispatch.dedupWindow())
                .withInDoubt(dispatch.inDoubt() == InDoubtPolicy.RESEND, dispatch.reconcileSettle())
                .withPatience(dispatch.reconcileDeadline().plus(A_WHILE));
    }

    /**
     * The same with the paces of all numbers.
     *
     * @return empty when the instances file cannot be used, so that nobody knows them
     */
    public static Optional<AuditRules> paced(WorkerConfig config, AuditRules rules, Time time) {
        var plan = new Plan(config);
        AuditRules paced = rules.withPace(pace(plan.profile(config.dispatcher().pacing())));
        if (config.wawp().instancesFile() == null) {
            return Optional.of(paced);
        }
        try (Accounts accounts = Accounts.open(plan.accounts(), time, Runnable::run)) {
            for (var instance : accounts.instances()) {
                var account = accounts.find(instance);
                if (account.isPresent()) {
                    Pace own = pace(plan.profile(account.get().pacing()));
                    paced = paced.withPace(instance.value(), own);
                }
            }
            return Optional.of(paced);
        } catch (InvalidAccountsException e) {
            return Optional.empty();
        }
    }

    private static Pace pace(PacingProfile profile) {
        double least = profile.gap().toNanos() * (1 - profile.jitter());
        return new Pace(
                Duration.ofNanos((long) least),
                profile.perMinute(),
                profile.perHour(),
                profile.perDay());
    }
}
