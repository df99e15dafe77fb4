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
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
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
     * @param key null for a record without one
     * @param value null for a record without one, which is no command
     */
    record Drawn(@Nullable String key, byte @Nullable [] value) {}

    /**
     * @param rate commands a second: how many of them are for the paced numbers depends on it
     */
    CommandMill(long seed, int rate) {
        this.random = new Random(seed * 31 + 7);
        this.prefix = "c" + Long.toString(seed & 0xfffffffL, 36) + "-";
        this.standardShare = 8.0 / 60 / rate;
        this.briskShare = 1.2 / rate;
    }

    Drawn next(Instant now) {
        double roll = random.nextDouble();
        number++;
        if (roll < 0.015) {
            return bad();
        }
        SendCommand earlier = recent[random.nextInt(REMEMBERED)];
        if (roll < 0.035 && earlier != null) {
            return written(repeating(earlier, earlier.content()));
        }
        if (roll < 0.043 && earlier != null) {
            return written(repeating(earlier, new Content.Text("another " + mark())));
        }
        return written(fresh(now));
    }

    private String mark() {
        return prefix + number;
    }

    /** Order within a chat is promised where the chat is the key; a few are without one. */
    private Drawn written(SendCommand command) {
        String key = random.nextInt(40) == 0 ? null : command.chatId().value();
        return new Drawn(key, ENCODER.encode(command));
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
        var command =
                new SendCommand(
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
        if (expiresAt == null && notBefore == null) {
            recent[random.nextInt(REMEMBERED)] = command;
        }
        return command;
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
                            List.of(
                                    new Contact(
                                            "Person " + mark(), "+4915112345678", null, null)));
            case 6 ->
                    new Content.Location(
                            new BigDecimal("52.5"), new BigDecimal("13.4"), words, "a street");
            default -> new Content.Text(words);
        };
    }

    private MediaFile file(String name, String mimetype) {
        return new MediaFile("https://files.example.org/" + mark() + "/" + name, name, mimetype);
    }

    private Drawn bad() {
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
        return new Drawn(key, text == null ? null : text.getBytes(UTF_8));
    }

    private String command(String rest) {
        return "{\"commandId\":\"%s\",\"instanceId\":\"number000001\",\"chatId\":\"491500000000\",%s}"
                .formatted(mark(), rest);
    }
}
