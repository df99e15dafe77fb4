package io.wawp.dispatcher.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.wawp.common.command.ChatId;
import io.wawp.common.command.Content;
import io.wawp.common.command.MessageId;
import io.wawp.dispatcher.dispatch.ChatSearch.Finding;
import io.wawp.dispatcher.dispatch.ScriptedGateway.Shown;
import io.wawp.dispatcher.model.AccessToken;
import io.wawp.dispatcher.model.Account;
import io.wawp.dispatcher.model.ChatLook;
import io.wawp.dispatcher.model.Claims;
import io.wawp.dispatcher.model.CommandKey;
import io.wawp.dispatcher.model.LoadedCommand;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ChatSearchTest {
    private static final Content OURS = new Content.Text("ours");

    private final World world = new World();
    private final Instant since = world.time.now();
    private final List<Shown> listing = new ArrayList<>();
    private int calls;

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void aMessageOlderThanTheSlackOrOfSomebodyElseOrOfOtherContentIsNotOurs() {
        listing.add(shown("old", OURS, -121));
        listing.add(new Shown(new MessageId("theirs"), false, since, 1, OURS));
        listing.add(shown("other", new Content.Text("other"), 1));
        assertInstanceOf(Finding.Absent.class, look(Claims.NONE));
        listing.add(shown("slow clock", OURS, -119));
        assertEquals(new Finding.Found(new MessageId("slow clock"), 1), look(Claims.NONE));
    }

    @Test
    void theOldestUnclaimedMatchIsOurs() {
        listing.add(shown("true_447441429011@c.us_A", OURS, 1));
        listing.add(shown("true_447441429011@c.us_B", OURS, 2));
        listing.add(shown("true_447441429011@c.us_C", OURS, 3));
        assertEquals("C", found(new Claims(List.of(new MessageId("A")), 1)));
        assertEquals("B", found(new Claims(List.of(new MessageId("A")), 0)));
        assertEquals("A", found(Claims.NONE));
        assertInstanceOf(Finding.Absent.class, look(new Claims(List.of(), 3)));
    }

    @Test
    void aMessageShownOnTwoPagesCountsOnce() {
        for (int i = 0; i < 60; i++) {
            listing.add(shown("m" + i, new Content.Text("x"), -i));
        }
        listing.set(49, shown("twice", OURS, -49));
        listing.set(50, shown("twice", OURS, -49));
        assertInstanceOf(Finding.Absent.class, look(new Claims(List.of(), 1)));
    }

    @Test
    void aListingFromTheNewestIsReadNoFurtherThanTheSendNeeds() {
        for (int i = 0; i < 500; i++) {
            listing.add(shown("m" + i, new Content.Text("x"), -i * 10L));
        }
        assertInstanceOf(Finding.Absent.class, look(Claims.NONE));
        assertEquals(1, calls);
    }

    @Test
    void aListingFromTheOldestIsReadToItsEnd() {
        for (int i = 0; i < 200; i++) {
            listing.add(shown("m" + i, new Content.Text("x"), (i - 300) * 10L));
        }
        listing.add(shown("ours", OURS, 5));
        assertEquals("ours", found(Claims.NONE));
    }

    @Test
    void aListingInNoOrderFindsItTooOnWhateverPageOfTheNewestItIs() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        for (int i = 0; i < 49; i++) {
            listing.add(shown("m" + i, new Content.Text("x"), -i * 10L));
        }
        listing.add(shown("ours", OURS, 5));
        Collections.shuffle(listing, new Random(seed));
        for (int i = 0; i < 100; i++) {
            listing.add(shown("o" + i, new Content.Text("x"), -1_000 - i * 10));
        }
        assertEquals("ours", found(Claims.NONE));
    }

    @Test
    void aListingWithoutAnEndSaysNothing() {
        for (int i = 0; i < 2_000; i++) {
            listing.add(shown("m" + i, new Content.Text("x"), 5));
        }
        assertInstanceOf(Finding.NoLook.class, look(Claims.NONE));
        assertEquals(20, calls);
    }

    private String found(Claims claims) {
        return assertInstanceOf(Finding.Found.class, look(claims)).id().bare();
    }

    private Finding look(Claims claims) {
        World.Order order = world.order("one", 1).text("ours");
        CommandKey key = order.entry().key();
        var loaded = new LoadedCommand(world.journal.entry(key), world.journal.command(key));
        var gateway =
                new ScriptedGateway(world.time, world.journal) {
                    @Override
                    public synchronized ChatLook messages(
                            Account account, ChatId chat, int offset, int limit) {
                        calls++;
                        int end = Math.min(listing.size(), offset + limit);
                        return new ChatLook.Page(
                                List.copyOf(listing.subList(Math.min(offset, end), end)),
                                end == listing.size());
                    }
                };
        return new ChatSearch(gateway, Duration.ofMinutes(2))
                .look(new Account(World.NUMBER, new AccessToken("t")), loaded, since, claims);
    }

    private Shown shown(String id, Content content, long seconds) {
        return new Shown(new MessageId(id), true, since.plusSeconds(seconds), 1, content);
    }
}
