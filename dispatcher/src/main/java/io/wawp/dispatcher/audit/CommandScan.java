package io.wawp.dispatcher.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.wawp.common.command.ChatId;
import io.wawp.common.command.CommandId;
import io.wawp.common.command.IdempotencyKey;
import io.wawp.common.command.InstanceId;
import io.wawp.common.command.Priority;
import io.wawp.common.command.SendCommand;
import io.wawp.common.json.CommandDecoder;
import io.wawp.common.json.Decoding;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** Reads the command topics into the table. Owned by the thread that audits. */
final class CommandScan implements Reading.Visitor {
    static final String UNJOURNALED = "wawp-unjournaled";
    private static final String RUN = "wawp-run";
    private static final String RESOLVE = "wawp-resolve";
    private static final int MOST_DIGITS = 6;
    private static final Duration DEFAULT_LIFE = Duration.ofHours(24);

    private final CommandTable table;
    private final Extent extent;
    private final CommandDecoder decoder;
    private final Digest digest;
    private final Instant now;

    CommandScan(CommandTable table, Extent extent, AuditRules rules, Digest digest, Instant now) {
        this.table = table;
        this.extent = extent;
        this.decoder = new CommandDecoder(rules.limits());
        this.digest = digest;
        this.now = now;
    }

    @Override
    public void record(ConsumerRecord<byte[], byte[]> record) {
        extent.seen(record);
        long place = table.places.of(Audit.partition(record), record.offset());
        Instant written = timeOf(record);
        int row =
                switch (decoder.decode(record.value(), written)) {
                    case Decoding.Valid(SendCommand command) -> valid(place, command, written);
                    case Decoding.Invalid invalid -> invalid(place, invalid, written);
                };
        table.written.set(row, written.toEpochMilli());
        table.value.set(row, digest.ofValue(record.value()));
        List<Header> headers = List.of(record.headers().toArray());
        table.envelope.set(row, digest.ofEnvelope(record.key(), withoutMark(headers)));
        asked(row, headers);
    }

    @Override
    public void damaged(TopicPartition partition, long offset) {
        extent.damaged++;
        long place = table.places.of(partition, offset);
        int row = table.add(place, CommandTable.READ | CommandTable.DAMAGED, null);
        table.run.set(row, 1);
        table.expires.set(row, now.plus(DEFAULT_LIFE).toEpochMilli());
    }

    private int valid(long place, SendCommand command, Instant written) {
        int row =
                table.add(
                        place, CommandTable.READ | CommandTable.VALID, command.commandId().value());
        names(
                row,
                command.commandId(),
                command.idempotencyKey(),
                command.instanceId(),
                command.chatId());
        table.lane.set(row, laneOf(command.instanceId(), command.chatId(), command.priority()));
        Instant notBefore = command.notBefore();
        if (notBefore != null) {
            table.notBefore.set(row, notBefore.toEpochMilli());
        }
        Instant said = command.expiresAt();
        Instant from = notBefore != null && notBefore.isAfter(written) ? notBefore : written;
        table.expires.set(row, (said == null ? from.plus(DEFAULT_LIFE) : said).toEpochMilli());
        return row;
    }

    private int invalid(long place, Decoding.Invalid invalid, Instant written) {
        CommandId id = invalid.commandId();
        int row = table.add(place, CommandTable.READ, id == null ? null : id.value());
        names(row, id, invalid.idempotencyKey(), invalid.instanceId(), invalid.chatId());
        table.expires.set(row, written.plus(DEFAULT_LIFE).toEpochMilli());
        return row;
    }

    private void names(
            int row,
            @Nullable CommandId id,
            @Nullable IdempotencyKey key,
            @Nullable InstanceId instance,
            @Nullable ChatId chat) {
        String number = instance == null ? null : instance.value();
        table.instance.set(row, table.numberOf(number));
        table.id.set(row, Digest.of(number, id == null ? null : id.value()));
        table.key.set(row, Digest.of(number, key == null ? null : key.value()));
        table.chat.set(row, Digest.of(number, chat == null ? null : chat.value()));
    }

    private static long laneOf(InstanceId instance, ChatId chat, Priority priority) {
        return Digest.of(instance.value(), chat.value(), priority.name());
    }

    /** A time that is missing or in the future counts as now. */
    private Instant timeOf(ConsumerRecord<byte[], byte[]> record) {
        long timestamp = record.timestamp();
        return timestamp < 0 || timestamp > now.toEpochMilli()
                ? now
                : Instant.ofEpochMilli(timestamp);
    }

    /** What an operator's tool asks for, beyond what the producer wrote. */
    private void asked(int row, List<Header> headers) {
        table.run.set(row, runOf(last(headers, RUN)));
        if (table.run.get(row) > 1) {
            String found = last(headers, RESOLVE);
            if ("sent".equals(found)) {
                table.flag(row, CommandTable.RESOLVED_SENT);
            } else if ("not-sent".equals(found)) {
                table.flag(row, CommandTable.RESOLVED_NOT_SENT);
            }
        }
    }

    private static int runOf(@Nullable String written) {
        return written == null
                        || written.isEmpty()
                        || written.length() > MOST_DIGITS
                        || !written.chars().allMatch(digit -> digit >= '0' && digit <= '9')
                ? 1
                : Math.max(1, Integer.parseInt(written));
    }

    /** What is told of the runs before does not belong to the original. */
    static List<Header> withoutMark(List<Header> headers) {
        return headers.stream().filter(header -> !header.key().equals(UNJOURNALED)).toList();
    }

    static @Nullable String last(List<Header> headers, String name) {
        for (Header header : headers.reversed()) {
            byte[] value = header.value();
            if (header.key().equals(name)) {
                return value == null ? null : new String(value, UTF_8);
            }
        }
        return null;
    }

    static List<Header> slice(Header[] headers, int from, int to) {
        return Arrays.asList(headers).subList(from, to);
    }
}
