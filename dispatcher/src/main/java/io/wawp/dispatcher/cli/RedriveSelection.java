package io.wawp.dispatcher.cli;

import io.wawp.common.outcome.ReasonCode;
import io.wawp.dispatcher.records.DeadLetter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Which dead letters are meant. A letter has to fit every option that is given. */
final class RedriveSelection {
    @Option(
            names = "--command",
            paramLabel = "ID",
            split = ",",
            description = "Of these commands; may be given several times.")
    private List<String> commands = new ArrayList<>();

    @Option(
            names = "--code",
            paramLabel = "CODE",
            split = ",",
            description =
                    "With these reasons, such as attempts_exhausted; may be given several times.")
    private List<String> codes = new ArrayList<>();

    @Option(
            names = "--instance",
            paramLabel = "ID",
            split = ",",
            description = "Of these instances; may be given several times.")
    private List<String> instances = new ArrayList<>();

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description =
                    "Dead-lettered at that time or later: 2026-11-22T09:00:00Z, or 2h for two hours"
                            + " ago.")
    private @Nullable String since;

    @Option(names = "--until", paramLabel = "TIME", description = "Dead-lettered before that time.")
    private @Nullable String until;

    @Option(names = "--all", description = "Every dead letter that is kept.")
    private boolean all;

    /** Times as they were meant, since the clock goes on. */
    private Instant from = Instant.MIN;

    private Instant to = Instant.MAX;

    /**
     * Checks the options together; to be called first.
     *
     * @throws picocli.CommandLine.ParameterException when nothing is selected, or something that
     *     there is not
     */
    void check(CommandSpec spec, Instant now) {
        if (!all
                && commands.isEmpty()
                && codes.isEmpty()
                && instances.isEmpty()
                && since == null
                && until == null) {
            throw WrongUse.of(
                    spec,
                    "Say which dead letters: --command, --code, --instance, --since, --until, or"
                            + " --all for every one. --dry-run shows what would be done.");
        }
        for (String code : codes) {
            if (Arrays.stream(ReasonCode.values()).noneMatch(known -> known.wire().equals(code))) {
                throw WrongUse.of(
                        spec,
                        "There is no reason code "
                                + code
                                + ". There are: "
                                + Arrays.stream(ReasonCode.values())
                                        .map(ReasonCode::wire)
                                        .sorted()
                                        .collect(Collectors.joining(", "))
                                + ".");
            }
        }
        from = since == null ? Instant.MIN : moment(spec, "--since", since, now);
        to = until == null ? Instant.MAX : moment(spec, "--until", until, now);
    }

    private static Instant moment(CommandSpec spec, String option, String written, Instant now) {
        try {
            return Moments.before(written, now);
        } catch (IllegalArgumentException e) {
            throw WrongUse.of(spec, option + " " + written + ": " + e.getMessage() + ".");
        }
    }

    /** Where the first that may fit stands. */
    TopicScan.From start() {
        return from.equals(Instant.MIN)
                ? new TopicScan.From.Beginning()
                : new TopicScan.From.Since(from);
    }

    /** Whether a letter may fit, by what it says itself. */
    boolean takes(DeadLetter letter) {
        return !letter.writtenAt().isBefore(from)
                && letter.writtenAt().isBefore(to)
                && (codes.isEmpty() || codes.contains(letter.reasonCode().toLowerCase(Locale.ROOT)))
                && (commands.isEmpty()
                        || Optional.ofNullable(letter.commandId())
                                .filter(commands::contains)
                                .isPresent());
    }

    /** Whether it fits, now that its command was read. */
    boolean takes(Candidate candidate) {
        var key = candidate.key();
        return instances.isEmpty() || (key != null && instances.contains(key.instanceId().value()));
    }
}
