package io.wawp.sandbox.wawp;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The rules by which calls go wrong. Each call goes to the first rule, in the order in which they
 * were added, that is about it and whose turn it is; every rule about it counts it. Safe for use by
 * any thread.
 */
public final class Faults {
    private final CopyOnWriteArrayList<Armed> rules = new CopyOnWriteArrayList<>();

    Faults() {}

    /** A rule in force. */
    public static final class Armed {
        private final FaultRule rule;
        private final AtomicInteger matched = new AtomicInteger();
        private final AtomicInteger applied = new AtomicInteger();

        private Armed(FaultRule rule) {
            this.rule = rule;
        }

        public FaultRule rule() {
            return rule;
        }

        /** How many calls it was about. */
        public int matched() {
            return matched.get();
        }

        /** How many calls it decided. */
        public int applied() {
            return applied.get();
        }
    }

    public Armed add(FaultRule rule) {
        Armed armed = new Armed(rule);
        rules.add(armed);
        return armed;
    }

    /** Takes a rule out of force; what it counted stays readable. */
    public void remove(Armed armed) {
        rules.remove(armed);
    }

    public void clear() {
        rules.clear();
    }

    public List<Armed> all() {
        return List.copyOf(rules);
    }

    boolean isEmpty() {
        return rules.isEmpty();
    }

    Optional<FaultRule> ruleFor(Call call) {
        FaultRule chosen = null;
        for (Armed armed : rules) {
            if (!armed.rule.isAbout(call)) {
                continue;
            }
            int number = armed.matched.incrementAndGet();
            if (chosen == null && armed.rule.which().includes(number)) {
                armed.applied.incrementAndGet();
                chosen = armed.rule;
            }
        }
        return Optional.ofNullable(chosen);
    }
}
