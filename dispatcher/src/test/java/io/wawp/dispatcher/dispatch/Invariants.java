package io.wawp.dispatcher.dispatch;

import io.wawp.common.command.ChatId;
import io.wawp.common.command.MessageId;
import io.wawp.common.outcome.Outcome;
import io.wawp.common.outcome.OutcomeStatus;
import io.wawp.dispatcher.dispatch.History.Admitted;
import io.wawp.dispatcher.dispatch.History.Arrived;
import io.wawp.dispatcher.dispatch.History.Asked;
import io.wawp.dispatcher.dispatch.History.Committed;
import io.wawp.dispatcher.dispatch.History.Event;
import io.wawp.dispatcher.dispatch.History.Struck;
import io.wawp.dispatcher.dispatch.History.Took;
import io.wawp.dispatcher.dispatch.History.Written;
import io.wawp.dispatcher.model.CommandEntry;
import io.wawp.dispatcher.model.CommandKey;
import io.wawp.dispatcher.model.CommandState;
import io.wawp.dispatcher.pacing.PacingProfile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The invariants, each a check over what happened in a simulated world. Each answers with what is
 * wrong, one line a breach; nothing when it holds.
 */
enum Invariants {
    /** I1: exactly one terminal outcome for each record and run. */
    ONE_OUTCOME_A_RUN {
        @Override
        List<String> breaches(History history) {
            Map<String, Integer> told = new LinkedHashMap<>();
            for (Outcome outcome : history.outcomes()) {
                String run = outcome.source() + " run " + outcome.run();
                boolean terminal = outcome.status() != OutcomeStatus.ACCEPTED;
                told.merge(run, terminal ? 1 : 0, Integer::sum);
            }
            return told.entrySet().stream()
                    .filter(run -> run.getValue() != 1)
                    .map(run -> run.getKey() + " has " + run.getValue() + " terminal outcomes")
                    .toList();
        }
    },

    /**
     * I2: no send before its SENDING entry is committed, one send for each such entry, by its own
     * writer, and as long as the shard's journal says so.
     */
    SENDING_IS_COMMITTED_FIRST {
        @Override
        List<String> breaches(History history) {
            var wrong = new ArrayList<String>();
            Map<CommandKey, Committed> last = new HashMap<>();
            Map<CommandKey, CommandState> states = new HashMap<>();
            for (Event event : history.events()) {
                switch (event) {
                    case Committed committed -> {
                        for (CommandEntry entry : committed.append().commands()) {
                            last.put(entry.key(), committed);
                            states.put(entry.key(), entry.state());
                        }
                    }
                    case Written written -> {
                        // each entry is the right to one send
                        Committed right = last.remove(written.key());
                        boolean sending = states.get(written.key()) instanceof CommandState.Sending;
                        if (right == null || !sending || right.worker() != written.worker()) {
                            wrong.add(say(written) + " without a SENDING entry of its own");
                        }
                    }
                    case Took _, Admitted _, Asked _, Arrived _, Struck _ -> {}
                }
            }
            return wrong;
        }
    },

    /** A right to send lapses ten seconds after it was committed. */
    THE_RIGHT_TO_SEND_LAPSES {
        @Override
        List<String> breaches(History history) {
            var wrong = new ArrayList<String>();
            Map<CommandKey, Long> begun = new HashMap<>();
            for (Event event : history.events()) {
                if (event instanceof Committed committed) {
                    for (CommandEntry entry : committed.append().commands()) {
                        begun.put(entry.key(), committed.at());
                    }
                } else if (event instanceof Written written) {
                    long since = written.allowed() - begun.getOrDefault(written.key(), 0L);
                    if (since > DispatchSettings.DEFAULT.sendBy().toNanos()) {
                        wrong.add(say(written) + " when its right to be sent was over");
                    }
                }
            }
            return wrong;
        }
    },

    /**
     * I3: at most once in the chat. Whatever arrives here does so within the times that the worker
     * waits for, so a send that looking did not find never comes, and a resend is no second copy.
     */
    AT_MOST_ONCE_IN_THE_CHAT {
        @Override
        List<String> breaches(History history) {
            Map<CommandKey, Integer> copies = new LinkedHashMap<>();
            history.all(Arrived.class).forEach(one -> copies.merge(one.key(), 1, Integer::sum));
            return copies.entrySet().stream()
                    .filter(one -> one.getValue() > 1)
                    .map(one -> one.getKey() + " arrived " + one.getValue() + " times")
                    .toList();
        }
    },

    /**
     * What is told is true: SENT arrived, what ended otherwise did not, and no two commands are
     * told to be the same message.
     */
    OUTCOMES_ARE_TRUE {
        @Override
        List<String> breaches(History history) {
            Set<CommandKey> arrived = new HashSet<>();
            history.all(Arrived.class).forEach(one -> arrived.add(one.key()));
            var wrong = new ArrayList<String>();
            Set<MessageId> told = new HashSet<>();
            for (Committed committed : history.all(Committed.class)) {
                for (Outcome outcome : History.outcomesOf(committed.append().publications())) {
                    CommandKey key = keyOf(outcome);
                    if (!isTrue(outcome.status(), arrived.contains(key))) {
                        wrong.add(key + " is told as " + outcome.status() + ", and is not");
                    }
                    if (outcome.messageId() != null && !told.add(outcome.messageId())) {
                        wrong.add(key + " is told to be another's message");
                    }
                }
            }
            return wrong;
        }

        private boolean isTrue(OutcomeStatus status, boolean arrived) {
            return switch (status) {
                case SENT -> arrived;
                case FAILED, EXPIRED, CANCELLED, REJECTED -> !arrived;
                case UNRESOLVED, ACCEPTED, DUPLICATE -> true;
            };
        }
    },

    /**
     * Nobody is asked to look where the worker could: where chats are listed in the end, a message
     * that shows there, and that can be no other's, is SENT; and one that certainly does not is
     * sent again, if the policy says so.
     */
    UNRESOLVED_ONLY_IF_NOBODY_COULD_TELL {
        @Override
        List<String> breaches(History history) {
            if (history.plan.listing() == Listing.FAILS) {
                return List.of();
            }
            var wrong = new ArrayList<String>();
            Map<CommandKey, ChatId> vague = new HashMap<>();
            for (Committed committed : history.all(Committed.class)) {
                for (CommandEntry entry : committed.append().commands()) {
                    boolean needless =
                            isUnresolved(committed)
                                    && !isAnotherMeant(entry, vague)
                                    && couldTell(history, entry.key(), committed.at());
                    if (needless) {
                        wrong.add(entry.key() + " is UNRESOLVED without need");
                    }
                    if (isVague(entry.state())) {
                        vague.put(entry.key(), entry.chatId());
                    }
                }
            }
            return wrong;
        }

        private boolean isUnresolved(Committed committed) {
            return History.outcomesOf(committed.append().publications()).stream()
                    .anyMatch(outcome -> outcome.status() == OutcomeStatus.UNRESOLVED);
        }

        // an heir does not know the texts of what was sent: each of them might be meant
        private boolean isAnotherMeant(CommandEntry entry, Map<CommandKey, ChatId> vague) {
            return vague.entrySet().stream()
                    .filter(other -> other.getValue().equals(entry.chatId()))
                    .anyMatch(other -> !other.getKey().equals(entry.key()));
        }

        // there may be a message of it, now or later, whose id nobody knows
        private boolean isVague(CommandState state) {
            return state.attempts().unclear() > 0
                    || switch (state) {
                        case CommandState.Accepted _ -> true;
                        case CommandState.Sent sent -> sent.messageId() == null;
                        case CommandState.Ended ended -> ended.mayHaveBeenSent();
                        case CommandState.Admitted _,
                                CommandState.Waiting _,
                                CommandState.Sending _ ->
                                false;
                    };
        }

        private boolean couldTell(History history, CommandKey key, long end) {
            List<Arrived> arrived =
                    history.all(Arrived.class).stream()
                            .filter(one -> one.key().equals(key))
                            .toList();
            return arrived.isEmpty()
                    ? history.plan.policy() == InDoubtPolicy.RESEND
                    : arrived.getFirst().at() < end - A_LOOK;
        }
    },

    /**
     * I6: no command waits for another number's trouble. Counted where no worker is struck, and
     * where nothing befalls the number's own sends: each of its commands ends within its turn.
     */
    ANOTHERS_TROUBLE_HOLDS_NOBODY_UP {
        @Override
        List<String> breaches(History history) {
            if (!history.all(Struck.class).isEmpty()) {
                return List.of();
            }
            Map<CommandKey, Long> read = new LinkedHashMap<>();
            for (Admitted admitted : history.all(Admitted.class)) {
                admitted.entries().stream()
                        .filter(entry -> entry.key().instanceId().equals(Simulation.WELL))
                        .forEach(entry -> read.put(entry.key(), admitted.at()));
            }
            var wrong = new ArrayList<String>();
            for (Committed committed : history.all(Committed.class)) {
                for (CommandEntry entry : committed.append().commands()) {
                    Long since = entry.state().isOpen() ? null : read.remove(entry.key());
                    // all of its number's at once, one after the other
                    long most = A_TURN * (read.size() + 1);
                    if (since != null && committed.at() - since > most) {
                        wrong.add(entry.key() + " ended " + (committed.at() - since) + " ns late");
                    }
                }
            }
            read.keySet().forEach(key -> wrong.add(key + " has not ended"));
            return wrong;
        }
    },

    /**
     * I4: within a chat and a priority in the order of reading and due time; and while one is tried
     * or in doubt, nothing else goes into its chat.
     */
    IN_ORDER {
        @Override
        List<String> breaches(History history) {
            var wrong = new ArrayList<String>();
            Map<CommandKey, CommandEntry> known = new LinkedHashMap<>();
            Map<CommandKey, Set<CommandKey>> readBefore = new HashMap<>();
            Map<String, Set<CommandKey>> decided = new HashMap<>();
            for (Event event : history.events()) {
                switch (event) {
                    case Admitted admitted ->
                            admitted.entries().forEach(entry -> known.put(entry.key(), entry));
                    case Asked asked -> {
                        for (CommandEntry entry : asked.append().commands()) {
                            decided.put(by(asked.worker(), entry), Set.copyOf(known.keySet()));
                        }
                    }
                    case Committed committed -> {
                        for (CommandEntry entry : committed.append().commands()) {
                            known.put(entry.key(), entry);
                            // from its first send on it holds its chat against what is read later
                            Set<CommandKey> before =
                                    decided.getOrDefault(
                                            by(committed.worker(), entry), known.keySet());
                            readBefore.computeIfAbsent(entry.key(), key -> Set.copyOf(before));
                        }
                    }
                    case Written written -> {
                        CommandEntry sent = Objects.requireNonNull(known.get(written.key()));
                        Set<CommandKey> before =
                                readBefore.getOrDefault(written.key(), known.keySet());
                        for (CommandEntry other : known.values()) {
                            if (hasToGoBefore(other, sent, before)) {
                                wrong.add(say(written) + " before " + other.key() + " has ended");
                            }
                        }
                    }
                    case Took _, Arrived _, Struck _ -> {}
                }
            }
            return wrong;
        }

        private String by(int worker, CommandEntry entry) {
            return worker + " " + entry.key();
        }

        private boolean hasToGoBefore(
                CommandEntry other, CommandEntry sent, Set<CommandKey> readBefore) {
            if (other.key().equals(sent.key())
                    || !other.chatId().equals(sent.chatId())
                    || !other.state().isOpen()) {
                return false;
            }
            boolean isTried = !(other.state() instanceof CommandState.Admitted);
            return isTried
                    || (other.priority() == sent.priority()
                            && readBefore.contains(other.key())
                            && isDueBefore(other, sent));
        }

        private boolean isDueBefore(CommandEntry one, CommandEntry other) {
            return Comparator.comparing(CommandEntry::dueAt)
                            .thenComparingLong(CommandEntry::sequence)
                            .compare(one, other)
                    < 0;
        }
    },

    /** I5: no number sends faster than its profile, counted over all workers. */
    AT_THE_NUMBERS_PACE {
        @Override
        List<String> breaches(History history) {
            PacingProfile profile = PacingProfile.named("standard");
            Duration least = part(profile.gap(), 1 - profile.jitter());
            var wrong = new ArrayList<String>();
            List<Written> all = new ArrayList<>(history.all(Written.class));
            all.removeIf(one -> !one.key().instanceId().equals(Simulation.NUMBER));
            all.sort(Comparator.comparingLong(Written::allowed));
            Map<String, Written> inChat = new HashMap<>();
            for (int i = 0; i < all.size(); i++) {
                Written one = all.get(i);
                if (i > 0 && isLess(all.get(i - 1), one, least)) {
                    wrong.add(say(one) + " too soon after " + say(all.get(i - 1)));
                }
                Written before = inChat.put(chatOf(history, one), one);
                if (before != null && isLess(before, one, least.plus(profile.chatGap()))) {
                    wrong.add(say(one) + " too soon after " + say(before) + " in its chat");
                }
                int first = i - profile.perMinute();
                if (first >= 0 && isLess(all.get(first), one, MINUTE)) {
                    wrong.add(say(one) + " is one too many in a minute");
                }
            }
            return wrong;
        }

        private boolean isLess(Written before, Written after, Duration least) {
            return after.allowed() - before.allowed() < least.toNanos();
        }

        private Duration part(Duration whole, double part) {
            return Duration.ofNanos((long) (whole.toNanos() * part));
        }

        private String chatOf(History history, Written written) {
            return history.all(Admitted.class).stream()
                    .flatMap(admitted -> admitted.entries().stream())
                    .filter(entry -> entry.key().equals(written.key()))
                    .map(entry -> entry.chatId().value())
                    .findFirst()
                    .orElse("");
        }
    };

    /**
     * A minute, less what workers' clocks may differ in these worlds, and less the time between the
     * commit that counts a send and its first byte.
     */
    private static final Duration MINUTE = Duration.ofSeconds(60 - 5 - 10);

    /** A look that is slow, and the commit of what it found. */
    private static final long A_LOOK = Duration.ofSeconds(40).toNanos();

    /** Of one send of a number to which nothing happens: its pace, its typing, its answer. */
    private static final long A_TURN = Duration.ofSeconds(10).toNanos();

    /** What is wrong; empty when it holds. */
    abstract List<String> breaches(History history);

    /** All that is wrong with all of them, by name. */
    static List<String> all(History history) {
        var wrong = new ArrayList<String>();
        for (Invariants each : values()) {
            each.breaches(history).forEach(breach -> wrong.add(each + ": " + breach));
        }
        return wrong;
    }

    private static CommandKey keyOf(Outcome outcome) {
        return new CommandKey(
                Objects.requireNonNull(outcome.instanceId()),
                Objects.requireNonNull(outcome.idempotencyKey()));
    }

    private static String say(Written written) {
        return written.key().idempotencyKey().value()
                + " was written by worker "
                + written.worker()
                + " at "
                + Duration.ofNanos(written.at());
    }
}
