package io.wawp.benchmarks.takeover;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lines of a log after a moment, each with its time. All processes share one machine's clock. */
final class LogTimes {
    /** How the broker says that a member is gone, by either protocol. */
    private static final Pattern MEMBER_GONE =
            Pattern.compile(
                    "wawp-dispatcher-dispatch.*(has failed|session expired|left the|has left|leaves)");

    private static final Pattern ASSIGNED = Pattern.compile("reading the journals? of (\\d+) ");
    private static final Pattern OURS =
            Pattern.compile("is ours: .* waited (\\d+) ms.* read in (\\d+) ms");

    private final List<Line> lines;

    private LogTimes(List<Line> lines) {
        this.lines = lines;
    }

    private record Line(Instant at, String text) {}

    static LogTimes after(Instant moment, Path log) {
        try {
            List<Line> found = new ArrayList<>();
            for (String text : Files.readAllLines(log, UTF_8)) {
                int space = text.indexOf(' ');
                if (space > 20 && text.startsWith("20")) {
                    Instant at = Instant.parse(text.substring(0, space));
                    if (!at.isBefore(moment)) {
                        found.add(new Line(at, text.substring(space + 1)));
                    }
                }
            }
            return new LogTimes(found);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** When the broker said that a worker is no member any more. */
    Optional<Instant> memberGone() {
        return first(MEMBER_GONE);
    }

    /** When the first shards were assigned to this worker. */
    Optional<Instant> assigned() {
        return first(ASSIGNED);
    }

    /** When the last of the shards was at work. */
    Optional<Instant> ours() {
        return lines.stream()
                .filter(line -> line.text().contains(" is ours: "))
                .map(Line::at)
                .max(Comparator.naturalOrder());
    }

    /** The longest wait, in ms, for a transaction of a shard's last owner. */
    long longestWait() {
        return longest(1);
    }

    /** The longest reading, in ms, of a shard's journal. */
    long longestRead() {
        return longest(2);
    }

    private long longest(int group) {
        return lines.stream()
                .map(line -> OURS.matcher(line.text()))
                .filter(Matcher::find)
                .mapToLong(found -> Long.parseLong(found.group(group)))
                .max()
                .orElse(0);
    }

    private Optional<Instant> first(Pattern pattern) {
        return lines.stream()
                .filter(line -> pattern.matcher(line.text()).find())
                .map(Line::at)
                .findFirst();
    }
}
