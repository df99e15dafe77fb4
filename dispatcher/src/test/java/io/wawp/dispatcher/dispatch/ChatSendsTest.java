package io.wawp.dispatcher.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wawp.common.command.Content;
import io.wawp.common.command.MessageId;
import io.wawp.dispatcher.model.Claims;
import io.wawp.dispatcher.model.CommandEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ChatSendsTest {
    private static final Content TEXT = new Content.Text("same");
    private static final MessageId ID = new MessageId("A");

    private final World world = new World();
    private final Instant now = world.time.now();
    private final ChatSends sends = new ChatSends(Duration.ofMinutes(2));

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void anEarlierMessageOfTheSameContentIsClaimedByNameAndByNumber() {
        sends.over(entry("one", 1), TEXT, now, ID, 0, now);
        sends.over(entry("two", 1), TEXT, now, null, 2, now);
        assertEquals(new Claims(List.of(ID), 2, 2), sends.before(entry("three", 1), TEXT, now));
    }

    @Test
    void whatAnEarlierRunMayHaveLeftIsNotAnothersMessage() {
        CommandEntry run = entry("one", 1);
        sends.over(run, TEXT, now, null, 1, now);
        assertEquals(Claims.NONE, sends.before(run, TEXT, now));
        assertEquals(new Claims(List.of(), 1, 1), sends.before(entry("two", 1), TEXT, now));
    }

    @Test
    void anotherChatOrAnotherContentClaimsNothing() {
        sends.over(entry("one", 1), TEXT, now, ID, 1, now);
        assertEquals(Claims.NONE, sends.before(entry("two", 2), TEXT, now));
        assertEquals(
                Claims.NONE,
                sends.before(
                        world.order("x", 1).text("other").entry(), new Content.Text("other"), now));
    }

    @Test
    void whatTheClocksCannotConfuseIsForgotten() {
        sends.over(entry("one", 1), TEXT, now, ID, 1, now);
        Instant near = now.plus(Duration.ofMinutes(3));
        assertEquals(new Claims(List.of(ID), 1, 1), sends.before(entry("two", 1), TEXT, near));
        Instant far = now.plus(Duration.ofMinutes(5));
        assertEquals(Claims.NONE, sends.before(entry("two", 1), TEXT, far));
    }

    @Test
    void itHoldsNoMoreThanItsBound() {
        for (int i = 0; i < 10_001; i++) {
            sends.over(entry("one", i % 80), TEXT, now, new MessageId("m" + i), 0, now);
        }
        assertEquals(64, sends.before(entry("two", 3), TEXT, now).ids().size());
        int claimed = 0;
        for (int chat = 0; chat < 80; chat++) {
            claimed += Math.min(64, sends.before(entry("x", chat), TEXT, now).ids().size());
        }
        assertEquals(80 * 64, claimed);
    }

    private CommandEntry entry(String id, int chat) {
        return world.order(id, chat).text("same").entry();
    }
}
