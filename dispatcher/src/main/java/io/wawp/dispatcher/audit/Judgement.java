package io.wawp.dispatcher.audit;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Holds what was read to each promise. Owned by the thread that audits. */
final class Judgement {
    /** What was told within this time before the audit may follow from what it did not see yet. */
    private static final Duration UNSETTLED = Duration.ofMinutes(1);

    private final Evidence evidence;
    private final AuditRules rules;
    private final CommandTable table;
    private final Findings findings;
    private final @Nullable Stream<SendCall> calls;
    private final Instant now;

    Judgement(
            Evidence evidence,
            AuditRules rules,
            CommandTable table,
            Findings findings,
            @Nullable Stream<SendCall> calls,
            Instant now) {
        this.evidence = evidence;
        this.rules = rules;
        this.table = table;
        this.findings = findings;
        this.calls = calls;
        this.now = now;
    }

    AuditReport report() {
        long settledBefore = rules.drained() ? Long.MAX_VALUE : now.minus(UNSETTLED).toEpochMilli();
        long outcomesSince = evidence.outcomesSince();
        var ends = new EndJudge(table, rules, findings, evidence.waits(), now);
        ends.judge(outcomesSince, evidence.lettersSince());
        new KeyJudge(table, rules, findings, settledBefore).judge();
        boolean complete = outcomesSince == Long.MIN_VALUE;
        new DuplicateJudge(table, findings, settledBefore, evidence.seesAllOutcomes()).judge();
        new OrderJudge(table, findings)
                .judge(new ToldTimes(table, rules.clocks(), settledBefore, complete));
        new PaceJudge(table, rules, findings).judge();
        long called = calls == null ? withoutCalls() : withCalls(calls, settledBefore, complete);
        return findings.report(
                new AuditReport.Counts(
                        evidence.commands.records + evidence.commands.damaged,
                        evidence.outcomes.records,
                        evidence.deliveries.records,
                        evidence.letters.records,
                        called,
                        ends.open(),
                        ends.ended()));
    }

    private long withoutCalls() {
        findings.unchecked(
                "I3, whether Wawp was called more often than told",
                "only Wawp's side knows; checked are the keys and message ids of outcomes");
        findings.unchecked(
                "I4, the order in which messages reached Wawp",
                "only Wawp's side knows; checked is that no command was SENT before an earlier one"
                        + " of its partition, chat and priority had ended");
        findings.unchecked(
                "I5, the gap between single sends",
                "only Wawp's side knows; checked is how many were SENT in a minute, an hour and a"
                        + " day");
        return 0;
    }

    private long withCalls(Stream<SendCall> log, long settledBefore, boolean complete) {
        var seen = new CallTable(table, log);
        var commands = evidence.index();
        boolean allRead = rules.drained() && evidence.isWhole();
        new CallJudge(table, commands, seen, rules, findings, allRead).judge();
        var times =
                new CallTimes(table, commands, seen, rules.tolerance(), settledBefore, complete);
        new OrderJudge(table, findings).judge(times);
        new CallPace(table, seen, rules, findings).judge();
        return seen.size();
    }
}
