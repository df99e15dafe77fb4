package io.wawp.dispatcher.journal;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.wawp.common.command.MessageId;
import io.wawp.common.outcome.OutcomeStatus;
import io.wawp.dispatcher.model.Attempts;
import io.wawp.dispatcher.model.Claims;
import io.wawp.dispatcher.model.CommandState;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A command's state inside its entry; {@code is} names which. */
final class CommandStateJson {
    private CommandStateJson() {}

    static void write(JsonGenerator json, CommandState state) throws IOException {
        json.writeStartObject();
        switch (state) {
            case CommandState.Admitted ignored -> json.writeStringField("is", "admitted");
            case CommandState.Sending sending -> {
                json.writeStringField("is", "sending");
                EntryFormat.writeInstant(json, "since", sending.since());
                EntryFormat.writeInstant(json, "sendBy", sending.sendBy());
                writeClaims(json, sending.claims());
            }
            case CommandState.Waiting waiting -> {
                json.writeStringField("is", "waiting");
                EntryFormat.writeInstant(json, "notBefore", waiting.notBefore());
                json.writeFieldName("error");
                ErrorJson.write(json, waiting.error());
            }
            case CommandState.Accepted accepted -> {
                json.writeStringField("is", "accepted");
                EntryFormat.writeInstant(json, "since", accepted.since());
                writeClaims(json, accepted.claims());
            }
            case CommandState.Sent sent -> {
                json.writeStringField("is", "sent");
                if (sent.messageId() != null) {
                    json.writeStringField("messageId", sent.messageId().value());
                }
                json.writeNumberField("ack", sent.ack());
                EntryFormat.writeInstant(json, "sentAt", sent.sentAt());
                json.writeBooleanField("final", sent.isFinal());
            }
            case CommandState.Ended ended -> {
                json.writeStringField("is", "ended");
                json.writeStringField("status", ended.status().name());
                json.writeFieldName("error");
                ErrorJson.write(json, ended.error());
                EntryFormat.writeInstant(json, "at", ended.at());
            }
        }
        writeAttempts(json, state.attempts());
        json.writeEndObject();
    }

    static CommandState read(JsonNode node) {
        Attempts attempts = readAttempts(node.path("attempts"));
        String is = node.path("is").asText();
        return switch (is) {
            case "admitted" -> new CommandState.Admitted();
            case "sending" ->
                    new CommandState.Sending(
                            attempts,
                            CommandEntryJson.instant(node, "since"),
                            CommandEntryJson.instant(node, "sendBy"),
                            readClaims(node.path("claims")));
            case "waiting" ->
                    new CommandState.Waiting(
                            attempts,
                            CommandEntryJson.instant(node, "notBefore"),
                            ErrorJson.read(node.path("error")));
            case "accepted" ->
                    new CommandState.Accepted(
                            attempts,
                            CommandEntryJson.instant(node, "since"),
                            readClaims(node.path("claims")));
            case "sent" ->
                    new CommandState.Sent(
                            attempts,
                            messageId(EntryFormat.readText(node, "messageId")),
                            node.path("ack").asInt(),
                            CommandEntryJson.instant(node, "sentAt"),
                            node.path("final").asBoolean());
            case "ended" ->
                    new CommandState.Ended(
                            attempts,
                            OutcomeStatus.valueOf(node.path("status").asText()),
                            ErrorJson.read(node.path("error")),
                            CommandEntryJson.instant(node, "at"));
            default -> throw new IllegalStateException("a journal entry has the state " + is);
        };
    }

    private static @Nullable MessageId messageId(@Nullable String text) {
        return text == null ? null : new MessageId(text);
    }

    private static void writeAttempts(JsonGenerator json, Attempts attempts) throws IOException {
        if (attempts.equals(Attempts.NONE)) {
            return;
        }
        json.writeObjectFieldStart("attempts");
        json.writeNumberField("begun", attempts.begun());
        json.writeNumberField("unclear", attempts.unclear());
        EntryFormat.writeInstant(json, "first", attempts.first());
        json.writeEndObject();
    }

    private static Attempts readAttempts(JsonNode node) {
        return node.isMissingNode()
                ? Attempts.NONE
                : new Attempts(
                        node.path("begun").asInt(),
                        node.path("unclear").asInt(),
                        EntryFormat.readInstant(node, "first"));
    }

    private static void writeClaims(JsonGenerator json, Claims claims) throws IOException {
        if (claims.equals(Claims.NONE)) {
            return;
        }
        json.writeObjectFieldStart("claims");
        json.writeArrayFieldStart("ids");
        for (MessageId id : claims.ids()) {
            json.writeString(id.value());
        }
        json.writeEndArray();
        json.writeNumberField("unnamed", claims.unnamed());
        if (claims.late() > 0) {
            json.writeNumberField("late", claims.late());
        }
        json.writeEndObject();
    }

    private static Claims readClaims(JsonNode node) {
        if (node.isMissingNode()) {
            return Claims.NONE;
        }
        List<MessageId> ids = new ArrayList<>();
        node.path("ids").forEach(id -> ids.add(new MessageId(id.asText())));
        return new Claims(ids, node.path("unnamed").asInt(), node.path("late").asInt());
    }
}
