package io.wawp.dispatcher.cli;

import io.wawp.dispatcher.records.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./wawp watch}: shows what the worker tells, as it comes. */
@Command(
        name = "watch",
        description = {
            "Follows outcomes, deliveries and instance events, until Ctrl-C.",
            "Times are UTC; chats are masked as in the worker's log."
        },
        footer = {
            "  ./wawp watch",
            "  ./wawp watch --status FAILED,REJECTED,UNRESOLVED",
            "  ./wawp watch --command order-8841-shipped --from-beginning",
            "  ./wawp watch --since 1h --instance 123456789012 --for 1s",
            "  ./wawp watch --json | jq .value.status"
        })
final class WatchCommand implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private SettingsFile file = new SettingsFile();

    @Option(
            names = "--command",
            paramLabel = "ID",
            split = ",",
            description = "Only of this command, or of these, with commas between them.")
    private List<String> commands = new ArrayList<>();

    @Option(
            names = "--instance",
            paramLabel = "ID",
            split = ",",
            description = "Only of this number, or of these, with commas between them.")
    private List<String> instances = new ArrayList<>();

    @Option(
            names = "--status",
            paramLabel = "STATUS",
            split = ",",
            converter = WatchFilter.OfStatus.class,
            description =
                    "Only of this status, or of these: of outcomes, deliveries and numbers, such as FAILED, READ"
                            + " or PAUSED.")
    private List<String> statuses = new ArrayList<>();

    @Option(names = "--from-beginning", description = "What is kept first, then what comes.")
    private boolean fromBeginning;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "What was written since a time, or a duration ago (1h), then what comes.")
    private @Nullable String since;

    @Option(
            names = "--for",
            paramLabel = "DURATION",
            converter = Moments.OfDuration.class,
            description = "End by itself after so long.")
    private @Nullable Duration lasting;

    @Option(
            names = "--count",
            paramLabel = "N",
            description =
                    "End by itself after so many lines; with --for, exit status 1 if fewer came.")
    private int count;

    @Option(
            names = "--json",
            description = "The records as they are, one object a line, with their topic.")
    private boolean json;

    @Option(names = "--show-chats", description = "Whole phone numbers and message ids.")
    private boolean showChats;

    private final Shell shell;

    WatchCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        WatchFilter filter = WatchFilter.of(commands, instances, statuses);
        TopicScan.From from = from();
        if (count < 0) {
            throw WrongUse.of(spec, "--count: expected 1 or more");
        }
        Terminal terminal = Terminal.of(shell, spec);
        try (Cluster cluster = Cluster.of(shell, file, terminal, "watch");
                TopicScan scan = TopicScan.open(cluster, shell.time(), partitions(cluster), from)) {
            var interruption = new Interruption();
            var following =
                    new Following(
                            cluster.topics(),
                            shell.time(),
                            terminal,
                            filter,
                            new Following.Look(json, showChats, lasting, count));
            return interruption.guard(
                    scan::stop,
                    () -> following.run(scan, from instanceof TopicScan.From.End, interruption));
        }
    }

    private TopicScan.From from() {
        String written = since;
        if (fromBeginning && written != null) {
            throw WrongUse.of(spec, "--from-beginning and --since: give one of them");
        }
        if (written == null) {
            return fromBeginning ? new TopicScan.From.Beginning() : new TopicScan.From.End();
        }
        try {
            return new TopicScan.From.Since(Moments.before(written, shell.time().now()));
        } catch (IllegalArgumentException e) {
            throw WrongUse.of(spec, "--since: " + e.getMessage());
        }
    }

    /**
     * All, also of one command: it is in several if partitions were added while it was on its way.
     */
    private List<TopicPartition> partitions(Cluster cluster) {
        Topics topics = cluster.topics();
        return cluster.partitionsOf(
                commands.isEmpty()
                        ? List.of(topics.outcomes(), topics.deliveries(), topics.instances())
                        : List.of(topics.outcomes(), topics.deliveries()));
    }
}
