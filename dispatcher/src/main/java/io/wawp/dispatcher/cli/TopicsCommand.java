package io.wawp.dispatcher.cli;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./wawp topics}: creates what is missing, names what is set up wrongly. */
@Command(
        name = "topics",
        description = "Creates missing topics; names existing ones that are set up wrongly.",
        footer = {
            "  ./wawp topics --dry-run      what would be created, and what is wrong",
            "  ./wawp topics",
            "  ./wawp topics --config dispatcher.properties"
        })
final class TopicsCommand implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private SettingsFile file = new SettingsFile();

    @Option(names = "--dry-run", description = "Only say what would be done.")
    private boolean dryRun;

    private final Shell shell;

    TopicsCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws InterruptedException {
        Terminal terminal = Terminal.of(shell, spec);
        try (Cluster cluster = Cluster.of(shell, file, terminal, "topics")) {
            return report(terminal, cluster);
        }
    }

    private int report(Terminal terminal, Cluster cluster) throws InterruptedException {
        try {
            var report =
                    new TopicSetup(cluster.admin(), cluster.servers())
                            .apply(cluster.topics(), dryRun);
            report.lines().forEach(terminal::result);
            return report.isFine() ? Exit.DONE : Exit.FAILED;
        } catch (ExecutionException | KafkaException e) {
            throw cluster.failure(e);
        }
    }
}
