package io.wawp.dispatcher.cli;

import io.wawp.common.command.CommandId;
import io.wawp.common.command.InstanceId;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./wawp status}: the whole story of one command. */
@Command(
        name = "status",
        description = {
            "Tells the whole story of one command: its record, its outcomes, where it stands now, its",
            "deliveries; what that means, and what to do next. Exit status 1 if nothing is known of it."
        },
        footer = {
            "  ./wawp status order-8841-shipped",
            "  ./wawp status order-8841-shipped --instance 123456789012",
            "  ./wawp status order-8841-shipped --json | jq -r .meaning"
        })
final class StatusCommand implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private SettingsFile file = new SettingsFile();

    @Parameters(paramLabel = "COMMAND_ID", description = "What the producer named the command.")
    private String commandId = "";

    @Option(
            names = "--instance",
            paramLabel = "ID",
            description = "Only of this number, if several use the same id.")
    private @Nullable String instance;

    @Option(names = "--json", description = "One JSON object, the records in it as they are.")
    private boolean json;

    @Option(names = "--show-chats", description = "Whole phone numbers and message ids.")
    private boolean showChats;

    private final Shell shell;

    StatusCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        InstanceId only = checked();
        Terminal terminal = Terminal.of(shell, spec);
        try (Cluster cluster = Cluster.of(shell, file, terminal, "status")) {
            terminal.progress("reading the topics");
            CommandStory story = new StoryReader(cluster, shell.time(), only).read(commandId);
            terminal.clear();
            if (!story.isKnown()) {
                throw new CommandFailed(unknown(cluster));
            }
            show(story, terminal, only);
            return Exit.DONE;
        }
    }

    private @Nullable InstanceId checked() {
        try {
            var id = new CommandId(commandId);
            String only = instance;
            return only == null || id.value().isEmpty() ? null : new InstanceId(only);
        } catch (IllegalArgumentException e) {
            throw WrongUse.of(spec, String.valueOf(e.getMessage()));
        }
    }

    private void show(CommandStory story, Terminal terminal, @Nullable InstanceId only) {
        var words = new StoryWords(shell.time().now());
        if (json) {
            terminal.result(StoryJson.of(story, words));
            return;
        }
        if (only == null && story.instances().size() > 1) {
            terminal.say(
                    "Several numbers use this id: "
                            + String.join(", ", story.instances())
                            + ". --instance shows one of them alone.");
        }
        new StoryLines(terminal, showChats, words).of(story).forEach(terminal::result);
    }

    private String unknown(Cluster cluster) {
        return "Nothing is known of "
                + commandId
                + (instance == null ? "" : " of instance " + instance)
                + " on Kafka at "
                + cluster.servers()
                + ".\nWhy that may be:\n"
                + "  - the id is another: it is the command's commandId, capitals count\n"
                + "  - it was written to another cluster or topic: these settings read "
                + String.join(", ", cluster.topics().commands())
                + "\n"
                + "  - it is older than what is kept: outcomes 7 days, dead letters 14 days, unless"
                + " the topics say otherwise\n"
                + "  - it could not be read as JSON, so that no id is known of it: ./wawp watch"
                + " --status REJECTED --since 1d";
    }
}
