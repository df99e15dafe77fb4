package io.wawp.dispatcher.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.wawp.common.command.ChatId;
import io.wawp.common.command.CommandId;
import io.wawp.common.command.ContentType;
import io.wawp.common.command.IdempotencyKey;
import io.wawp.common.command.InstanceId;
import io.wawp.common.command.MessageId;
import io.wawp.common.command.Priority;
import io.wawp.common.outcome.OutcomeError;
import io.wawp.common.outcome.OutcomeStatus;
import io.wawp.common.outcome.ReasonCode;
import io.wawp.common.outcome.Source;
import io.wawp.dispatcher.model.Attempts;
import io.wawp.dispatcher.model.Claims;
import io.wawp.dispatcher.model.CommandEntry;
import io.wawp.dispatcher.model.CommandKey;
import io.wawp.dispatcher.model.CommandState;
import io.wawp.dispatcher.model.Fingerprint;
import io.wawp.dispatcher.model.InstanceEntry;
import io.wawp.dispatcher.model.Original;
import io.wawp.dispatcher.model.PaceMemory;
import io.wawp.dispatcher.model.PastRun;
import io.wawp.dispatcher.model.Trace;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Entries of every kind with everything that may be in them. */
final class RandomEntries {
    private final RandomGenerator random;

    RandomEntries(RandomGenerator random) {
        this.random = random;
    }

    CommandEntry command() {
        CommandState state = state();
        return new CommandEntry(
                new CommandKey(
                        new InstanceId("inst" + random.nextInt(100)),
                        new IdempotencyKey("key:" + random.nextInt(1_000_000))),
                new CommandId("c-" + random.nextInt(1_000_000)),
                1 + random.nextInt(3),
                new ChatId("4474414" + (10_000 + random.nextInt(10_000)) + "@c.us"),
                any(ContentType.values()),
                new Fingerprint(Long.toHexString(random.nextLong())),
                source(),
                earlier(),
                instant(),
                random.nextLong(1L << 50),
                any(Priority.values()),
                orNull(this::instant),
                instant(),
                texts(),
                new Trace(orNull(this::text), orNull(this::text)),
                state,
                state.isOpen() || random.nextInt(4) == 0 ? original() : null,
                state.isOpen() ? null : instant());
    }

    /** Of an open command, the rest of it fixed: for those who look at what is made of it. */
    static CommandEntry open(String key, CommandState state, Instant readAt) {
        return open(key, state, readAt, 0);
    }

    @SuppressWarnings("NullAway") // a record's key may be null
    static CommandEntry open(String key, CommandState state, Instant readAt, long sequence) {
        return new CommandEntry(
                new CommandKey(new InstanceId("inst1"), new IdempotencyKey(key)),
                new CommandId(key),
                1,
                new ChatId("447441429009@c.us"),
                ContentType.TEXT,
                new Fingerprint("ab"),
                new Source("commands", 0, 0),
                List.of(),
                readAt,
                sequence,
                Priority.NORMAL,
                null,
                readAt.plusSeconds(60),
                Map.of(),
                Trace.NONE,
                state,
                new Original(null, "{}".getBytes(UTF_8), List.of(), -1),
                null);
    }

    InstanceEntry instance() {
        boolean paused = random.nextBoolean();
        return new InstanceEntry(
                new InstanceId("inst" + random.nextInt(100)),
                paused ? error() : null,
                paused ? instant() : null,
                new PaceMemory(
                        orNull(this::instant),
                        orNull(this::instant),
                        counts(),
                        counts(),
                        counts()));
    }

    private Source source() {
        return new Source("commands", random.nextInt(24), random.nextLong(1L << 50));
    }

    private List<PastRun> earlier() {
        List<PastRun> earlier = new ArrayList<>();
        while (random.nextInt(3) == 0) {
            earlier.add(new PastRun(random.nextInt(1, 1_000_000), source()));
        }
        return earlier;
    }

    private CommandState state() {
        return switch (random.nextInt(6)) {
            case 0 -> new CommandState.Admitted();
            case 1 -> new CommandState.Sending(attempts(), instant(), instant(), claims());
            case 2 -> new CommandState.Waiting(attempts(), instant(), error());
            case 3 -> new CommandState.Accepted(attempts(), instant(), claims());
            case 4 ->
                    new CommandState.Sent(
                            attempts(),
                            orNull(this::messageId),
                            random.nextInt(-1, 6),
                            instant(),
                            random.nextBoolean());
            default ->
                    new CommandState.Ended(
                            attempts(), any(OutcomeStatus.values()), error(), instant());
        };
    }

    private Attempts attempts() {
        return random.nextInt(4) == 0
                ? Attempts.NONE
                : new Attempts(random.nextInt(9), random.nextInt(9), orNull(this::instant));
    }

    private Claims claims() {
        List<MessageId> ids = new ArrayList<>();
        while (random.nextBoolean()) {
            ids.add(messageId());
        }
        int unnamed = random.nextInt(3);
        return new Claims(ids, unnamed, random.nextInt(unnamed + 1), random.nextInt(3));
    }

    private MessageId messageId() {
        return new MessageId("true_447441429009@c.us_" + Long.toHexString(random.nextLong()));
    }

    private OutcomeError error() {
        ReasonCode code = any(ReasonCode.values());
        return new OutcomeError(
                code,
                code == ReasonCode.UNRECOGNIZED ? "code_to_come" : code.wire(),
                text(),
                random.nextBoolean(),
                orNull(() -> 400 + random.nextInt(200)),
                orNull(this::text));
    }

    @SuppressWarnings("NullAway") // keys and headers' values may be null
    private Original original() {
        List<Original.Header> headers = new ArrayList<>();
        while (random.nextBoolean()) {
            headers.add(new Original.Header(text(), orNull(this::bytes)));
        }
        byte[] value = random.nextBoolean() ? text().getBytes(UTF_8) : bytes();
        return new Original(orNull(this::bytes), value, headers, random.nextLong(-1, 1L << 42));
    }

    private Map<Long, Integer> counts() {
        Map<Long, Integer> counts = new HashMap<>();
        while (random.nextInt(3) > 0) {
            counts.put(random.nextLong(1L << 40), random.nextInt(1, 1_000));
        }
        return counts;
    }

    private Map<String, String> texts() {
        Map<String, String> texts = new HashMap<>();
        while (random.nextBoolean()) {
            texts.put(text(), text());
        }
        return texts;
    }

    private Instant instant() {
        return Instant.ofEpochMilli(random.nextLong(1L << 42));
    }

    /** Any characters that JSON can hold, those outside the basic plane among them. */
    private String text() {
        int length = random.nextInt(20);
        var text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            int point = random.nextInt(random.nextBoolean() ? 0x80 : 0x11000);
            text.appendCodePoint(Character.getType(point) == Character.SURROGATE ? '?' : point);
        }
        return text.toString();
    }

    private byte[] bytes() {
        var bytes = new byte[random.nextInt(30)];
        random.nextBytes(bytes);
        return bytes;
    }

    private <T> @Nullable T orNull(Supplier<T> some) {
        return random.nextBoolean() ? some.get() : null;
    }

    private <T> T any(T[] all) {
        return all[random.nextInt(all.length)];
    }
}
