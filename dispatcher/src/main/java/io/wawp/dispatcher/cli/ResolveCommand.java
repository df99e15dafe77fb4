package io.wawp.dispatcher.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.wawp.common.command.IdempotencyKey;
import io.wawp.common.command.InstanceId;
import io.wawp.common.outcome.Outcome;
import io.wawp.common.outcome.OutcomeStatus;
import io.wawp.common.outcome.Source;
import io.wawp.dispatcher.cli.Terminal.Tone;
import io.wawp.dispatcher.cli.Unresolved.Found;
import io.wawp.dispatcher.model.CommandEntry;
import io.wawp.dispatcher.model.CommandState;
import io.wawp.dispatcher.model.Resolution;
import io.wawp.dispatcher.model.Run;
import io.wawp.dispatcher.records.RunHeaders;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./wawp resolve}: a person says what became of a command that nobody could tell of. */
@Command(
        name = "resolve",
        description = {
            "Says what became of a command that may have been sent: look into the chat first.",
            "",
            "  sent      it is there: the command ends SENT at once, and nothing is sent",
            "  not-sent  it is not: the command is sent again, once, unless it has expired",
            "",
            "For commands that are UNRESOLVED, and for FAILED and EXPIRED ones that redrive refuses"
                    + " because a send of theirs may have reached the chat."
        },
        footer = {
            "  ./wawp resolve order-8841-shipped sent",
            "  ./wawp resolve order-8841-shipped not-sent --yes --wait",
            "",
            "Exit status: 0 if the answer was written, and with --wait only if it ended SENT."
        })
final class ResolveCommand implements Callable<Integer> {
    private static final Duration LOOK = Duration.ofMillis(200);

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(index = "0", paramLabel = "COMMAND_ID", description = "The command's id.")
    private String commandId = "";

    @Parameters(index = "1", paramLabel = "sent|not-sent", description = "What you found.")
    private String found = "";

    @Option(
            names = "--instance",
            paramLabel = "ID",
            description = "Its instance, where its outcomes do not say or say several.")
    private @Nullable String instance;

    @Option(
            names = "--key",
            paramLabel = "KEY",
            description = "Its idempotencyKey, where its outcomes do not say or say several.")
    private @Nullable String key;

    @Option(names = "--yes", description = "Do not ask.")
    private boolean yes;

    @Option(names = "--wait", description = "Wait for the outcome and show it.")
    private boolean wait;

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            converter = Moments.OfDuration.class,
            description = "How long to wait (default: ${DEFAULT-VALUE}).")
    private Duration timeout = Duration.ofMinutes(2);

    @Mixin private SettingsFile file = new SettingsFile();

    private final Shell shell;

    ResolveCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws IOException {
        Resolution resolution =
                Resolution.of(found.toLowerCase(Locale.ROOT))
                        .orElseThrow(() ->
                                WrongUse.of(
                                        spec,
                                        "A command is resolved as sent or not-sent, not as "
                                                + found
                                                + "."));
        InstanceId owner = parsed(instance, InstanceId::new);
        IdempotencyKey named = parsed(key, IdempotencyKey::new);
        if (!yes && !shell.errIsTerminal()) {
            throw WrongUse.of(spec, "Nobody is there to be asked: add --yes.");
        }
        Terminal terminal = Terminal.of(shell, spec);
        try (Cluster cluster = Cluster.of(shell, file, terminal, "resolve")) {
            Found command =
                    new Unresolved(cluster, shell.time()).find(commandId, resolution, owner, named);
            describe(command.entry(), resolution, terminal);
            if (!yes && !isConfirmed(terminal)) {
                terminal.say("Nothing was done.");
                return Exit.FAILED;
            }
            return resolve(cluster, terminal, command, resolution);
        }
    }

    private <T> @Nullable T parsed(
            @Nullable String text, java.util.function.Function<String, T> parser) {
        try {
            return text == null ? null : parser.apply(text);
        } catch (IllegalArgumentException e) {
            throw WrongUse.of(spec, e.getMessage() + ".");
        }
    }

    private void describe(CommandEntry entry, Resolution resolution, Terminal terminal) {
        String ended =
                entry.state() instanceof CommandState.Ended state
                        ? state.status()
                                + " at "
                                + RecordLines.time(state.at())
                                + ": "
                                + state.error().message()
                        : "";
        terminal.say(
                commandId
                        + ", "
                        + entry.type().wire()
                        + " from "
                        + entry.key().instanceId().value()
                        + " to "
                        + entry.chatId()
                        + ", run "
                        + entry.run()
                        + ", "
                        + ended);
        int next = entry.run() + 1;
        terminal.say(
                switch (resolution) {
                    case SENT -> "Run " + next + " will end SENT at once, and nothing is sent.";
                    case NOT_SENT ->
                            "Run "
                                    + next
                                    + " will send it. If it is in the chat after all, it will be"
                                    + " there twice.";
                });
    }

    private boolean isConfirmed(Terminal terminal) throws IOException {
        terminal.say("Go on? [y/N]");
        var lines = new BufferedReader(new InputStreamReader(shell.in(), UTF_8));
        String answer = lines.readLine();
        return answer != null
                && (answer.strip().equalsIgnoreCase("y") || answer.strip().equalsIgnoreCase("yes"));
    }

    private int resolve(Cluster cluster, Terminal terminal, Found command, Resolution resolution) {
        if (!wait) {
            write(cluster, terminal, command, resolution);
            return Exit.DONE;
        }
        // of all partitions: a worker may not know yet that some were added
        try (OutcomeFeed feed =
                OutcomeFeed.open(
                        cluster, shell.time(), cluster.partitionsOf(cluster.topics().outcomes()))) {
            return awaited(write(cluster, terminal, command, resolution), feed, terminal);
        }
    }

    private Source write(Cluster cluster, Terminal terminal, Found command, Resolution resolution) {
        var run = new Run(command.entry().run() + 1, false, resolution);
        String topic = command.entry().source().topic();
        try (Producer<byte[], byte[]> producer = cluster.producer()) {
            RecordMetadata put =
                    cluster.answer(
                            producer.send(RunHeaders.record(topic, command.original(), run)));
            var source = new Source(put.topic(), put.partition(), put.offset());
            String words =
                    "resolved  "
                            + commandId
                            + "  as "
                            + resolution.wire()
                            + "  run "
                            + run.number()
                            + "  as "
                            + source;
            if (wait) {
                terminal.say(words);
            } else {
                terminal.result(terminal.paint(Tone.GOOD, words));
            }
            return source;
        } catch (KafkaException e) {
            throw cluster.failure(e);
        }
    }

    private int awaited(Source source, OutcomeFeed feed, Terminal terminal) {
        long begun = shell.time().nanoTime();
        while (shell.time().nanoTime() - begun < timeout.toNanos()) {
            terminal.progress("waiting for the outcome of " + commandId);
            for (OutcomeFeed.Told told : feed.next(LOOK)) {
                Outcome outcome = told.outcome();
                if (outcome.source().equals(source) && outcome.status().isTerminal()) {
                    terminal.result(new RecordLines(terminal, false).of(outcome));
                    return ended(outcome, terminal);
                }
            }
        }
        terminal.say(
                "No outcome yet. Is a worker running, with these settings? ./wawp status "
                        + commandId
                        + " tells where it stands.");
        return Exit.FAILED;
    }

    private int ended(Outcome outcome, Terminal terminal) {
        if (outcome.status() == OutcomeStatus.DUPLICATE) {
            terminal.say("Somebody else has resolved it in the meantime; theirs counts.");
        }
        return outcome.status() == OutcomeStatus.SENT ? Exit.DONE : Exit.FAILED;
    }
}
