package io.wawp.sandbox.wawp;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/**
 * A message as JSON. The answer to a send has the fields of the example on Wawp's page of Send
 * Text; a message that is fetched has those of WAHA, the engine that Wawp resembles, since Wawp
 * shows none.
 */
final class MessageJson {
    private MessageJson() {}

    /** As a send is answered: the raw message object of the engine WEBJS. */
    static ObjectNode sent(Message message, Instant now) {
        int ack = message.ack(now);
        ObjectNode answer = object();
        answer.set("_data", raw(message, ack));
        answer.set("id", id(message));
        answer.put("ack", ack);
        answer.put("hasMedia", message.content().hasMedia());
        answer.put("body", message.content().body());
        answer.put("type", message.content().type());
        answer.put("timestamp", message.sentAt().getEpochSecond());
        answer.put("from", message.from());
        answer.put("to", message.to());
        answer.put("deviceType", "android");
        answer.put("fromMe", message.fromMe());
        answer.setAll(message.content().shown());
        return answer;
    }

    /** As a list, or a look-up, shows it. */
    static ObjectNode listed(Message message, Instant now) {
        int ack = message.ack(now);
        ObjectNode shown = object();
        shown.put("id", message.id());
        shown.put("timestamp", message.sentAt().getEpochSecond());
        shown.put("from", message.from());
        shown.put("fromMe", message.fromMe());
        shown.put("source", message.maker() == Message.Maker.CALL ? "api" : "app");
        shown.put("to", message.to());
        shown.put("body", message.content().body());
        shown.put("type", message.content().type());
        shown.put("hasMedia", message.content().hasMedia());
        shown.put("ack", ack);
        shown.put("ackName", AckSchedule.nameOf(ack));
        shown.setAll(message.content().shown());
        shown.set("_data", raw(message, ack));
        return shown;
    }

    private static ObjectNode raw(Message message, int ack) {
        ObjectNode data = object();
        data.set("id", id(message));
        data.put("viewed", false);
        data.put("body", message.content().body());
        data.put("type", message.content().type());
        data.put("t", message.sentAt().getEpochSecond());
        data.set("from", wid(message.from()));
        data.set("to", wid(message.to()));
        data.put("ack", ack);
        data.setAll(message.content().raw());
        return data;
    }

    private static ObjectNode id(Message message) {
        return object().put("fromMe", message.fromMe())
                .put("remote", message.chat())
                .put("id", message.hex())
                .put("_serialized", message.id());
    }

    private static ObjectNode wid(String chat) {
        int at = chat.indexOf('@');
        return object().put("server", chat.substring(at + 1))
                .put("user", chat.substring(0, at))
                .put("_serialized", chat);
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
