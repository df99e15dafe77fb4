package io.wawp.dispatcher.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.wawp.common.command.ChatId;
import io.wawp.common.command.CommandId;
import io.wawp.common.command.ContentType;
import io.wawp.common.command.IdempotencyKey;
import io.wawp.common.command.InstanceId;
import io.wawp.common.command.MessageId;
import io.wawp.common.json.OutcomeJson;
import io.wawp.common.outcome.Delivery;
import io.wawp.common.outcome.DeliveryStatus;
import io.wawp.common.outcome.Outcome;
import io.wawp.common.outcome.OutcomeError;
import io.wawp.common.outcome.OutcomeStatus;
import io.wawp.common.outcome.ReasonCode;
import io.wawp.common.outcome.Source;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/** A command that is written, and what a test has told of it since. For one thread. */
final class Told {
    private static final OutcomeJson JSON = new OutcomeJson();
    private static final byte[] KEY = "any key".getBytes(UTF_8);

    final Source source;
    private final Stage stage;
    private final Draft draft;
    private final byte[] value;

    Told(Stage stage, Draft draft) {
        this.stage = stage;
        this.draft = draft;
        this.value = draft.json().getBytes(UTF_8);
        RecordMetadata at =
                stage.write(
                        new ProducerRecord<>(
                                stage.topics.commands().getFirst(),
                                draft.partition(),
                                draft.written().toEpochMilli(),
                                KEY,
                                value,
                                draft.headers()));
        this.source = new Source(at.topic(), at.partition(), at.offset());
    }

    Told accepted() {
        return accepted(draft.written().plusMillis(50));
    }

    Told accepted(Instant at) {
        return outcome(OutcomeStatus.ACCEPTED, at, null, null, json -> json);
    }

    Told sent() {
        return sent(draft.written().plusMillis(500));
    }

    Told sent(Instant at) {
        return sent(at, "true_" + draft.chat() + "_3EB0" + draft.commandId());
    }

    Told sent(Instant at, @Nullable String messageId) {
        return outcome(OutcomeStatus.SENT, at, messageId, null, json -> json);
    }

    Told ended(OutcomeStatus status, @Nullable ReasonCode code) {
        Instant at = draft.written().plusMillis(500);
        return outcome(status, at, null, code, json -> json);
    }

    /** Turned away, since that one was let in under its key before. */
    Told duplicateOf(Told first) {
        return duplicateOf(first.draft.commandId());
    }

    Told duplicateOf(String commandId) {
        return outcome(
                OutcomeStatus.DUPLICATE,
                json ->
                        json.replaceFirst(
                                "\"duplicateOf\":null", "\"duplicateOf\":\"" + commandId + "\""));
    }

    /** An outcome of which the test changes the JSON. */
    Told outcome(OutcomeStatus status, UnaryOperator<String> change) {
        return outcome(status, draft.written().plusMillis(500), null, null, change);
    }

    Told outcome(
            OutcomeStatus status,
            Instant at,
            @Nullable String messageId,
            @Nullable ReasonCode code,
            UnaryOperator<String> change) {
        var outcome =
                new Outcome(
                        UUID.nameUUIDFromBytes((source + "/" + status).getBytes(UTF_8)).toString(),
                        new CommandId(draft.commandId()),
                        new IdempotencyKey(key()),
                        new InstanceId(draft.instance()),
                        new ChatId(draft.chat()),
                        ContentType.TEXT,
                        run(),
                        status,
                        at,
                        status == OutcomeStatus.SENT ? 1 : 0,
                        messageId == null ? null : new MessageId(messageId),
                        null,
                        false,
                        code == null ? null : OutcomeError.of(code, "so it is"),
                        source,
                        Map.of(),
                        null,
                        null);
        String json = change.apply(new String(JSON.encode(outcome), UTF_8));
        stage.write(
                new ProducerRecord<>(
                        stage.topics.outcomes(),
                        Math.floorMod(draft.commandId().hashCode(), 2),
                        at.toEpochMilli(),
                        draft.commandId().getBytes(UTF_8),
                        json.getBytes(UTF_8)));
        return this;
    }

    private String key() {
        String field = "\"idempotencyKey\":\"";
        int at = draft.fields().indexOf(field);
        if (at < 0) {
            return draft.commandId();
        }
        int from = at + field.length();
        return draft.fields().substring(from, draft.fields().indexOf('"', from));
    }

    private int run() {
        return draft.headers().stream()
                .filter(header -> header.key().equals("wawp-run"))
                .map(header -> Integer.valueOf(new String(header.value(), UTF_8)))
                .findFirst()
                .orElse(1);
    }

    /** Rejected as a sound command may be, with its dead letter. */
    Told rejected() {
        return ended(OutcomeStatus.REJECTED, ReasonCode.COMMAND_TOO_LARGE).letter();
    }

    Told letter() {
        return letter("command_too_large");
    }

    Told letter(String code) {
        return letter(KEY, value, draft.headers(), code);
    }

    /** A dead letter as a worker writes it, but for what the test gives it. */
    Told letter(byte @Nullable [] key, byte @Nullable [] bytes, List<Header> headers, String code) {
        var all = new ArrayList<Header>(headers);
        text(all, "kafka_dlt-original-topic", source.topic());
        bytes(
                all,
                "kafka_dlt-original-partition",
                ByteBuffer.allocate(4).putInt(source.partition()).array());
        bytes(
                all,
                "kafka_dlt-original-offset",
                ByteBuffer.allocate(8).putLong(source.offset()).array());
        text(all, "wawp-reason-code", code);
        text(all, "wawp-command-id", draft.commandId());
        return letter(key, bytes, all);
    }

    Told letter(byte @Nullable [] key, byte @Nullable [] bytes, List<Header> all) {
        stage.write(
                new ProducerRecord<>(
                        stage.topics.deadLetters(),
                        0,
                        draft.written().plusMillis(500).toEpochMilli(),
                        key,
                        bytes,
                        all));
        return this;
    }

    byte[] value() {
        return value;
    }

    static byte[] recordKey() {
        return KEY;
    }

    static void text(List<Header> headers, String name, String value) {
        headers.add(new RecordHeader(name, value.getBytes(UTF_8)));
    }

    private static void bytes(List<Header> headers, String name, byte[] value) {
        headers.add(new RecordHeader(name, value));
    }

    Told delivered(DeliveryStatus status, boolean last) {
        return delivered(
                status, status.ack(), last, "true_" + draft.chat() + "_3EB0" + draft.commandId());
    }

    Told delivered(DeliveryStatus status, int ack, boolean last, @Nullable String messageId) {
        var delivery =
                new Delivery(
                        UUID.randomUUID().toString(),
                        new CommandId(draft.commandId()),
                        new InstanceId(draft.instance()),
                        new ChatId(draft.chat()),
                        messageId == null ? null : new MessageId(messageId),
                        ack,
                        status,
                        draft.written().plusSeconds(2),
                        last,
                        Map.of());
        stage.write(
                new ProducerRecord<>(
                        stage.topics.deliveries(),
                        0,
                        draft.written().plusSeconds(2).toEpochMilli(),
                        draft.commandId().getBytes(UTF_8),
                        JSON.encode(delivery)));
        return this;
    }

    /** Wawp was called for it, and took it. */
    Told called() {
        return called(draft.written().plusMillis(300), true);
    }

    Told called(Instant begin, boolean effect) {
        return called(begin, begin.plusMillis(100), draft.chat(), effect);
    }

    Told called(Instant begin, Instant end, String chat, boolean effect) {
        stage.calls.add(
                new SendCall(begin, end, draft.instance(), chat, draft.commandId(), effect));
        return this;
    }

    Told called(Duration afterWritten, boolean effect) {
        return called(draft.written().plus(afterWritten), effect);
    }
}
