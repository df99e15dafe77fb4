package io.wawp.common.json;

import io.wawp.common.command.ContentType;
import io.wawp.common.command.Priority;
import io.wawp.common.command.SendCommand;
import io.wawp.common.command.Typing;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A send-command in the making, for producers:
 *
 * <pre>{@code
 * SendCommand command =
 *         CommandDraft.text("123456789012", "+44 7441 429009", "Your order is on its way.")
 *                 .commandId("order-8841-shipped")
 *                 .expiresAt(tonight)
 *                 .build();
 * }</pre>
 *
 * Takes what people write, and {@link #build} checks it by the worker's own rules: what is built
 * here is not rejected there, unless the deployment's settings are stricter than the defaults.
 * Options may be given in any order; a later one takes the place of an earlier one. Used by one
 * thread.
 */
public final class CommandDraft {
    private final Map<String, Json> root = new LinkedHashMap<>();
    private final Map<String, Json> content = new LinkedHashMap<>();
    private final Map<String, Json> file = new LinkedHashMap<>();
    private final Map<String, Json> metadata = new LinkedHashMap<>();
    private final List<Json> contacts = new ArrayList<>();

    private CommandDraft(ContentType type, String instanceId, String chatId) {
        root.put("instanceId", new Json.Text(instanceId));
        root.put("chatId", new Json.Text(chatId));
        root.put("content", new Json.Members(content));
        content.put("type", new Json.Text(type.wire()));
    }

    /**
     * A plain text.
     *
     * @param chatId a phone number as people write it, or a full id
     * @param message 1 to 4096 characters
     */
    public static CommandDraft text(String instanceId, String chatId, String message) {
        return new CommandDraft(ContentType.TEXT, instanceId, chatId).say("message", message);
    }

    /**
     * A picture.
     *
     * @param url http or https, from where Wawp can reach it
     */
    public static CommandDraft image(String instanceId, String chatId, String url) {
        return new CommandDraft(ContentType.IMAGE, instanceId, chatId).fileAt(url);
    }

    /** A document; its address as with {@link #image}. */
    public static CommandDraft pdf(String instanceId, String chatId, String url) {
        return new CommandDraft(ContentType.PDF, instanceId, chatId).fileAt(url);
    }

    /** A voice note; its address as with {@link #image}. */
    public static CommandDraft voice(String instanceId, String chatId, String url) {
        return new CommandDraft(ContentType.VOICE, instanceId, chatId).fileAt(url);
    }

    /** A video; its address as with {@link #image}. */
    public static CommandDraft video(String instanceId, String chatId, String url) {
        return new CommandDraft(ContentType.VIDEO, instanceId, chatId).fileAt(url);
    }

    /**
     * A poll.
     *
     * @param options 2 to 12 that differ
     */
    public static CommandDraft poll(
            String instanceId, String chatId, String name, List<String> options) {
        var draft = new CommandDraft(ContentType.POLL, instanceId, chatId).say("name", name);
        List<Json> items = new ArrayList<>();
        options.forEach(option -> items.add(new Json.Text(option)));
        draft.content.put("options", new Json.Items(items));
        return draft;
    }

    /** Contacts, the first of them; {@link #contact} adds more. */
    public static CommandDraft vcard(
            String instanceId, String chatId, String fullName, String phoneNumber) {
        var draft = new CommandDraft(ContentType.VCARD, instanceId, chatId);
        draft.content.put("contacts", new Json.Items(draft.contacts));
        return draft.contact(fullName, phoneNumber, null, null);
    }

    /**
     * A place.
     *
     * @param latitude degrees, -90 to 90
     * @param longitude degrees, -180 to 180
     */
    public static CommandDraft location(
            String instanceId, String chatId, double latitude, double longitude) {
        return new CommandDraft(ContentType.LOCATION, instanceId, chatId)
                .degrees("latitude", latitude)
                .degrees("longitude", longitude);
    }

    /**
     * Names the command in every outcome. The same intention should have the same id, so that it is
     * sent once although it is written twice: take an order's number rather than a random one.
     * Without it: a random UUID, new with each {@link #build}.
     */
    public CommandDraft commandId(String commandId) {
        return put(root, "commandId", new Json.Text(commandId));
    }

    /** Two commands of one instance with the same key are one send; without it: the commandId. */
    public CommandDraft idempotencyKey(String key) {
        return put(root, "idempotencyKey", new Json.Text(key));
    }

    /** The typing indicator; without it {@link Typing.Auto}. */
    public CommandDraft typing(Typing typing) {
        Map<String, Json> members = new LinkedHashMap<>();
        members.put("mode", new Json.Text(CommandEncoder.mode(typing)));
        if (typing instanceof Typing.Fixed(Duration duration)) {
            members.put("duration", new Json.Text(duration.toString()));
        }
        return put(root, "typing", new Json.Members(members));
    }

    /** Among the waiting commands of one instance; without it {@link Priority#NORMAL}. */
    public CommandDraft priority(Priority priority) {
        return put(root, "priority", new Json.Text(priority.wire()));
    }

    /** Not sent before; at most 400 days ahead. */
    public CommandDraft notBefore(Instant instant) {
        return put(root, "notBefore", new Json.Text(instant.toString()));
    }

    /** Not sent after; at most 400 days ahead. Without it a command lives for 24 hours. */
    public CommandDraft expiresAt(Instant instant) {
        return put(root, "expiresAt", new Json.Text(instant.toString()));
    }

    /** Id of the message to quote, as an outcome named it. */
    public CommandDraft replyTo(String messageId) {
        return put(root, "replyTo", new Json.Text(messageId));
    }

    /** One of up to 16 strings that come back in every outcome. */
    public CommandDraft metadata(String key, String value) {
        root.put("metadata", new Json.Members(metadata));
        return put(metadata, key, new Json.Text(value));
    }

    /** Text below an image, a document or a video. */
    public CommandDraft caption(String caption) {
        return say("caption", caption);
    }

    /** What the recipient sees; without it, it is taken from the address. */
    public CommandDraft filename(String filename) {
        return put(file, "filename", new Json.Text(filename));
    }

    /** For example {@code image/png}; without it, it is taken from the name and the type. */
    public CommandDraft mimetype(String mimetype) {
        return put(file, "mimetype", new Json.Text(mimetype));
    }

    /** Whether Wawp transcodes a voice note or a video; it does unless told otherwise. */
    public CommandDraft convert(boolean convert) {
        return put(content, "convert", new Json.Flag(convert));
    }

    /** Whether a video is shown as a round video note. */
    public CommandDraft asNote(boolean asNote) {
        return put(content, "asNote", new Json.Flag(asNote));
    }

    /** Whether one may choose several answers of a poll. */
    public CommandDraft multipleAnswers(boolean multiple) {
        return put(content, "multipleAnswers", new Json.Flag(multiple));
    }

    /** Name of a place. */
    public CommandDraft title(String title) {
        return say("title", title);
    }

    /** Address of a place. */
    public CommandDraft address(String address) {
        return say("address", address);
    }

    /**
     * One more contact of a vCard.
     *
     * @param phoneNumber international, as people write it
     * @param organization company, or null
     * @param whatsappId digits, or null
     */
    public CommandDraft contact(
            String fullName,
            String phoneNumber,
            @Nullable String organization,
            @Nullable String whatsappId) {
        Map<String, Json> members = new LinkedHashMap<>();
        members.put("fullName", new Json.Text(fullName));
        members.put("phoneNumber", new Json.Text(phoneNumber));
        if (organization != null) {
            members.put("organization", new Json.Text(organization));
        }
        if (whatsappId != null) {
            members.put("whatsappId", new Json.Text(whatsappId));
        }
        contacts.add(new Json.Members(members));
        return this;
    }

    /**
     * The command, checked and normalised.
     *
     * @throws IllegalArgumentException when it breaks the contract; the message names the field and
     *     the rule, and not what was written
     */
    public SendCommand build() {
        return build(CommandLimits.DEFAULTS, Instant.now());
    }

    /**
     * The same for a deployment that takes other texts, sizes or addresses than the default.
     *
     * @param now against which {@code notBefore} and {@code expiresAt} must not be too far ahead
     * @throws IllegalArgumentException when it breaks the contract
     */
    public SendCommand build(CommandLimits limits, Instant now) {
        Map<String, Json> whole = new LinkedHashMap<>(root);
        whole.putIfAbsent("commandId", new Json.Text(UUID.randomUUID().toString()));
        if (!file.isEmpty()) {
            content.put("file", new Json.Members(file));
        }
        if (!contacts.isEmpty()) {
            content.put("contacts", new Json.Items(contacts));
        }
        var reading = new JsonReader.Reading(new Json.Members(whole), null);
        return switch (new CommandReader(reading, limits, now).read()) {
            case Decoding.Valid(SendCommand command) -> small(command, limits);
            case Decoding.Invalid invalid -> throw new IllegalArgumentException(invalid.words());
        };
    }

    private static SendCommand small(SendCommand command, CommandLimits limits) {
        int bytes = new CommandEncoder().encode(command).length;
        if (bytes > limits.maxCommandBytes()) {
            throw new IllegalArgumentException(
                    "the command has "
                            + bytes
                            + " bytes; it may have at most "
                            + limits.maxCommandBytes());
        }
        return command;
    }

    private CommandDraft fileAt(String url) {
        return put(file, "url", new Json.Text(url));
    }

    private CommandDraft say(String name, String text) {
        return put(content, name, new Json.Text(text));
    }

    private CommandDraft degrees(String name, double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("content." + name + " must be a finite number");
        }
        return put(content, name, new Json.Numeral(BigDecimal.valueOf(value).toString()));
    }

    private CommandDraft put(Map<String, Json> members, String name, Json value) {
        members.put(name, value);
        return this;
    }
}
