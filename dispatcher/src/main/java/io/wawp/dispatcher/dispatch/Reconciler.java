package io.wawp.dispatcher.dispatch;

import io.wawp.common.command.MessageId;
import io.wawp.dispatcher.dispatch.ChatSearch.Finding;
import io.wawp.dispatcher.instance.Gate;
import io.wawp.dispatcher.model.Account;
import io.wawp.dispatcher.model.CommandState;
import io.wawp.dispatcher.model.LoadedCommand;
import io.wawp.dispatcher.model.TenureEnded;
import io.wawp.dispatcher.model.Ticket;
import io.wawp.dispatcher.model.Time;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * Finds out what became of a send whose end is not known, by looking into its chat: at once, then
 * again and again. Found counts at once; not found counts only in a look that began after the send
 * must long have been over. Blocks, for up to an hour; the message's content is not held in between
 * looks. Looks wait while the gate is closed. Thread-safe.
 */
final class Reconciler {
    private static final Duration FIRST_WAIT = Duration.ofSeconds(2);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(15);
    private static final Duration FIRST_LOOKUP_WAIT = Duration.ofMillis(500);

    private final DispatchRoles roles;
    private final DispatchSettings settings;
    private final ChatSearch search;
    private final Time time;

    /** So that many sends in doubt do not become a flood of look-ups. */
    private final Semaphore looks;

    Reconciler(DispatchRoles roles, DispatchSettings settings) {
        this.roles = roles;
        this.settings = settings;
        this.time = roles.time();
        this.search = new ChatSearch(roles.gateway(), settings.clockSlack());
        this.looks = new Semaphore(settings.maxConcurrentLooks(), true);
    }

    /** What became of it. */
    sealed interface Verdict {
        record Found(MessageId id, int ack) implements Verdict {}

        /** It is certainly not in the chat by now. */
        record Absent() implements Verdict {}

        /** What is in the chat is it, or a late copy of another's. */
        record Undecided() implements Verdict {}

        /** No look could tell in time. */
        record Unknown() implements Verdict {}
    }

    /**
     * @param countsFrom from when on the monotonic clock its absence counts
     */
    Verdict settle(Line line, Ticket ticket, CommandState.Sending sending, long countsFrom)
            throws TenureEnded, InterruptedException, EntryTooLarge {
        Duration wait = FIRST_WAIT;
        Duration open = Duration.ZERO;
        while (true) {
            boolean mayLook = line.gate().state() != Gate.State.CLOSED;
            if (mayLook) {
                LoadedCommand loaded = roles.journal().read(ticket);
                long began = time.nanoTime();
                switch (look(line, loaded, sending)) {
                    case Finding.Found found -> {
                        roles.meters().settled("found");
                        return new Verdict.Found(found.id(), found.ack());
                    }
                    case Finding.Absent ignored -> {
                        if (began - countsFrom >= 0) {
                            roles.meters().settled("absent");
                            return new Verdict.Absent();
                        }
                    }
                    case Finding.Undecided ignored -> {
                        if (began - countsFrom >= 0) {
                            roles.meters().settled("unresolved");
                            return new Verdict.Undecided();
                        }
                    }
                    case Finding.NoLook ignored -> {}
                    case Finding.InstanceTrouble trouble -> line.closeGate(trouble.error(), null);
                }
                if (open.compareTo(settings.reconcileDeadline()) >= 0) {
                    roles.meters().settled("unresolved");
                    return new Verdict.Unknown();
                }
            }
            Duration next = mayLook ? untilNext(wait, open, countsFrom) : LONGEST_WAIT;
            long slept = time.nanoTime();
            line.holding().sleep(next);
            if (mayLook && line.gate().state() != Gate.State.CLOSED) {
                open = open.plusNanos(time.nanoTime() - slept);
            }
            wait = longer(wait);
        }
    }

    /**
     * The id of a message that Wawp took without naming it; empty when it is not found within a
     * moment.
     */
    Optional<Finding.Found> nameOf(Line line, LoadedCommand loaded, CommandState.Accepted accepted)
            throws InterruptedException {
        long end = time.nanoTime() + settings.idLookup().toNanos();
        var sending =
                new CommandState.Sending(
                        accepted.attempts(), accepted.since(), accepted.since(), accepted.claims());
        Duration wait = FIRST_LOOKUP_WAIT;
        while (true) {
            boolean mayLook = line.gate().state() != Gate.State.CLOSED;
            if (mayLook && look(line, loaded, sending) instanceof Finding.Found found) {
                return Optional.of(found);
            }
            long left = end - time.nanoTime();
            if (left <= 0) {
                return Optional.empty();
            }
            line.holding().sleep(Duration.ofNanos(Math.min(wait.toNanos(), left)));
            wait = longer(wait);
        }
    }

    private Finding look(Line line, LoadedCommand loaded, CommandState.Sending sending)
            throws InterruptedException {
        Optional<Account> account = line.account();
        if (account.isEmpty()) {
            return new Finding.NoLook(Endings.noCredentials());
        }
        looks.acquire();
        try {
            return search.look(account.get(), loaded, sending.since(), sending.claims());
        } finally {
            looks.release();
        }
    }

    /** There is always a look at the moment from which on absence counts, and one at the end. */
    private Duration untilNext(Duration wait, Duration open, long countsFrom) {
        Duration next = wait;
        Duration untilCounts = Duration.ofNanos(countsFrom - time.nanoTime());
        if (untilCounts.isPositive() && untilCounts.compareTo(next) < 0) {
            next = untilCounts;
        }
        Duration untilEnd = settings.reconcileDeadline().minus(open);
        return untilEnd.isPositive() && untilEnd.compareTo(next) < 0 ? untilEnd : next;
    }

    private static Duration longer(Duration wait) {
        Duration doubled = wait.multipliedBy(2);
        return doubled.compareTo(LONGEST_WAIT) < 0 ? doubled : LONGEST_WAIT;
    }
}
