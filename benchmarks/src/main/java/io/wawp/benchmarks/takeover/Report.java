package io.wawp.benchmarks.takeover;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Repetitions of one scenario as a table in Markdown: median, 95th percentile, longest. */
final class Report {
    private final Scenario scenario;
    private final List<TakeOver> seen = new ArrayList<>();

    Report(Scenario scenario) {
        this.scenario = scenario;
    }

    void add(TakeOver one) {
        seen.add(one);
    }

    /** One line on one repetition. */
    static String line(TakeOver one) {
        return "first %s, last %s, arriving %s; gone %s, assigned %s, ours %s, waited %s, read %s"
                .formatted(
                        text(one.first()),
                        text(one.last()),
                        text(longest(one.arriving())),
                        text(one.gone()),
                        text(one.assigned()),
                        text(one.ours()),
                        text(one.waited()),
                        text(one.read()));
    }

    String table() {
        return String.join(
                "\n",
                "### " + scenario.title(),
                "",
                "%d repetitions.".formatted(seen.size()),
                "",
                "| s | median | p95 | max |",
                "|---|---|---|---|",
                row(
                        "signal to first send of a number with commands waiting",
                        each(TakeOver::waiting)),
                row("the first number of each repetition", one(TakeOver::first)),
                row("the last number of each repetition", one(TakeOver::last)),
                row("a number with new commands only", each(TakeOver::arriving)),
                row("old owner's last send to new owner's first", each(TakeOver::silent)),
                row("- until the broker has dropped the member", one(TakeOver::gone)),
                row("- from there until the shards are assigned", one(Report::rebalance)),
                row("- from there until the last shard is at work", one(Report::restoring)),
                row("  - of it the longest wait for an open transaction", one(TakeOver::waited)),
                row("  - of it the longest reading of a journal", one(TakeOver::read)),
                row("- from there until the last number's first send", one(Report::sending)));
    }

    private static @Nullable Duration rebalance(TakeOver one) {
        return between(one.gone(), one.assigned());
    }

    private static @Nullable Duration restoring(TakeOver one) {
        return between(one.assigned(), one.ours());
    }

    private static @Nullable Duration sending(TakeOver one) {
        return between(one.ours(), one.last());
    }

    private static @Nullable Duration between(@Nullable Duration from, @Nullable Duration to) {
        return from == null || to == null ? null : to.minus(from);
    }

    private List<Duration> each(Function<TakeOver, List<Duration>> part) {
        return seen.stream().flatMap(one -> part.apply(one).stream()).toList();
    }

    private List<Duration> one(Function<TakeOver, @Nullable Duration> part) {
        List<Duration> all = new ArrayList<>();
        for (TakeOver each : seen) {
            Duration duration = part.apply(each);
            if (duration != null) {
                all.add(duration);
            }
        }
        return all;
    }

    private static String row(String name, List<Duration> unsorted) {
        List<Duration> all = unsorted.stream().sorted(Comparator.naturalOrder()).toList();
        if (all.isEmpty()) {
            return "| %s | | | |".formatted(name);
        }
        return "| %s | %s | %s | %s |"
                .formatted(name, text(at(all, 0.5)), text(at(all, 0.95)), text(all.getLast()));
    }

    /** The smallest value that is not below this part of all. */
    private static Duration at(List<Duration> sorted, double part) {
        return sorted.get(Math.max(0, (int) Math.ceil(part * sorted.size()) - 1));
    }

    private static @Nullable Duration longest(List<Duration> all) {
        return all.stream().filter(Objects::nonNull).max(Duration::compareTo).orElse(null);
    }

    private static String text(@Nullable Duration duration) {
        return duration == null
                ? "?"
                : String.format(Locale.ROOT, "%.2f", duration.toMillis() / 1_000.0);
    }
}
