package io.wawp.dispatcher.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./wawp send}: a command from a file, its bytes as they are; or one of the types. */
@Command(
        name = "send",
        description = {
            "Writes commands to the command topic: of a type, made of options, or from a file.",
            "They are checked first as the worker checks them."
        },
        footer = {
            "  ./wawp send text --to 447441429009 --message \"Hi\" --wait",
            "  ./wawp send pdf --to 447441429009 --url https://example.com/r1.pdf",
            "  ./wawp send --file command.json --wait",
            "  ./wawp send text --to 447441429009 --message Hi --dry-run | ./wawp send --file -",
            "  ./wawp help send text        the options of one type"
        })
final class SendGroup implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private SettingsFile settings = new SettingsFile();
    @Mixin private SendOptions options = new SendOptions();

    @Option(
            names = "--file",
            paramLabel = "FILE",
            description = "A command as JSON; - reads it from standard input.")
    private @Nullable Path file;

    private final Shell shell;

    SendGroup(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        Path from = file;
        if (from == null) {
            throw WrongUse.of(
                    spec,
                    "a type is missing (text, image, pdf, voice, video, poll, vcard, location), or"
                            + " --file with a command");
        }
        Terminal terminal = Terminal.of(shell, spec);
        try (Cluster cluster = Cluster.of(shell, settings, terminal, "send")) {
            Parcel parcel = parcel(cluster, from);
            if (options.dryRun()) {
                terminal.result(new String(parcel.value(), UTF_8).stripTrailing());
                return Exit.DONE;
            }
            String topic = SendType.topic(cluster, terminal, options.topic());
            return new SendOne(cluster, shell.time(), terminal, options, topic).send(parcel);
        }
    }

    private Parcel parcel(Cluster cluster, Path from) {
        byte[] value = read(from, cluster.limits().maxCommandBytes() + 1);
        try {
            return Parcel.check(value, cluster.limits(), shell.time().now());
        } catch (Parcel.Refused e) {
            throw WrongUse.of(
                    spec,
                    (from.toString().equals("-") ? "standard input" : from.toString())
                            + ": "
                            + e.error().message()
                            + " ("
                            + e.error().code().wire()
                            + ")");
        }
    }

    private byte[] read(Path from, int most) {
        if (!from.toString().equals("-")) {
            try (InputStream in = Files.newInputStream(from)) {
                return in.readNBytes(most);
            } catch (NoSuchFileException e) {
                throw WrongUse.of(spec, "--file: there is no file " + from);
            } catch (IOException e) {
                throw new CommandFailed(
                        "the file " + from + " cannot be read: " + e.getMessage(), e);
            }
        }
        try {
            return shell.in().readNBytes(most);
        } catch (IOException e) {
            throw new CommandFailed("standard input cannot be read: " + e.getMessage(), e);
        }
    }
}
