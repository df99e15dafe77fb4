package io.wawp.sandbox.wawp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** The shapes in which a send has been seen to succeed, by engine and layer that made them. */
public enum SuccessShape {
    /** The raw message of WEBJS: what Wawp's page of Send Text shows, and the usual answer. */
    WEBJS,
    /** The engine GOWS: {@code id} is text, details under {@code _data.Info}. */
    GOWS,
    /** The engines NOWEB and Baileys: {@code key.id}. */
    NOWEB,
    /** The layer between says so itself, without an id: {@code sent:true, upstream_status:201}. */
    PROXY_SHORT,
    /** {@code verified_at}, probably of one-time codes. */
    VERIFIED_AT,
    /** A 2xx without a body; Wawp's page says: success, then look it up. */
    EMPTY,
    /** A 2xx that is not JSON. */
    NON_JSON,
    /** Taken into a queue: {@code status:"queued"}. */
    QUEUED,
    /** Taken into a queue: {@code code:"success"} and a {@code job_id}. */
    JOB_ID,
    /** As NOWEB, with the medium under {@code message.documentMessage}. */
    DOCUMENT_MESSAGE,
    /** {@code success:true} and a sentence, the example on one page of v2. */
    OPERATION_COMPLETED;

    Reply.Full reply(Message message, Instant now) {
        return switch (this) {
            case WEBJS -> Reply.json(200, MessageJson.sent(message, now));
            case GOWS -> Reply.json(200, gows(message, now));
            case NOWEB -> Reply.json(200, noweb(message));
            case PROXY_SHORT ->
                    Reply.json(
                            200,
                            MessageJson.object().put("sent", true).put("upstream_status", 201));
            case VERIFIED_AT ->
                    Reply.json(200, MessageJson.object().put("verified_at", now.toString()));
            case EMPTY -> Reply.text(200, "application/json", "");
            case NON_JSON -> Reply.text(200, "text/html; charset=UTF-8", "OK");
            case QUEUED ->
                    Reply.json(
                            202,
                            MessageJson.object()
                                    .put("status", "queued")
                                    .put("message", "Message queued"));
            case JOB_ID ->
                    Reply.json(
                            200,
                            MessageJson.object()
                                    .put("code", "success")
                                    .put("job_id", "job_" + message.hex()));
            case DOCUMENT_MESSAGE -> Reply.json(200, document(message));
            case OPERATION_COMPLETED ->
                    Reply.json(
                            200,
                            MessageJson.object()
                                    .put("success", true)
                                    .put("message", "Operation completed successfully"));
        };
    }

    private static ObjectNode gows(Message message, Instant now) {
        ObjectNode answer = MessageJson.listed(message, now);
        answer.remove("ackName");
        ObjectNode data = answer.putObject("_data");
        data.putObject("Info")
                .put("ID", message.hex())
                .put("Chat", message.chat())
                .put("Sender", message.from())
                .put("IsFromMe", true)
                .put("IsGroup", Chats.isGroup(message.chat()))
                .put("Timestamp", message.sentAt().toString());
        data.putObject("Message").put("conversation", message.content().body());
        return answer;
    }

    private static ObjectNode noweb(Message message) {
        ObjectNode answer = keyed(message);
        answer.putObject("message")
                .putObject("extendedTextMessage")
                .put("text", message.content().body());
        return answer;
    }

    private static ObjectNode document(Message message) {
        ObjectNode answer = keyed(message);
        answer.putObject("message")
                .putObject("documentMessage")
                .put("fileName", message.content().raw().path("filename").asText())
                .put("mimetype", message.content().raw().path("mimetype").asText())
                .put("caption", message.content().body())
                .put(
                        "fileLength",
                        message.content().body().getBytes(StandardCharsets.UTF_8).length);
        return answer;
    }

    private static ObjectNode keyed(Message message) {
        ObjectNode answer = MessageJson.object();
        String chat = message.chat();
        answer.putObject("key")
                .put(
                        "remoteJid",
                        chat.endsWith("@c.us") ? chat.replace("@c.us", "@s.whatsapp.net") : chat)
                .put("fromMe", true)
                .put("id", message.hex());
        answer.put("messageTimestamp", Long.toString(message.sentAt().getEpochSecond()));
        answer.put("status", 1);
        return answer;
    }
}
