package io.wawp.dispatcher.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What every command says, whatever its content; set by picocli before the command runs. */
final class EnvelopeOptions {
    @Option(
            names = "--to",
            required = true,
            paramLabel = "CHAT",
            description = {
                "Phone number in international form, or a chat id (…@c.us, @g.us, @newsletter, @lid).",
                "Given several times: one command each, in turn."
            })
    private List<String> to = new ArrayList<>();

    @Option(
            names = "--instance",
            paramLabel = "ID",
            description =
                    "The number that sends. Default: DISPATCHER_DEFAULT_INSTANCE_ID, else"
                            + " WAWP_INSTANCE_ID.")
    private @Nullable String instance;

    @Option(
            names = "--id",
            paramLabel = "ID",
            description = "Names the command in its outcomes. Default: one of its own.")
    private @Nullable String id;

    @Option(
            names = "--key",
            paramLabel = "KEY",
            description = "Idempotency key: the same key is one send. Default: the id.")
    private @Nullable String key;

    @Option(
            names = "--priority",
            paramLabel = "high|normal|low",
            description = "Among the waiting commands of the number.")
    private @Nullable String priority;

    @Option(
            names = "--not-before",
            paramLabel = "TIME",
            description = "Not sent before: a time, or a duration from now (10m, 2h).")
    private @Nullable String notBefore;

    @Option(
            names = "--expires-at",
            paramLabel = "TIME",
            description = "Not sent after: a time, or a duration from now. Default: a day.")
    private @Nullable String expiresAt;

    @Option(
            names = "--typing",
            paramLabel = "auto|off|DURATION",
            description = "The typing indicator before the message.")
    private @Nullable String typing;

    @Option(names = "--reply-to", paramLabel = "MESSAGE_ID", description = "The message to quote.")
    private @Nullable String replyTo;

    @Option(
            names = "--metadata",
            paramLabel = "KEY=VALUE",
            description = "Comes back in every outcome; may be given several times.")
    private Map<String, String> metadata = new LinkedHashMap<>();

    List<String> to() {
        return to;
    }

    @Nullable String id() {
        return id;
    }

    /**
     * One command, as short as the options allow.
     *
     * @param suffix tells the commands of one call apart; empty when there is one
     * @param settled the instance of the settings, or null
     * @throws IllegalArgumentException when an option is no time or duration; its message names it
     */
    ObjectNode command(
            String commandId,
            String suffix,
            String chat,
            @Nullable String settled,
            ObjectNode content,
            Instant now) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("commandId", commandId);
        put(json, "instanceId", instance == null ? settled : instance);
        json.put("chatId", chat);
        json.set("content", content);
        put(json, "idempotencyKey", key == null ? null : key + suffix);
        if (typing != null) {
            json.set("typing", typing(typing));
        }
        put(json, "priority", priority);
        put(json, "notBefore", moment("--not-before", notBefore, now));
        put(json, "expiresAt", moment("--expires-at", expiresAt, now));
        put(json, "replyTo", replyTo);
        if (!metadata.isEmpty()) {
            ObjectNode strings = json.putObject("metadata");
            metadata.forEach(strings::put);
        }
        return json;
    }

    private static ObjectNode typing(String written) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        if (written.equals("auto") || written.equals("off")) {
            return json.put("mode", written);
        }
        try {
            Duration duration = Moments.duration(written);
            return json.put("mode", "fixed").put("duration", duration.toString());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "--typing: expected auto, off or a duration such as 3s", e);
        }
    }

    private static @Nullable String moment(String option, @Nullable String written, Instant now) {
        if (written == null) {
            return null;
        }
        try {
            return Moments.after(written, now).toString();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(option + ": " + e.getMessage(), e);
        }
    }

    static void put(ObjectNode json, String field, @Nullable String value) {
        if (value != null) {
            json.put(field, value);
        }
    }
}
