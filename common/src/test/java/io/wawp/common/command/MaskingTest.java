package io.wawp.common.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.wawp.common.RandomCommands;
import io.wawp.common.Seeds;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever of a command ends in a log line shows nothing of the person and of the message. */
final class MaskingTest {
    private static final String NUMBER = "447441429009";
    private static final String SECRET = "Secret";
    private static final MediaFile FILE =
            new MediaFile(
                    "https://" + SECRET + ".example/" + NUMBER, SECRET + ".jpg", "image/jpeg");

    static Stream<Content> contents() {
        return Stream.of(
                new Content.Text(SECRET + NUMBER),
                new Content.Image(FILE, SECRET),
                new Content.Pdf(FILE, SECRET),
                new Content.Voice(FILE, true),
                new Content.Video(FILE, SECRET, true, true),
                new Content.Poll(SECRET, List.of(SECRET, NUMBER), true),
                new Content.Vcard(List.of(new Contact(SECRET, "+" + NUMBER, SECRET, NUMBER))),
                new Content.Location(
                        new BigDecimal("51.4429009"), new BigDecimal("0.5"), SECRET, SECRET));
    }

    @ParameterizedTest
    @MethodSource("contents")
    void noStringFormShowsNumbersTextsOrAddresses(Content content) {
        SendCommand command =
                new SendCommand(
                        new CommandId("c-1"),
                        new InstanceId("i1"),
                        ChatId.parse(NUMBER),
                        content,
                        new IdempotencyKey("k-1"),
                        new Typing.Auto(),
                        Priority.NORMAL,
                        null,
                        null,
                        new MessageId("true_" + NUMBER + "@c.us_3EB0123456"),
                        Map.of("tenant", SECRET));
        for (Object shown :
                new Object[] {
                    command, content, command.chatId(), String.valueOf(command.replyTo()), FILE
                }) {
            String string = shown.toString();
            assertFalse(
                    string.contains(SECRET)
                            || string.contains("441429")
                            || string.contains("4429009")
                            || string.contains("example"),
                    string);
        }
    }

    @Test
    void everyTypeOfContentIsCovered() {
        assertEquals(List.of(ContentType.values()), contents().map(Content::type).toList());
    }

    @Test
    void noChatIsShownWhole() {
        Seeds.forAll(
                1000,
                random -> {
                    RandomCommands commands = new RandomCommands(random, Instant.EPOCH);
                    ChatId chat = commands.chatId();
                    String local = chat.value().substring(0, chat.value().indexOf('@'));
                    SendCommand command = commands.next();
                    assertFalse(chat.toString().contains(local), chat.value());
                    assertFalse(
                            command.toString().contains(command.chatId().value()),
                            command.chatId().value());
                });
    }
}
