package io.wawp.dispatcher.cli;

import io.wawp.dispatcher.config.ConfigException;
import io.wawp.dispatcher.config.WorkerConfig;
import java.io.PrintWriter;
import java.util.Map;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * Entry of {@code ./wawp worker} and {@code ./wawp topics}. Exit status: 0 done, 1 failed, 2 wrong
 * use.
 */
@Command(
        name = "wawp",
        description = "Sends WhatsApp messages from Apache Kafka through Wawp.",
        synopsisSubcommandLabel = "COMMAND")
public final class Main implements Runnable {
    @Spec private CommandSpec spec = CommandSpec.create();

    private Main() {}

    public static void main(String[] arguments) {
        System.exit(commandLine(System.getenv(), Main::worker).execute(arguments));
    }

    /**
     * All commands.
     *
     * @param environment where settings are read first
     * @param worker what {@code worker} runs
     */
    static CommandLine commandLine(Map<String, String> environment, WorkerCommand.Worker worker) {
        var line = new CommandLine(new Main());
        line.addSubcommand(new TopicsCommand(environment));
        line.addSubcommand(new WorkerCommand(environment, worker));
        line.addSubcommand(new CommandLine.HelpCommand());
        line.setExecutionExceptionHandler((e, failed, parsed) -> failed(e, failed.getErr()));
        return line;
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "a command is missing");
    }

    private static int worker(WorkerConfig config) {
        throw new IllegalStateException("the worker is not part of this build yet");
    }

    private static int failed(Exception e, PrintWriter err) {
        if (e instanceof ConfigException) {
            err.println(e.getMessage());
            return Exit.WRONG_USE;
        }
        LoggerFactory.getLogger(Main.class).error("Failed in a way that nobody foresaw", e);
        return Exit.FAILED;
    }
}
