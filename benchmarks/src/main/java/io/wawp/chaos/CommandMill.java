package io.wawp.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.wawp.common.command.ChatId;
import io.wawp.common.command.CommandId;
import io.wawp.common.command.Contact;
import io.wawp.common.command.Content;
import io.wawp.common.command.IdempotencyKey;
import io.wawp.common.command.InstanceId;
import io.wawp.common.command.MediaFile;
import io.wawp.common.command.Priority;
import io.wawp.common.command.SendCommand;
import io.wawp.common.command.Typing;
import io.wawp.common.json.CommandEncoder;
import io.wawp.sandbox.SandboxTopics;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Draws commands: all types, every priority, some that wait, some that expire, some without a key,
 * some that repeat an earlier one or its key alone, and some that are none. What a command sends
 * bears its mark, its idempotency key, so that a call can be told to be of it. The same seed draws
 * the same commands; only their times move with the clock. Owned by one thread.
 */
final class CommandMill {
    private static final CommandEncoder ENCODER = new CommandEncoder();
    private static final int REMEMBERED = 256;

    private final Random random;
    private final String prefix;
    private final List<InstanceId> unpaced = Numbers.unpaced();
    private final double standardShare;
    private final double briskShare;
    private final @Nullable SendCommand[] recent = new SendCommand[REMEMBERED];
    private long number;

    /**
     * @param rate commands a second: how many of them are for the paced numbers depends on it
     */
    CommandMill(long seed, int rate) {
        this.random = new Random(seed * 31 + 7);
        this.prefix = "c" + Long.toString(seed & 0xfffffffL, 36) + "-";
        this.standardShare = 8.0 / 60 / rate;
        this.briskShare = 1.2 / rate;
    }

    /**
     * What was drawn.
     *
     * @param prompt its number, if neither a pace nor a wish of its own nor an earlier command need
     *     hold it up; null for others
     */
    record Drawn(ProducerRecord<String, byte[]> record, @Nullable InstanceId prompt) {}

    /** The next record for the command topic. */
    Drawn next(Instant now) {
        double roll = random.nextDouble();
        number++;
        if (roll < 0.015) {
            return new Drawn(bad(), null);
        }
        SendCommand earlier = recent[random.nextInt(REMEMBERED)];
        if (roll < 0.035 && earlier != null) {
            return new Drawn(keyed(repeating(earlier, earlier.content())), null);
        }
        if (roll < 0.043 && earlier != null) {
            var other = new Content.Text("another " + mark());
            return new Drawn(keyed(repeating(earlier, other)), null);
        }
        SendCommand command = fresh(now);
        if (random.nextInt(40) == 0) {
            return new Drawn(record(null, ENCODER.encode(command)), prompt(command));
        }
        if (command.expiresAt() == null && command.notBefore() == null) {
            // one with a key: a repetition in another partition might be read first
            recent[random.nextInt(REMEMBERED)] = command;
        }
        return new Drawn(keyed(command), prompt(command));
    }

    private @Nullable InstanceId prompt(SendCommand command) {
        boolean prompt = unpaced.contains(command.instanceId()) && command.notBefore() == null;
        return prompt ? command.instanceId() : null;
    }

    private String mark() {
        return prefix + number;
    }

    private static ProducerRecord<String, byte[]> keyed(SendCommand command) {
        return record(command.chatId().value(), ENCODER.encode(command));
    }

    private SendCommand repeating(SendCommand earlier, Content content) {
        return new SendCommand(
                new CommandId(mark()),
                earlier.instanceId(),
                earlier.chatId(),
                content,
                earlier.idempotencyKey(),
                earlier.typing(),
                earlier.priority(),
                null,
                null,
                earlier.replyTo(),
                Map.of());
    }

    private SendCommand fresh(Instant now) {
        InstanceId instance = instance();
        boolean paced = instance.equals(Numbers.STANDARD);
        double times = random.nextDouble();
        Instant notBefore = times < 0.03 ? now.plusMillis(1_000 + random.nextInt(12_000)) : null;
        Instant expiresAt = null;
        if (times > 0.97) {
            expiresAt = now.plusMillis(5_000 + random.nextInt(30_000));
        } else if (times > 0.8) {
            // far enough away to be sent, near enough for its key to be forgotten within the run
            expiresAt = now.plus(Duration.ofMinutes(8));
        }
        return new SendCommand(
                new CommandId(mark()),
                instance,
                new ChatId(Numbers.chat(instance, random.nextInt(Numbers.chatsEach()))),
                content(),
                new IdempotencyKey(mark()),
                paced || random.nextInt(50) == 0
                        ? new Typing.Fixed(Duration.ofMillis(300))
                        : new Typing.Off(),
                priority(),
                notBefore,
                expiresAt,
                null,
                Map.of());
    }

    private InstanceId instance() {
        double roll = random.nextDouble();
        if (roll < standardShare) {
            return Numbers.STANDARD;
        }
        if (roll < standardShare + briskShare) {
            return Numbers.BRISK;
        }
        return unpaced.get(random.nextInt(unpaced.size()));
    }

    private Priority priority() {
        int roll = random.nextInt(20);
        if (roll < 2) {
            return Priority.HIGH;
        }
        return roll < 5 ? Priority.LOW : Priority.NORMAL;
    }

    private Content content() {
        String words = "Message " + mark() + " of a run in which things fail";
        return switch (random.nextInt(24)) {
            case 0 -> new Content.Image(file("picture.jpg", "image/jpeg"), words);
            case 1 -> new Content.Pdf(file("paper.pdf", "application/pdf"), words);
            case 2 -> new Content.Voice(file(mark() + ".ogg", "audio/ogg"), false);
            case 3 -> new Content.Video(file("film.mp4", "video/mp4"), words, true, false);
            case 4 -> new Content.Poll(words + "?", List.of("yes", "no"), false);
            case 5 ->
                    new Content.Vcard(
                            List.of(new Contact("Person " + mark(), "+4915112345678", null, null)));
            case 6 ->
                    new Content.Location(
                            new BigDecimal("52.5"), new BigDecimal("13.4"), words, "a street");
            default -> new Content.Text(words);
        };
    }

    private MediaFile file(String name, String mimetype) {
        return new MediaFile("https://files.example.org/" + mark() + "/" + name, name, mimetype);
    }

    private ProducerRecord<String, byte[]> bad() {
        String text =
                switch (random.nextInt(6)) {
                    case 0 -> "{\"commandId\":\"" + mark() + "\",";
                    case 1 -> "\u0000\u0001 no JSON at all " + mark();
                    case 2 -> command("\"kontent\":{}");
                    case 3 -> command("\"content\":{\"type\":\"fax\",\"message\":\"hello\"}");
                    case 4 ->
                            command(
                                    "\"content\":{\"type\":\"text\",\"message\":\"%s\"}"
                                            .formatted("x".repeat(5_000)));
                    default -> null;
                };
        String key = random.nextBoolean() ? "bad-" + number : null;
        return record(key, text == null ? null : text.getBytes(UTF_8));
    }

    private static ProducerRecord<String, byte[]> record(
            @Nullable String key, byte @Nullable [] value) {
        return new ProducerRecord<>(SandboxTopics.COMMANDS, key, value);
    }

    private String command(String rest) {
        return "{\"commandId\":\"%s\",\"instanceId\":\"number000001\",\"chatId\":\"491500000000\",%s}"
                .formatted(mark(), rest);
    }
}
