package io.wawp.dispatcher.audit;

import io.wawp.common.outcome.OutcomeStatus;
import io.wawp.common.outcome.ReasonCode;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether each record ended, and as what it may end (I1, I7). Owned by the thread that audits, and
 * asked once all topics are read.
 */
final class EndJudge {
    /** A record's time is its producer's; what is told of it has the worker's. */
    static final Duration CLOCKS = Duration.ofHours(1);

    /** With which a record that is a sound command may be rejected all the same. */
    private static final Set<ReasonCode> NOT_FOR_ITS_BYTES =
            Set.of(
                    ReasonCode.IDEMPOTENCY_KEY_REUSED,
                    ReasonCode.UNKNOWN_INSTANCE,
                    ReasonCode.IN_DOUBT,
                    ReasonCode.COMMAND_TOO_LARGE,
                    ReasonCode.UNRECOGNIZED);

    private final CommandTable table;
    private final AuditRules rules;
    private final Findings findings;
    private final Waits waits;
    private final Instant now;
    private final Map<OutcomeStatus, Long> ended = new EnumMap<>(OutcomeStatus.class);
    private long open;
    private long outcomeUnknown;
    private long letterUnknown;
    private long paused;

    EndJudge(CommandTable table, AuditRules rules, Findings findings, Waits waits, Instant now) {
        this.table = table;
        this.rules = rules;
        this.findings = findings;
        this.waits = waits;
        this.now = now;
    }

    /**
     * Judges.
     *
     * @param outcomesSince from when on all outcomes were seen, {@link Long#MAX_VALUE} if some were
     *     not
     * @param lettersSince the same of dead letters
     */
    void judge(long outcomesSince, long lettersSince) {
        for (int row = 0; row < table.size(); row++) {
            if (table.is(row, CommandTable.READ)) {
                judge(row, isSeen(outcomesSince, row), isSeen(lettersSince, row));
            }
        }
        findings.unchecked(
                "whether records have ended",
                outcomeUnknown,
                "outcomes from their time are deleted or could not be read");
        findings.unchecked(
                "whether records have a dead letter",
                letterUnknown,
                "dead letters from their time are deleted or could not be read");
        findings.unchecked(
                "whether accepted records of paused numbers are lost",
                paused,
                "their time is over; but what is in doubt ends only when its number has sent again"
                        + " for a while");
    }

    Map<OutcomeStatus, Long> ended() {
        return ended;
    }

    long open() {
        return open;
    }

    private boolean isSeen(long since, int row) {
        return since == Long.MIN_VALUE
                || (since != Long.MAX_VALUE
                        && table.written.get(row) != CommandTable.NEVER
                        && table.written.get(row) - CLOCKS.toMillis() >= since);
    }

    private void judge(int row, boolean outcomesSeen, boolean lettersSeen) {
        OutcomeStatus status = table.status(row);
        if (status == null) {
            unended(row, outcomesSeen);
            return;
        }
        ended.merge(status, 1L, Long::sum);
        if (outcomesSeen && needsAdmission(row, status) && !isAccepted(row)) {
            findings.add(
                    table.violation(
                            Rule.NEVER_ACCEPTED,
                            table.endPlace.get(row),
                            table.commandId(row),
                            status + " of " + table.words(row) + ", which was never ACCEPTED"));
        }
        switch (status) {
            case REJECTED -> rejected(row);
            case EXPIRED -> expired(row);
            case SENT, FAILED, UNRESOLVED, CANCELLED, DUPLICATE, ACCEPTED -> {}
        }
        if (LetterScan.isDue(status) && !table.is(row, CommandTable.LETTER)) {
            if (lettersSeen) {
                String words =
                        "it ended "
                                + status
                                + ", "
                                + table.places.words(table.endPlace.get(row))
                                + ", and has no dead letter";
                findings.add(table.violation(Rule.DEAD_LETTER_MISSING, row, words));
            } else {
                letterUnknown++;
            }
        }
    }

    private void rejected(int row) {
        ReasonCode code = table.code(row);
        if (table.is(row, CommandTable.VALID)
                && (code == null || !NOT_FOR_ITS_BYTES.contains(code))) {
            findings.add(
                    table.violation(
                            Rule.REJECTED_WRONGLY,
                            table.endPlace.get(row),
                            table.commandId(row),
                            "REJECTED"
                                    + (code == null ? "" : " with " + code.wire())
                                    + " of "
                                    + table.words(row)
                                    + ", which is a sound command"));
        }
    }

    /** A record whose time lies behind its reading, or is missing, counts from its reading. */
    private void expired(int row) {
        long read = table.accepted.get(row);
        if (read == CommandTable.NEVER) {
            return;
        }
        long ahead = Math.max(0, table.written.get(row) - read);
        long expires = table.expires.get(row) - ahead;
        if (table.ended.get(row) < expires - rules.clocks().toMillis()) {
            findings.add(
                    table.violation(
                            Rule.EXPIRED_TOO_EARLY,
                            table.endPlace.get(row),
                            table.commandId(row),
                            "EXPIRED of "
                                    + table.words(row)
                                    + " at "
                                    + Instant.ofEpochMilli(table.ended.get(row))
                                    + ", and its time was over at "
                                    + Instant.ofEpochMilli(expires)));
        }
    }

    private void unended(int row, boolean outcomesSeen) {
        if (!outcomesSeen) {
            outcomeUnknown++;
        } else if (rules.drained()) {
            lost(row, "nothing may be open any more");
        } else if (isOver(row) && !waits(row)) {
            lost(
                    row,
                    "its time was over at "
                            + Instant.ofEpochMilli(table.expires.get(row))
                            + "; if no worker has run since, start one and audit again");
        } else {
            open++;
        }
    }

    private void lost(int row, String why) {
        String words =
                isAccepted(row)
                        ? "it was ACCEPTED, "
                                + table.places.words(table.acceptedPlace.get(row))
                                + ", and has no terminal outcome: "
                        : "it has no outcome: ";
        findings.add(table.violation(Rule.LOST, row, words + why));
    }

    private boolean isOver(int row) {
        return table.expires.get(row) + rules.patience().toMillis() < now.toEpochMilli();
    }

    /** It has not been read yet; or it may be in doubt, and its number was paused. */
    private boolean waits(int row) {
        if (!isAccepted(row)) {
            long place = table.place.get(row);
            return waits.isUnread(table.places.partition(place), Places.offset(place));
        }
        long expires = table.expires.get(row);
        long pause = waits.paused(table.instance.get(row), expires, now.toEpochMilli());
        boolean waits = expires + rules.patience().toMillis() + pause >= now.toEpochMilli();
        paused += waits ? 1 : 0;
        return waits;
    }

    private boolean isAccepted(int row) {
        return table.accepted.get(row) != CommandTable.NEVER;
    }

    private boolean needsAdmission(int row, @Nullable OutcomeStatus status) {
        return switch (status) {
            case SENT -> !table.is(row, CommandTable.RESOLVED_SENT);
            case FAILED, EXPIRED, UNRESOLVED, CANCELLED -> true;
            case REJECTED, DUPLICATE, ACCEPTED -> false;
            case null -> false;
        };
    }
}
