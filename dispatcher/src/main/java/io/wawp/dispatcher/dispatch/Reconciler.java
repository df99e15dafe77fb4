package io.wawp.dispatcher.dispatch;

import io.wawp.common.command.Content;
import io.wawp.common.command.MessageId;
import io.wawp.dispatcher.dispatch.ChatSearch.Finding;
import io.wawp.dispatcher.instance.Gate;
import io.wawp.dispatcher.model.Account;
import io.wawp.dispatcher.model.Attempts;
import io.wawp.dispatcher.model.CommandState;
import io.wawp.dispatcher.model.LoadedCommand;
import io.wawp.dispatcher.model.TenureEnded;
import io.wawp.dispatcher.model.Ticket;
import io.wawp.dispatcher.model.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what became of a send whose end is not known, by looking into its chat: at once, then
 * again and again. Found counts at once; not found counts only in a look that began after the send
 * must long have been over. Blocks, for up to an hour; the message's content is not held in between
 * looks. Looks wait while the gate is closed. Thread-safe.
 */
final class Reconciler {
    private static final Duration FIRST_WAIT = Duration.ofSeconds(2);
    static final Duration LONGEST_WAIT = Duration.ofSeconds(15);
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
        /**
         * It is in the chat.
         *
         * @param id null when nobody could tell which of several it is
         */
        record Found(@Nullable MessageId id, int ack) implements Verdict {}

        /** It is certainly not in the chat by now. */
        record Absent() implements Verdict {}

        /** A message in the chat may be it, and may be another's, and time tells no more. */
        record Unsure() implements Verdict {}

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
            long began = time.nanoTime();
            boolean mayLook = line.gate().state() != Gate.State.CLOSED;
            Duration next = LONGEST_WAIT;
            if (mayLook) {
                LoadedCommand loaded = roles.journal().read(ticket);
                Optional<Verdict> verdict = verdictOf(line, loaded, sending, countsFrom);
                if (verdict.isPresent()) {
                    return verdict.get();
                }
                Duration soFar = open.plusNanos(time.nanoTime() - began);
                if (soFar.compareTo(settings.reconcileDeadline()) >= 0) {
                    roles.meters().settled("unresolved");
                    return new Verdict.Unknown();
                }
                next = untilNext(wait, soFar, countsFrom);
            }
            line.holding().sleep(next);
            if (mayLook && line.gate().state() != Gate.State.CLOSED) {
                open = open.plusNanos(time.nanoTime() - began);
            }
            wait = longer(wait);
        }
    }

    /** What one look says; empty when another one may say more. */
    private Optional<Verdict> verdictOf(
            Line line, LoadedCommand loaded, CommandState.Sending sending, long countsFrom)
            throws TenureEnded, InterruptedException, EntryTooLarge {
        line.looks().acquire();
        try {
            looks.acquire();
            try {
                boolean counts = time.nanoTime() - countsFrom >= 0;
                return verdictOf(line, look(line, loaded, sending), counts);
            } finally {
                looks.release();
            }
        } finally {
            line.looks().release();
        }
    }

    private Optional<Verdict> verdictOf(Line line, Finding finding, boolean absenceCounts)
            throws TenureEnded, InterruptedException, EntryTooLarge {
        return switch (finding) {
            case Finding.Found found -> {
                roles.meters().settled("found");
                yield Optional.of(new Verdict.Found(found.id(), found.ack()));
            }
            case Finding.Absent ignored -> {
                if (!absenceCounts) {
                    yield Optional.empty();
                }
                roles.meters().settled("absent");
                yield Optional.of(new Verdict.Absent());
            }
            case Finding.Unsure ignored -> {
                if (!absenceCounts) {
                    yield Optional.empty();
                }
                roles.meters().settled("unresolved");
                yield Optional.of(new Verdict.Unsure());
            }
            case Finding.NoLook ignored -> Optional.empty();
            case Finding.InstanceTrouble trouble -> {
                line.closeGate(trouble.error(), null);
                yield Optional.empty();
            }
        };
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
            if (mayLook
                    && lookIfFree(line, loaded, sending) instanceof Finding.Found found
                    && found.id() != null) {
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

    /** Its outcome is owed in a moment, so it does not wait for the looks of what is in doubt. */
    private @Nullable Finding lookIfFree(
            Line line, LoadedCommand loaded, CommandState.Sending sending) {
        if (!looks.tryAcquire()) {
            return null;
        }
        try {
            return look(line, loaded, sending);
        } finally {
            looks.release();
        }
    }

    private Finding look(Line line, LoadedCommand loaded, CommandState.Sending sending) {
        return look(
                line,
                new Wanted(
                        loaded,
                        Wanted.from(sending.attempts(), sending.since()),
                        1 + sending.attempts().unclear(),
                        sending.claims(),
                        id -> line.sends().isAnothers(loaded.entry(), id)));
    }

    private Finding look(Line line, Wanted wanted) {
        Optional<Account> account = line.account();
        return account.isPresent()
                ? search.look(account.get(), wanted)
                : new Finding.NoLook(Endings.noCredentials());
    }

    /**
     * One look for what was not found before, as far back as its first send: since then it may have
     * shown up.
     *
     * @return empty when too many others are looking
     */
    Optional<Finding> lookAgain(Line line, LoadedCommand loaded, Attempts before) {
        if (!looks.tryAcquire()) {
            return Optional.empty();
        }
        try {
            Instant now = time.now();
            Instant first = before.first();
            Instant from = first == null || first.isAfter(now) ? now : first;
            Content content = loaded.command().content();
            var wanted =
                    new Wanted(
                            loaded,
                            from,
                            before.unclear(),
                            line.sends().before(loaded.entry(), content, from, now),
                            id -> line.sends().isAnothers(loaded.entry(), id));
            boolean remembered = line.sends().remembers(from);
            Finding finding = look(line, wanted);
            // it may have waited for longer than others' messages of that time are remembered:
            // then all that is there may be theirs
            return Optional.of(
                    finding instanceof Finding.Found && !remembered
                            ? new Finding.Unsure()
                            : finding);
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
