package io.wawp.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wawp.common.command.Content;
import io.wawp.common.command.ContentType;
import io.wawp.common.command.Priority;
import io.wawp.common.command.SendCommand;
import io.wawp.common.json.CommandDecoder;
import io.wawp.common.json.CommandLimits;
import io.wawp.common.json.Decoding;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CommandMillTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final int MANY = 20_000;

    private final CommandDecoder decoder = new CommandDecoder(CommandLimits.DEFAULTS);
    private final List<SendCommand> good = new ArrayList<>();
    private int bad;
    private int keyless;

    @BeforeEach
    void drawMany() {
        var mill = new CommandMill(42, 300);
        for (int i = 0; i < MANY; i++) {
            ProducerRecord<String, byte[]> drawn = mill.next(NOW).record();
            keyless += drawn.key() == null ? 1 : 0;
            switch (decoder.decode(drawn.value() == null ? new byte[0] : drawn.value(), NOW)) {
                case Decoding.Valid valid -> good.add(valid.command());
                case Decoding.Invalid invalid -> bad++;
            }
        }
    }

    @Test
    void drawsEveryTypeEveryPriorityAndWhatIsNoCommand() {
        var types = EnumSet.noneOf(ContentType.class);
        var priorities = EnumSet.noneOf(Priority.class);
        good.forEach(command -> {
            types.add(command.content().type());
            priorities.add(command.priority());
        });

        assertEquals(EnumSet.allOf(ContentType.class), types);
        assertEquals(EnumSet.allOf(Priority.class), priorities);
        assertTrue(bad > MANY / 100 && bad < MANY / 40, () -> bad + " bad ones");
        assertTrue(keyless > MANY / 100, () -> keyless + " without a key");
        assertTrue(good.stream().anyMatch(command -> command.notBefore() != null));
        assertTrue(good.stream().anyMatch(command -> command.expiresAt() != null));
    }

    @Test
    void whatIsSentBearsTheMarkOfTheFirstCommandOfItsKey() {
        Map<String, SendCommand> first = new HashMap<>();
        int repeated = 0;
        for (SendCommand command : good) {
            SendCommand known = first.putIfAbsent(command.idempotencyKey().value(), command);
            if (known == null) {
                String mark = command.commandId().value();
                assertTrue(said(command.content()).contains(mark), mark);
            } else {
                repeated++;
                assertEquals(known.chatId(), command.chatId());
            }
        }
        int found = repeated;
        assertTrue(found > MANY / 50, () -> found + " repeated");
    }

    @Test
    void theSameSeedDrawsTheSameCommands() {
        var one = new CommandMill(7, 300);
        var other = new CommandMill(7, 300);
        for (int i = 0; i < 500; i++) {
            ProducerRecord<String, byte[]> drawn = one.next(NOW).record();
            ProducerRecord<String, byte[]> again = other.next(NOW).record();
            assertEquals(text(drawn), text(again));
        }
    }

    private static String text(ProducerRecord<String, byte[]> drawn) {
        return drawn.key() + (drawn.value() == null ? "" : new String(drawn.value(), UTF_8));
    }

    private static String said(Content content) {
        return switch (content) {
            case Content.Text text -> text.message();
            case Content.Image image -> String.valueOf(image.caption());
            case Content.Pdf pdf -> String.valueOf(pdf.caption());
            case Content.Voice voice -> voice.file().filename();
            case Content.Video video -> String.valueOf(video.caption());
            case Content.Poll poll -> poll.name();
            case Content.Vcard vcard -> vcard.contacts().getFirst().fullName();
            case Content.Location location -> String.valueOf(location.title());
        };
    }
}
