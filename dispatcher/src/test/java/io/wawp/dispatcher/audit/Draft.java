package io.wawp.dispatcher.audit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * A record of a command topic before it is written. Immutable.
 *
 * @param fields further ones, each with a comma before it
 */
record Draft(
        String commandId,
        String instance,
        String chat,
        String fields,
        int partition,
        Instant written,
        List<Header> headers) {
    static final String INSTANCE = "123456789012";
    static final String CHAT = "447441429009@c.us";

    static Draft of(String commandId) {
        return new Draft(commandId, INSTANCE, CHAT, "", 0, Stage.minutesAgo(10), List.of());
    }

    Draft instance(String changed) {
        return new Draft(commandId, changed, chat, fields, partition, written, headers);
    }

    Draft chat(String changed) {
        return new Draft(commandId, instance, changed, fields, partition, written, headers);
    }

    Draft with(String field, Object value) {
        String more = fields + ",\"" + field + "\":\"" + value + "\"";
        return new Draft(commandId, instance, chat, more, partition, written, headers);
    }

    Draft partition(int changed) {
        return new Draft(commandId, instance, chat, fields, changed, written, headers);
    }

    Draft written(Instant changed) {
        return new Draft(commandId, instance, chat, fields, partition, changed, headers);
    }

    Draft header(String name, String value) {
        var more = new ArrayList<>(headers);
        more.add(new RecordHeader(name, value.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        return new Draft(commandId, instance, chat, fields, partition, written, more);
    }

    /** Its time is over when a test's outcomes are told. */
    Draft shortLived() {
        return with("expiresAt", written.plusMillis(400));
    }

    String json() {
        return """
        {"commandId":"%s","instanceId":"%s","chatId":"%s",\
        "content":{"type":"text","message":"Hi"}%s}\
        """
                .formatted(commandId, instance, chat, fields);
    }
}
