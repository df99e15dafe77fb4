package io.wawp.dispatcher.cli;

import io.wawp.dispatcher.app.WorkerMain;
import io.wawp.dispatcher.config.ConfigException;
import java.io.PrintWriter;
import java.util.Map;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Entry of the launcher's commands. Exit status: 0 done, 1 failed, 2 wrong use. */
@Command(
        name = "./wawp",
        description = "Sends WhatsApp messages from Apache Kafka through Wawp.",
        synopsisSubcommandLabel = "COMMAND")
public final class Main implements Runnable {
    @Spec private CommandSpec spec = CommandSpec.create();

    private Main() {}

    public static void main(String[] arguments) {
        System.exit(commandLine(Shell.ofThisProcess(), WorkerMain::run).execute(arguments));
    }

    /** All commands, called with nobody at the terminal. */
    static CommandLine commandLine(Map<String, String> environment, WorkerCommand.Worker worker) {
        return commandLine(Shell.unattended(environment), worker);
    }

    /**
     * All commands.
     *
     * @param worker what {@code worker} runs
     */
    static CommandLine commandLine(Shell shell, WorkerCommand.Worker worker) {
        var line = new CommandLine(new Main());
        line.addSubcommand(new TopicsCommand(shell));
        line.addSubcommand(new WorkerCommand(shell.environment(), worker));
        line.addSubcommand(new CommandLine.HelpCommand());
        line.setExecutionExceptionHandler((e, failed, parsed) -> failed(e, failed.getErr()));
        return line;
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "a command is missing");
    }

    private static int failed(Exception e, PrintWriter err) {
        if (e instanceof ConfigException) {
            err.println(e.getMessage());
            return Exit.WRONG_USE;
        }
        if (e instanceof CommandFailed ended) {
            err.println(ended.words());
            return Exit.FAILED;
        }
        LoggerFactory.getLogger(Main.class).error("Failed in a way that nobody foresaw", e);
        return Exit.FAILED;
    }
}
