package io.wawp.common;

import io.wawp.common.command.ChatId;
import io.wawp.common.command.CommandId;
import io.wawp.common.command.Contact;
import io.wawp.common.command.Content;
import io.wawp.common.command.ContentType;
import io.wawp.common.command.IdempotencyKey;
import io.wawp.common.command.InstanceId;
import io.wawp.common.command.MediaFile;
import io.wawp.common.command.MessageId;
import io.wawp.common.command.Priority;
import io.wawp.common.command.SendCommand;
import io.wawp.common.command.Typing;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Valid commands of every kind, up to the contract's limits. The same random numbers give the same
 * commands. Used by one thread.
 */
public final class RandomCommands {
    private final RandomGenerator random;
    private final Instant now;

    /**
     * A source of commands.
     *
     * @param now what the decoder will be told
     */
    public RandomCommands(RandomGenerator random, Instant now) {
        this.random = random;
        this.now = now;
    }

    public SendCommand next() {
        CommandId commandId = new CommandId(RandomTexts.key(random, 1, 128));
        Instant notBefore = maybe(this::instant);
        Instant expiresAt = maybe(this::instant);
        if (notBefore != null && expiresAt != null && !notBefore.isBefore(expiresAt)) {
            expiresAt = null;
        }
        return new SendCommand(
                commandId,
                instanceId(),
                chatId(),
                content(oneOf(ContentType.values())),
                random.nextBoolean()
                        ? new IdempotencyKey(commandId.value())
                        : new IdempotencyKey(RandomTexts.key(random, 1, 128)),
                typing(),
                oneOf(Priority.values()),
                notBefore,
                expiresAt,
                maybe(this::messageId),
                metadata());
    }

    public InstanceId instanceId() {
        return new InstanceId(RandomTexts.digits(random, 1, 64));
    }

    public ChatId chatId() {
        return new ChatId(
                switch (random.nextInt(6)) {
                    case 0 -> RandomTexts.digits(random, 5, 40) + "@g.us";
                    case 1 -> RandomTexts.digits(random, 5, 40) + "@newsletter";
                    case 2 -> RandomTexts.digits(random, 5, 24) + "@lid";
                    default -> RandomTexts.digits(random, 5, 20) + "@c.us";
                });
    }

    public MessageId messageId() {
        return new MessageId(
                "true_" + chatId().value() + "_3EB0" + RandomTexts.digits(random, 8, 16));
    }

    public Map<String, String> metadata() {
        Map<String, String> metadata = new HashMap<>();
        for (int i = random.nextInt(-4, 17); i > 0; i--) {
            metadata.put(RandomTexts.text(random, 1, 64), RandomTexts.text(random, 0, 256));
        }
        return metadata;
    }

    private Instant instant() {
        return now.plusNanos(random.nextLong(-1_000_000_000L, Duration.ofDays(400).toNanos()));
    }

    private Typing typing() {
        return switch (random.nextInt(4)) {
            case 0 -> new Typing.Off();
            case 1 ->
                    new Typing.Fixed(
                            Duration.ofNanos(
                                    random.nextLong(1, Typing.Fixed.LONGEST.toNanos() + 1)));
            default -> new Typing.Auto();
        };
    }

    /** Content of one type. */
    public Content content(ContentType type) {
        return switch (type) {
            case TEXT -> new Content.Text(RandomTexts.text(random, 1, 4096));
            case IMAGE -> new Content.Image(file("image/png"), maybe(this::shortText));
            case PDF -> new Content.Pdf(file("application/pdf"), maybe(this::shortText));
            case VOICE -> new Content.Voice(file("audio/ogg; codecs=opus"), random.nextBoolean());
            case VIDEO ->
                    new Content.Video(
                            file("video/mp4"),
                            maybe(this::shortText),
                            random.nextBoolean(),
                            random.nextBoolean());
            case POLL ->
                    new Content.Poll(
                            RandomTexts.text(random, 1, 255), options(), random.nextBoolean());
            case VCARD -> new Content.Vcard(contacts());
            case LOCATION ->
                    new Content.Location(
                            degrees(90),
                            degrees(180),
                            maybe(this::shortText),
                            maybe(this::shortText));
        };
    }

    private MediaFile file(String mimetype) {
        String host = RandomTexts.digits(random, 1, 9) + ".files.example";
        String name = RandomTexts.digits(random, 1, 20) + ".bin";
        return new MediaFile(
                "https://" + host + "/" + name + "?signature=" + RandomTexts.digits(random, 0, 500),
                name,
                mimetype);
    }

    private List<String> options() {
        Set<String> options = new LinkedHashSet<>();
        int wanted = random.nextInt(2, 13);
        while (options.size() < wanted) {
            options.add(RandomTexts.text(random, 1, 255));
        }
        return List.copyOf(options);
    }

    private List<Contact> contacts() {
        List<Contact> contacts = new ArrayList<>();
        for (int i = random.nextInt(1, 6); i > 0; i--) {
            contacts.add(
                    new Contact(
                            RandomTexts.text(random, 1, 80),
                            "+" + RandomTexts.digits(random, 5, 20),
                            maybe(this::shortText),
                            maybe(() -> RandomTexts.digits(random, 5, 24))));
        }
        return contacts;
    }

    private BigDecimal degrees(int limit) {
        int places = random.nextInt(16);
        long bound = limit * BigInteger.TEN.pow(places).longValueExact();
        return BigDecimal.valueOf(random.nextLong(-bound, bound + 1), places);
    }

    private String shortText() {
        return RandomTexts.text(random, 0, 300);
    }

    private <T> T oneOf(T[] values) {
        return values[random.nextInt(values.length)];
    }

    private <T> @Nullable T maybe(Supplier<T> value) {
        return random.nextBoolean() ? value.get() : null;
    }
}
