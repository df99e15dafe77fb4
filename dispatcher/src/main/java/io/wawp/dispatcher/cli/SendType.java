package io.wawp.dispatcher.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wawp.common.outcome.OutcomeError;
import io.wawp.dispatcher.config.WorkerConfig;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code ./wawp send TYPE}: one or more commands of one type, made of options. Each type adds its
 * content's options.
 */
abstract class SendType implements Callable<Integer> {
    private static final int MOST = 1_000_000;

    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private SettingsFile file = new SettingsFile();
    @Mixin private EnvelopeOptions envelope = new EnvelopeOptions();
    @Mixin private SendOptions options = new SendOptions();

    @Option(
            names = "--count",
            paramLabel = "N",
            description = "Send it N times, the ids numbered; a summary at the end.")
    private int count;

    @Option(
            names = "--rate",
            paramLabel = "R",
            description = "With --count: commands a second. Default: as fast as Kafka takes them.")
    private double rate;

    private final Shell shell;

    SendType(Shell shell) {
        this.shell = shell;
    }

    /** The content as the options say it, with its type. */
    abstract ObjectNode content();

    /** Which option writes a field of the content, such as {@code file.url}; null for none. */
    abstract @Nullable String optionOf(String contentField);

    @Override
    public final Integer call() {
        requireUse();
        Terminal terminal = Terminal.of(shell, spec);
        try (Cluster cluster = Cluster.of(shell, file, terminal, "send")) {
            String named = envelope.id();
            String base = named == null ? "cli-" + UUID.randomUUID() : named;
            ObjectNode content = content();
            int number = Math.max(count, envelope.to().size());
            if (options.dryRun()) {
                for (int i = 0; i < number; i++) {
                    terminal.result(
                            new String(parcel(cluster, base, i, number, content).value(), UTF_8));
                }
                return Exit.DONE;
            }
            String topic = topic(cluster, terminal, options.topic());
            // all is checked that can be, before anything is written
            Parcel first = parcel(cluster, base, 0, number, content);
            if (number == 1) {
                return new SendOne(cluster, shell.time(), terminal, options, topic).send(first);
            }
            for (int i = 1; i < Math.min(number, envelope.to().size()); i++) {
                parcel(cluster, base, i, number, content);
            }
            return new SendMany(cluster, shell.time(), terminal, options, topic)
                    .send(number, rate, i -> parcel(cluster, base, i, number, content));
        }
    }

    private void requireUse() {
        CommandSpec parent = spec.parent();
        if (parent != null && !parent.commandLine().getParseResult().matchedOptions().isEmpty()) {
            throw WrongUse.of(
                    spec,
                    "options come after the type: ./wawp send "
                            + spec.name()
                            + " "
                            + parent.commandLine()
                                    .getParseResult()
                                    .matchedOptions()
                                    .getFirst()
                                    .longestName()
                            + " …");
        }
        if (count < 0 || count > MOST) {
            throw WrongUse.of(spec, "--count: expected 1 to " + MOST);
        }
        if (rate < 0 || (rate > 0 && count <= 1)) {
            throw WrongUse.of(spec, "--rate: expected commands a second, together with --count");
        }
        if (count > 0 && count < envelope.to().size()) {
            throw WrongUse.of(spec, "--count: is less than the number of --to");
        }
    }

    private Parcel parcel(Cluster cluster, String base, int index, int number, ObjectNode content) {
        List<String> to = envelope.to();
        String suffix = number == 1 ? "" : numbered(index, number);
        byte[] value;
        try {
            value =
                    envelope.command(
                                    base + suffix,
                                    suffix,
                                    to.get(index % to.size()),
                                    instance(cluster.config()),
                                    content,
                                    shell.time().now())
                            .toString()
                            .getBytes(UTF_8);
        } catch (IllegalArgumentException e) {
            throw WrongUse.of(spec, String.valueOf(e.getMessage()));
        }
        try {
            return Parcel.check(value, cluster.limits(), shell.time().now());
        } catch (Parcel.Refused e) {
            throw refused(e.error());
        }
    }

    /** With as many digits as the last one has. */
    private static String numbered(int index, int number) {
        String digits = Integer.toString(index + 1);
        return "-" + "0".repeat(Integer.toString(number).length() - digits.length()) + digits;
    }

    private static @Nullable String instance(WorkerConfig config) {
        String preset = config.dispatcher().defaultInstanceId();
        return preset == null ? config.wawp().instanceId() : preset;
    }

    private ParameterException refused(OutcomeError error) {
        String field = error.field();
        String option = field == null ? null : option(field);
        return WrongUse.of(
                spec,
                (option == null ? "" : option + ": ")
                        + error.message()
                        + " ("
                        + error.code().wire()
                        + ")");
    }

    private @Nullable String option(String field) {
        if (field.startsWith("content.")) {
            return optionOf(field.substring("content.".length()));
        }
        int end = field.indexOf('.');
        return switch (end < 0 ? field : field.substring(0, end)) {
            case "commandId" -> "--id";
            case "instanceId" -> "--instance";
            case "chatId" -> "--to";
            case "idempotencyKey" -> "--key";
            case "typing" -> "--typing";
            case "priority" -> "--priority";
            case "notBefore" -> "--not-before";
            case "expiresAt" -> "--expires-at";
            case "replyTo" -> "--reply-to";
            case "metadata" -> "--metadata";
            default -> null;
        };
    }

    /** Where commands go; says so if no worker of this deployment reads there. */
    static String topic(Cluster cluster, Terminal terminal, @Nullable String named) {
        List<String> ours = cluster.topics().commands();
        if (named != null && !ours.contains(named)) {
            terminal.say(
                    "warning: "
                            + named
                            + " is none of DISPATCHER_TOPICS_COMMANDS ("
                            + String.join(", ", ours)
                            + "): no worker with these settings reads it");
        }
        return named == null ? ours.getFirst() : named;
    }

    Shell shell() {
        return shell;
    }

    CommandSpec spec() {
        return spec;
    }

    static ObjectNode ofType(String type) {
        return JsonNodeFactory.instance.objectNode().put("type", type);
    }
}
