package io.wawp.common.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wawp.common.RandomCommands;
import io.wawp.common.Seeds;
import io.wawp.common.command.ChatId;
import io.wawp.common.command.Contact;
import io.wawp.common.command.Content;
import io.wawp.common.command.MediaFile;
import io.wawp.common.command.Priority;
import io.wawp.common.command.SendCommand;
import io.wawp.common.command.Typing;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CommandDraftTest {
    private static final Instant NOW = Instant.parse("2026-11-22T09:00:00Z");
    private static final String INSTANCE = "123456789012";
    private static final String CHAT = "+44 7441 429009";
    private static final CommandLimits LIMITS = CommandLimits.DEFAULTS;

    @Test
    void oneLineIsACommandWithTheContractsDefaults() {
        SendCommand command = CommandDraft.text(INSTANCE, CHAT, "Hi").build();
        assertEquals(new ChatId("447441429009@c.us"), command.chatId());
        assertEquals(new Content.Text("Hi"), command.content());
        assertEquals(new Typing.Auto(), command.typing());
        assertEquals(Priority.NORMAL, command.priority());
        assertEquals(command.commandId().value(), command.idempotencyKey().value());
    }

    @Test
    void withoutANameOfItsOwnEachCommandGetsAnother() {
        CommandDraft draft = CommandDraft.text(INSTANCE, CHAT, "Hi");
        assertNotEquals(draft.build().commandId(), draft.build().commandId());
    }

    @Test
    void everyTypeIsWhatTheDecoderMakesOfTheSame() {
        var file = new MediaFile("https://files.example.com/a.png", "a.png", "image/png");
        assertEquals(
                new Content.Image(file, "Look"),
                content(CommandDraft.image(INSTANCE, CHAT, file.url()).caption("Look")));
        assertEquals(
                new Content.Pdf(new MediaFile(file.url(), "b.pdf", "application/x"), null),
                content(
                        CommandDraft.pdf(INSTANCE, CHAT, file.url())
                                .filename("b.pdf")
                                .mimetype("application/x")));
        var sound = "https://files.example.com/a.mp3";
        assertEquals(
                new Content.Voice(new MediaFile(sound, "a.mp3", "audio/mpeg"), false),
                content(CommandDraft.voice(INSTANCE, CHAT, sound).convert(false)));
        var film = "https://files.example.com/a.mp4";
        assertEquals(
                new Content.Video(new MediaFile(film, "a.mp4", "video/mp4"), null, true, true),
                content(CommandDraft.video(INSTANCE, CHAT, film).asNote(true)));
        assertEquals(
                new Content.Poll("When?", List.of("Now", "Later"), true),
                content(
                        CommandDraft.poll(INSTANCE, CHAT, "When?", List.of("Now", "Later"))
                                .multipleAnswers(true)));
        assertEquals(
                new Content.Vcard(
                        List.of(
                                new Contact("Ada", "+447441429009", null, null),
                                new Contact("Bob", "+447441429010", "Engines", "447441429010"))),
                content(
                        CommandDraft.vcard(INSTANCE, CHAT, "Ada", "447441429009")
                                .contact("Bob", "+44 7441 429010", "Engines", "447441429010")));
        assertEquals(
                new Content.Location(
                        new java.math.BigDecimal("51.5"), java.math.BigDecimal.ZERO, "T", "A"),
                content(CommandDraft.location(INSTANCE, CHAT, 51.5, 0).title("T").address("A")));
    }

    @Test
    void takesEveryOption() {
        SendCommand command =
                CommandDraft.text(INSTANCE, CHAT, "Hi")
                        .commandId("c-1")
                        .idempotencyKey("k-1")
                        .typing(new Typing.Fixed(Duration.ofSeconds(3)))
                        .priority(Priority.HIGH)
                        .notBefore(NOW)
                        .expiresAt(NOW.plusSeconds(60))
                        .replyTo("3EB0")
                        .metadata("tenant", "shop-7")
                        .build(LIMITS, NOW);
        assertEquals(
                """
                {"commandId":"c-1","instanceId":"123456789012","chatId":"447441429009@c.us",\
                "content":{"type":"text","message":"Hi"},"idempotencyKey":"k-1",\
                "typing":{"mode":"fixed","duration":"PT3S"},"priority":"high",\
                "notBefore":"2026-11-22T09:00:00Z","expiresAt":"2026-11-22T09:01:00Z",\
                "replyTo":"3EB0","metadata":{"tenant":"shop-7"}}\
                """,
                new String(
                        new CommandEncoder().encode(command),
                        java.nio.charset.StandardCharsets.UTF_8));
        assertEquals(Map.of("tenant", "shop-7"), command.metadata());
    }

    @Test
    void whatTheDecoderRejectsIsNotBuilt() {
        refused(CommandDraft.text(INSTANCE, "nobody", "Hi"), "invalid_field: chatId must be ");
        refused(CommandDraft.text(INSTANCE, CHAT, ""), "content.message must not be empty");
        refused(CommandDraft.text(INSTANCE, CHAT, "x".repeat(4097)), "text_too_long: ");
        refused(CommandDraft.text("no such", CHAT, "Hi"), "instanceId must be ");
        refused(CommandDraft.text(INSTANCE, CHAT, "Hi").commandId("ä"), "commandId must be ");
        refused(CommandDraft.text(INSTANCE, CHAT, "Hi").caption("x"), "content.caption is not");
        refused(CommandDraft.text(INSTANCE, CHAT, "Hi").filename("x"), "content.file is not");
        refused(CommandDraft.image(INSTANCE, CHAT, "http://10.0.0.1/a"), "content.file.url must");
        refused(CommandDraft.poll(INSTANCE, CHAT, "?", List.of("a", "a")), "content.options[1] ");
        refused(CommandDraft.location(INSTANCE, CHAT, 91, 0), "content.latitude must be ");
        refused(
                CommandDraft.text(INSTANCE, CHAT, "Hi").notBefore(NOW).expiresAt(NOW),
                "notBefore must be before expiresAt");
    }

    @Test
    void aCommandThatNoRecordTakesIsNotBuilt() {
        var huge = new CommandLimits(1_000_000, 256 * 1024, false, null);
        var draft = CommandDraft.text(INSTANCE, CHAT, "x".repeat(300_000));
        String words =
                String.valueOf(
                        assertThrows(IllegalArgumentException.class, () -> draft.build(huge, NOW))
                                .getMessage());
        assertTrue(words.endsWith("bytes; it may have at most 262144"), words);
    }

    @Test
    void aPlaceThatIsNoNumberIsRefusedAtOnce() {
        assertThrows(
                IllegalArgumentException.class,
                () -> CommandDraft.location(INSTANCE, CHAT, Double.NaN, 0));
    }

    @Test
    void noRefusalRepeatsWhatWasWritten() {
        Seeds.forAll(
                300,
                random -> {
                    String secret = "secret" + random.nextLong(1L << 60);
                    SendCommand other = new RandomCommands(random, NOW).next();
                    for (CommandDraft draft :
                            List.of(
                                    CommandDraft.text(secret + "!", CHAT, "Hi"),
                                    CommandDraft.text(INSTANCE, secret, "Hi"),
                                    CommandDraft.image(INSTANCE, CHAT, secret),
                                    CommandDraft.text(INSTANCE, CHAT, secret.repeat(400)),
                                    CommandDraft.text(INSTANCE, CHAT, "Hi")
                                            .metadata(secret, secret.repeat(40)))) {
                        draft.commandId(other.commandId().value());
                        String words =
                                String.valueOf(
                                        assertThrows(
                                                        IllegalArgumentException.class,
                                                        () -> draft.build(LIMITS, NOW))
                                                .getMessage());
                        assertFalse(words.contains(secret), words);
                    }
                });
    }

    private static Content content(CommandDraft draft) {
        return draft.build(LIMITS, NOW).content();
    }

    private static void refused(CommandDraft draft, String words) {
        var refusal = assertThrows(IllegalArgumentException.class, () -> draft.build(LIMITS, NOW));
        assertTrue(String.valueOf(refusal.getMessage()).contains(words), refusal::getMessage);
    }
}
