package io.wawp.demo;

import static io.wawp.common.command.ContentType.TEXT;

import io.wawp.common.command.ContentType;
import io.wawp.common.outcome.DeliveryStatus;
import io.wawp.common.outcome.ReasonCode;
import io.wawp.sandbox.wawp.Answers;
import io.wawp.sandbox.wawp.FaultAction;
import io.wawp.sandbox.wawp.FaultRule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What is produced, how Wawp goes wrong meanwhile, and what has to come of it.
 *
 * @param parts in the order in which they are produced
 */
record Scenario(List<Part> parts, List<FaultRule> faults) {
    static final String INSTANCE = "123456789012";

    /** Numbers that are kept free for films and the like; each part has a chat of its own. */
    private static final long FIRST_CHAT = 447_700_900_100L;

    /**
     * One command.
     *
     * @param name its commandId
     * @param chat where its calls are seen; a repeated command has the chat of its first
     */
    record Part(String name, ContentType type, String chat, String json, Expected expected) {
        Part expecting(Expected other) {
            return new Part(name, type, chat, json, other);
        }
    }

    Scenario {
        parts = List.copyOf(parts);
        faults = List.copyOf(faults);
    }

    /** One command of each type, and one of each kind that must go wrong. */
    static Scenario standard(Instant now) {
        var cast = new Casting();
        cast.goesWell();
        cast.goesWrong(now);
        return new Scenario(cast.parts, cast.faults);
    }

    /** Collects the parts; used once. */
    private static final class Casting {
        private final List<Part> parts = new ArrayList<>();
        private final List<FaultRule> faults = new ArrayList<>();

        void goesWell() {
            part("text", TEXT, text("Boots are on their way 👢"), read());
            part(
                    "image",
                    ContentType.IMAGE,
                    """
                    {"type":"image","file":{"url":"https://shop.example/boots.jpg"},\
                    "caption":"Looking good"}\
                    """,
                    read());
            part(
                    "pdf",
                    ContentType.PDF,
                    """
                    {"type":"pdf","file":{"url":"https://shop.example/invoice-8841.pdf"},\
                    "caption":"Your invoice"}\
                    """,
                    read());
            part(
                    "voice",
                    ContentType.VOICE,
                    """
                    {"type":"voice","file":{"url":"https://shop.example/thanks.ogg"}}\
                    """,
                    Expected.sent(DeliveryStatus.PLAYED));
            part(
                    "video",
                    ContentType.VIDEO,
                    """
                    {"type":"video","file":{"url":"https://shop.example/lacing.mp4"},\
                    "caption":"How to lace them"}\
                    """,
                    read());
            part(
                    "poll",
                    ContentType.POLL,
                    """
                    {"type":"poll","name":"Do they fit?","options":["Yes","Too small","Too big"]}\
                    """,
                    read());
            part(
                    "vcard",
                    ContentType.VCARD,
                    """
                    {"type":"vcard","contacts":[{"fullName":"Ann Cobbler",\
                    "phoneNumber":"+447700900199"}]}\
                    """,
                    read());
            part(
                    "location",
                    ContentType.LOCATION,
                    """
                    {"type":"location","latitude":51.5007,"longitude":-0.1246,\
                    "title":"Our shop"}\
                    """,
                    read());
        }

        void goesWrong(Instant now) {
            Part first = parts.getFirst();
            parts.add(
                    new Part(
                            "repeated",
                            TEXT,
                            first.chat(),
                            first.json()
                                    .replace(
                                            "\"commandId\":\"text\"",
                                            "\"commandId\":\"repeated\",\"idempotencyKey\":\"text\""),
                            Expected.duplicate("text")));
            Part heals = part("heals", TEXT, text("Third time lucky"), read().atCall(3));
            faults.add(FaultRule.sends().chat(heals.chat()).first(2).then(Answers.plain(503)));
            Part lost = part("time-out", TEXT, text("Did it arrive?"), read().foundInChat());
            faults.add(
                    FaultRule.sends()
                            .chat(lost.chat())
                            .first(1)
                            .then(FaultAction.noAnswer())
                            .recorded()
                            .visibleAfter(Duration.ofMillis(2_500)));
            Part refused =
                    part(
                            "refused",
                            TEXT,
                            text("Nobody there"),
                            Expected.failed(ReasonCode.WAWP_REJECTED));
            faults.add(
                    FaultRule.sends()
                            .chat(refused.chat())
                            .then(
                                    Answers.wordpress(
                                            400,
                                            "invalid_chat",
                                            "The number is not on WhatsApp.")));
            part(
                    "expired",
                    TEXT,
                    text("Last call for yesterday's sale!"),
                    ",\"expiresAt\":\"" + now.minus(Duration.ofHours(1)) + "\"",
                    Expected.expired());
            breaksTheContract();
        }

        private void breaksTheContract() {
            Part whole = command("bad-json", TEXT, text("Cut off"), "", read());
            parts.add(
                    new Part(
                            whole.name(),
                            TEXT,
                            whole.chat(),
                            whole.json().substring(0, whole.json().length() - 20),
                            Expected.rejected(ReasonCode.MALFORMED_JSON)));
            part(
                    "too-long",
                    TEXT,
                    text("Once upon a time. ".repeat(250)),
                    Expected.rejected(ReasonCode.TEXT_TOO_LONG));
            part(
                    "typo",
                    TEXT,
                    text("Your code is 271828."),
                    ",\"priorty\":\"high\"",
                    Expected.rejected(ReasonCode.UNKNOWN_FIELD));
        }

        private Part part(String name, ContentType type, String content, Expected expected) {
            // the first text is typed by its length, as all are by default; the rest takes a moment
            String typing =
                    name.equals("text")
                            ? ""
                            : ",\"typing\":{\"mode\":\"fixed\",\"duration\":\"PT0.5S\"}";
            return part(name, type, content, typing, expected);
        }

        private Part part(
                String name, ContentType type, String content, String more, Expected expected) {
            Part part = command(name, type, content, more, expected);
            parts.add(part);
            return part;
        }

        private Part command(
                String name, ContentType type, String content, String more, Expected expected) {
            String chat = Long.toString(FIRST_CHAT + parts.size());
            String json =
                    """
                    {"commandId":"%s","instanceId":"%s","chatId":"%s","content":%s%s}\
                    """
                            .formatted(name, INSTANCE, chat, content, more);
            return new Part(name, type, chat, json, expected);
        }

        private static String text(String message) {
            return "{\"type\":\"text\",\"message\":\"" + message + "\"}";
        }

        private static Expected read() {
            return Expected.sent(DeliveryStatus.READ);
        }
    }
}
