package io.wawp.demo;

import io.wawp.common.command.CommandId;
import io.wawp.common.outcome.Delivery;
import io.wawp.common.outcome.Outcome;
import io.wawp.common.outcome.OutcomeError;
import io.wawp.common.outcome.ReasonCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Holds what happened against what was expected. Stateless. */
final class Verdicts {
    private Verdicts() {}

    /** What of a command is still to come, in words; empty when it is complete. */
    static List<String> missing(Expected expected, Happened happened) {
        List<String> missing = new ArrayList<>();
        if (happened.ending().isEmpty()) {
            missing.add("its outcome, " + expected.ending());
        }
        boolean heardTheLast = happened.lastDelivery().map(Delivery::isFinal).orElse(false);
        if (expected.delivery() != null && !heardTheLast) {
            missing.add("its delivery, " + expected.delivery());
        }
        if (expected.deadLetter() && happened.deadLetters().isEmpty()) {
            missing.add("its dead letter");
        }
        return missing;
    }

    /** What is not as expected, in words; empty when all is. */
    static List<String> faults(Expected expected, Happened happened) {
        var faults = new Faults();
        faults.compare("outcomes", expected.outcomes(), happened.statuses());
        happened.ending().ifPresent(ending -> judge(faults, expected, ending));
        faults.compare("sends that reached Wawp", expected.calls(), happened.calls());
        faults.compare("messages in the chat", expected.copies(), happened.copies());
        judgeDeliveries(faults, expected, happened);
        List<String> letters = expected.deadLetter() ? List.of(wire(expected.code())) : List.of();
        faults.compare("dead letters", letters, happened.deadLetters());
        return faults.words;
    }

    private static void judge(Faults faults, Expected expected, Outcome ending) {
        OutcomeError error = ending.error();
        CommandId duplicateOf = ending.duplicateOf();
        faults.compare("code", wire(expected.code()), wire(error == null ? null : error.code()));
        faults.compare(
                "duplicate of",
                Objects.requireNonNullElse(expected.duplicateOf(), "none"),
                duplicateOf == null ? "none" : duplicateOf.value());
        faults.compare("found in the chat", expected.reconciled(), ending.reconciled());
        faults.compare("attempts", expected.calls(), ending.attempts());
    }

    /** Each step at most once, upwards, and the last is the last. */
    private static void judgeDeliveries(Faults faults, Expected expected, Happened happened) {
        List<Delivery> all = happened.deliveries();
        for (int i = 1; i < all.size(); i++) {
            if (all.get(i).ack() <= all.get(i - 1).ack()) {
                faults.words.add(
                        "deliveries: " + all.get(i).status() + " after " + all.get(i - 1).status());
            }
        }
        long ends = all.stream().filter(Delivery::isFinal).count();
        faults.compare("last deliveries", expected.delivery() == null ? 0L : 1L, ends);
        faults.compare(
                "delivery",
                expected.delivery() == null ? "none" : expected.delivery().name(),
                happened.lastDelivery().map(last -> last.status().name()).orElse("none"));
    }

    private static String wire(@Nullable ReasonCode code) {
        return code == null ? "none" : code.wire();
    }

    private static final class Faults {
        private final List<String> words = new ArrayList<>();

        void compare(String what, Object expected, Object actual) {
            if (!expected.equals(actual)) {
                words.add("%s: expected %s, got %s".formatted(what, expected, actual));
            }
        }
    }
}
