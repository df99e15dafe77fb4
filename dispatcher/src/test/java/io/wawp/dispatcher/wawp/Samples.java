package io.wawp.dispatcher.wawp;

import io.wawp.common.command.ChatId;
import io.wawp.common.command.CommandId;
import io.wawp.common.command.Contact;
import io.wawp.common.command.Content;
import io.wawp.common.command.IdempotencyKey;
import io.wawp.common.command.InstanceId;
import io.wawp.common.command.MediaFile;
import io.wawp.common.command.MessageId;
import io.wawp.common.command.Priority;
import io.wawp.common.command.SendCommand;
import io.wawp.common.command.Typing;
import io.wawp.dispatcher.model.AccessToken;
import io.wawp.dispatcher.model.Account;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One of each, for tests. */
final class Samples {
    static final String TOKEN = "tok3n-Secret";
    static final Account ACCOUNT =
            new Account(new InstanceId("123456789012"), new AccessToken(TOKEN));
    static final ChatId CHAT = new ChatId("447441429009@c.us");
    static final MessageId QUOTED = new MessageId("true_447441429009@c.us_3EB0AA");

    static final Content TEXT = new Content.Text("Grüße & 1+1=2?\nBye");
    static final Content IMAGE =
            new Content.Image(
                    new MediaFile("https://files.example/cat.jpg?v=1", "cat.jpg", "image/jpeg"),
                    "A cat");
    static final Content PDF =
            new Content.Pdf(
                    new MediaFile("https://files.example/a.pdf", "a.pdf", "application/pdf"), null);
    static final Content VOICE =
            new Content.Voice(
                    new MediaFile("https://files.example/v.ogg", "v.ogg", "audio/ogg; codecs=opus"),
                    true);
    static final Content VIDEO =
            new Content.Video(
                    new MediaFile("https://files.example/v.mp4", "v.mp4", "video/mp4"),
                    "Look",
                    true,
                    false);
    static final Content POLL = new Content.Poll("Lunch?", List.of("Yes", "No"), false);
    static final Content VCARD =
            new Content.Vcard(
                    List.of(
                            new Contact("Ada L", "+447700900123", "Engines", "447700900123"),
                            new Contact("Bob", "+15550100", null, null)));
    static final Content LOCATION =
            new Content.Location(
                    new BigDecimal("5.1500E+1"), new BigDecimal("-0.1270"), "Desk", "1 High St");

    private Samples() {}

    static SendCommand command(Content content) {
        return command(content, null);
    }

    static SendCommand command(Content content, @Nullable MessageId replyTo) {
        return new SendCommand(
                new CommandId("order-1"),
                ACCOUNT.instanceId(),
                CHAT,
                content,
                new IdempotencyKey("key-1"),
                new Typing.Auto(),
                Priority.NORMAL,
                null,
                null,
                replyTo,
                Map.of());
    }
}
