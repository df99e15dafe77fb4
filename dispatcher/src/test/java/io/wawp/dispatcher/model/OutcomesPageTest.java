package io.wawp.dispatcher.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.wawp.common.outcome.OutcomeStatus;
import io.wawp.common.outcome.ReasonCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** docs/outcomes.md shows what the code decides. */
class OutcomesPageTest {
    private static final Path PAGE = Path.of("..", "docs", "outcomes.md");

    /** What a status means to whoever reads it, and what it asks of them. */
    private static final Map<OutcomeStatus, String> MEANINGS =
            Map.of(
                    OutcomeStatus.ACCEPTED,
                    "It is journaled: from here on it is not lost. | Wait for its ending.",
                    OutcomeStatus.SENT,
                    "Wawp has it. `reconciled`: the answer was lost, and the message was found in"
                            + " the chat. | Follow `wawp.deliveries`.",
                    OutcomeStatus.FAILED,
                    "Wawp refused it, or it was tried until its time was over. | By its code,"
                            + " below.",
                    OutcomeStatus.EXPIRED,
                    "Not sent before `expiresAt`. | By its code, below.",
                    OutcomeStatus.UNRESOLVED,
                    "It may have been sent, and nobody can tell. | A person looks and resolves it.",
                    OutcomeStatus.CANCELLED,
                    "An operator took it back. | Nothing.",
                    OutcomeStatus.REJECTED,
                    "It never went near Wawp. | By its code, below.",
                    OutcomeStatus.DUPLICATE,
                    "The same send as `duplicateOf`. | Nothing: what becomes of that one counts.");

    private static final Map<Class<?>, String> SENDS =
            Map.of(
                    SendResult.Accepted.class,
                    "Wawp has it. | SENT. An id that Wawp did not give is looked up first, for up"
                            + " to ten seconds.",
                    SendResult.Refused.class,
                    "This message will never be taken. | FAILED with Wawp's reason.",
                    SendResult.NotSent.class,
                    "Certainly not sent. | Tried again: after `wawp_unreachable` and"
                            + " `rate_limited` until it expires, after `wawp_upstream_error` until"
                            + " `attempts_exhausted`.",
                    SendResult.Unclear.class,
                    "It may have been sent. | The chat is looked at. Found: SENT, `reconciled`. Not"
                            + " there: sent again or UNRESOLVED, as `dispatcher.in-doubt` says. No"
                            + " look that worked: UNRESOLVED.",
                    SendResult.InstanceTrouble.class,
                    "The number cannot send at all. | The number is PAUSED, and its commands wait"
                            + " until it is RESUMED or they expire.",
                    SendResult.Lapsed.class,
                    "Nothing left this machine in time. | It stands in line again.");

    @Test
    void thePageShowsWhatTheCodeDecides() throws IOException {
        String page = Files.readString(PAGE);
        String renewed = put(page, "statuses", statuses());
        renewed = put(renewed, "codes", codes());
        renewed = put(renewed, "sends", sends());
        if (Boolean.getBoolean("wawp.docs.renew")) {
            Files.writeString(PAGE, renewed);
            return;
        }
        assertEquals(
                renewed,
                page,
                "docs/outcomes.md is not what the code decides; renew it with"
                        + " -Dwawp.docs.renew=true, as the page says");
    }

    @Test
    void everyEndingOfASendIsShown() {
        assertEquals(Set.of(SendResult.class.getPermittedSubclasses()), SENDS.keySet());
    }

    @Test
    void everyStatusIsShown() {
        assertEquals(Set.of(OutcomeStatus.values()), MEANINGS.keySet());
    }

    private static String statuses() {
        List<String> rows = new ArrayList<>();
        rows.add("| status | an ending | dead letter | means | to do |");
        rows.add("|---|---|---|---|---|");
        for (OutcomeStatus status : OutcomeStatus.values()) {
            rows.add(
                    "| %s | %s | %s | %s |"
                            .formatted(
                                    status,
                                    yes(status.isTerminal()),
                                    yes(OutcomeTable.isDeadLettered(status)),
                                    MEANINGS.get(status)));
        }
        return String.join("\n", rows);
    }

    private static String codes() {
        List<String> rows = new ArrayList<>();
        rows.add("| code | status | dead letter | retryable | means | to do |");
        rows.add("|---|---|---|---|---|---|");
        Arrays.stream(ReasonCode.values())
                .filter(code -> code != ReasonCode.UNRECOGNIZED)
                .forEach(code -> rows.add(code(code)));
        return String.join("\n", rows);
    }

    private static String code(ReasonCode code) {
        OutcomeTable.Rule rule = OutcomeTable.of(code);
        Set<OutcomeStatus> all =
                java.util.stream.Stream.of(rule.atTheDoor(), rule.untried(), rule.tried())
                        .filter(java.util.Objects::nonNull)
                        .collect(Collectors.toSet());
        boolean kept = all.stream().anyMatch(OutcomeTable::isDeadLettered);
        return "| `%s` | %s | %s | %s | %s | %s |"
                .formatted(
                        code.wire(),
                        status(rule),
                        yes(kept),
                        yes(code.retryable()),
                        rule.happened(),
                        rule.advice());
    }

    private static String status(OutcomeTable.Rule rule) {
        if (!rule.isEnding()) {
            return "";
        }
        if (rule.untried() != rule.tried()) {
            return rule.untried() + " before, " + rule.tried() + " after";
        }
        OutcomeStatus atTheDoor = rule.atTheDoor();
        OutcomeStatus later = rule.tried();
        if (atTheDoor != null && later != null) {
            return atTheDoor + "; " + later + " once journaled";
        }
        return String.valueOf(first(atTheDoor, later));
    }

    private static @Nullable OutcomeStatus first(
            @Nullable OutcomeStatus one, @Nullable OutcomeStatus two) {
        return one == null ? two : one;
    }

    private static String sends() {
        List<String> rows = new ArrayList<>();
        rows.add("| ending | means | what follows |");
        rows.add("|---|---|---|");
        for (Class<?> ending : SendResult.class.getPermittedSubclasses()) {
            rows.add("| %s | %s |".formatted(ending.getSimpleName(), SENDS.get(ending)));
        }
        return String.join("\n", rows);
    }

    private static String put(String page, String name, String table) {
        String open = "<!-- " + name + " -->\n";
        String close = "\n<!-- /" + name + " -->";
        int from = page.indexOf(open);
        int to = page.indexOf(close);
        if (to < 0) {
            to = page.indexOf(close.strip()) - 1;
        }
        assertNotNull(from < 0 ? null : page, "the page has no place for " + name);
        return page.substring(0, from + open.length()) + table + page.substring(to);
    }

    private static String yes(boolean is) {
        return is ? "yes" : "no";
    }
}
