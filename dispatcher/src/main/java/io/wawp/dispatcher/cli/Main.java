package io.wawp.dispatcher.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.wawp.dispatcher.app.WorkerMain;
import io.wawp.dispatcher.config.ConfigException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.util.Map;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
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
        // names and signs that every terminal of today knows, whatever its locale says
        var out = new PrintWriter(new FileOutputStream(FileDescriptor.out), true, UTF_8);
        var err = new PrintWriter(new FileOutputStream(FileDescriptor.err), true, UTF_8);
        CommandLine line = commandLine(Shell.ofThisProcess(), WorkerMain::run);
        System.exit(line.setOut(out).setErr(err).execute(arguments));
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
        var send = new CommandLine(new SendGroup(shell));
        SendTypes.all(shell).forEach(send::addSubcommand);
        line.addSubcommand(send);
        line.addSubcommand(new WatchCommand(shell));
        line.addSubcommand(new StatusCommand(shell));
        line.addSubcommand(new RedriveCommand(shell));
        line.addSubcommand(new ResolveCommand(shell));
        line.addSubcommand(new AuditCommand(shell));
        line.addSubcommand(new CommandLine.HelpCommand());
        dress(line);
        line.setParameterExceptionHandler(new WrongUse());
        line.setExecutionExceptionHandler((e, failed, parsed) -> failed(e, failed.getErr()));
        return line;
    }

    /** What all commands have in common. */
    private static void dress(CommandLine line) {
        CommandSpec spec = line.getCommandSpec();
        if (spec.findOption("--help") == null && !spec.helpCommand()) {
            spec.addOption(
                    OptionSpec.builder("-h", "--help")
                            .usageHelp(true)
                            .description("Show this help.")
                            .build());
        }
        spec.usageMessage()
                .optionListHeading("%nOptions%n")
                .commandListHeading("%nCommands%n")
                .sortOptions(false)
                .width(100);
        if (spec.usageMessage().footer().length > 0) {
            spec.usageMessage().footerHeading("%nExamples%n");
        }
        line.getSubcommands().values().forEach(Main::dress);
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
