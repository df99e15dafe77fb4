package io.wawp.dispatcher.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.wawp.common.command.ChatId;
import io.wawp.common.command.Content;
import io.wawp.common.command.MessageId;
import io.wawp.dispatcher.dispatch.ChatSearch.Finding;
import io.wawp.dispatcher.dispatch.ScriptedGateway.Shown;
import io.wawp.dispatcher.model.AccessToken;
import io.wawp.dispatcher.model.Account;
import io.wawp.dispatcher.model.ChatLook;
import io.wawp.dispatcher.model.ChatLook.Likeness;
import io.wawp.dispatcher.model.Claims;
import io.wawp.dispatcher.model.CommandKey;
import io.wawp.dispatcher.model.LoadedCommand;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChatSearchTest {
    private static final Content OURS = new Content.Text("ours");

    private final World world = new World();
    private final Instant since = world.time.now();
    private final List<ChatLook.SeenMessage> listing = new ArrayList<>();
    private int calls;
    private int own = 1;
    private Predicate<MessageId> anothers = id -> false;

    // how the server lists
    private int most = 50;
    private int unreadable;
    private boolean noOffset;
    private Runnable betweenPages = () -> {};

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void aMessageOfLongAgoOrOfSomebodyElseOrOfOtherContentIsNotOurs() {
        listing.add(shown("old", OURS, -1_021));
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
        assertEquals("C", found(new Claims(ids("A"), 1)));
        own = 2;
        assertEquals("B", found(new Claims(ids("A"), 0)), "either is ours, as both were attempts");
    }

    @Test
    void noMoreMatchesThanOthersMayHaveAreNeitherOursNorAnAbsence() {
        listing.add(shown("A", OURS, 1));
        assertInstanceOf(Finding.Unsure.class, look(new Claims(List.of(), 1)));
        assertInstanceOf(Finding.Unsure.class, look(new Claims(List.of(), 3)));
        listing.clear();
        assertInstanceOf(Finding.Absent.class, look(new Claims(List.of(), 3)));
    }

    @Test
    void aLateCopyOfAnotherMayBeAnyOfThem() {
        listing.add(shown("A", OURS, 1));
        listing.add(shown("B", OURS, 2));
        assertNull(foundId(new Claims(List.of(), 1, 1, 0)));
        assertEquals("B", found(new Claims(List.of(), 1, 0, 0)));
    }

    @Test
    void withinOneSecondNobodyCanTellWhichIsOurs() {
        listing.add(shown("B", OURS, 1));
        listing.add(shown("A", OURS, 1));
        assertNull(foundId(new Claims(List.of(), 1)));
    }

    @Test
    void moreMatchesThanWereSentAreStrangersSoOursIsThereWithoutAName() {
        listing.add(shown("by another client", OURS, -60));
        listing.add(shown("ours", OURS, 1));
        assertNull(foundId(Claims.NONE));
    }

    @Test
    void anIdThatIsKnownAsAnothersByNowIsLeftOut() {
        listing.add(shown("true_1@lid_A", OURS, 1));
        anothers = id -> id.bare().equals("A");
        assertInstanceOf(Finding.Absent.class, look(Claims.NONE));
    }

    @Test
    void aDoubtfulMessageForbidsBothFoundAndAbsent() {
        listing.add(liking("X", Likeness.DOUBTFUL, 1));
        assertInstanceOf(Finding.Unsure.class, look(Claims.NONE));
        listing.add(shown("ours", OURS, 1));
        assertEquals("ours", found(Claims.NONE), "a certain one beside it counts");
    }

    @Test
    void aDoubtfulMessageOfLongAgoIsNoMatter() {
        listing.add(liking("X", Likeness.DOUBTFUL, -1_021));
        assertInstanceOf(Finding.Absent.class, look(Claims.NONE));
    }

    @Test
    void whereNothingIsToldAllOthersOfTheTypeCount() {
        listing.add(liking("A", Likeness.VAGUE, 1));
        assertEquals("A", found(Claims.NONE));
        assertInstanceOf(Finding.Unsure.class, look(new Claims(List.of(), 0, 0, 1)));
        listing.set(0, shown("A", OURS, 1));
        assertEquals("A", found(new Claims(List.of(), 0, 0, 1)));
    }

    @Test
    void clocksApartByMoreThanTheSlackMakeItDoubtfulAndNotAbsent() {
        for (long seconds : List.of(-121L, -600L, -1_020L)) {
            listing.clear();
            listing.add(shown("ours", OURS, seconds));
            assertInstanceOf(Finding.Unsure.class, look(Claims.NONE), seconds + " s");
        }
        for (long seconds : List.of(-120L, 0L, 121L, 3_600L)) {
            listing.clear();
            listing.add(shown("ours", OURS, seconds));
            assertEquals("ours", found(Claims.NONE), seconds + " s");
        }
    }

    @Test
    void aMessageWithoutATimeIsDoubtful() {
        listing.add(new Shown(new MessageId("A"), true, null, 1, OURS));
        assertInstanceOf(Finding.Unsure.class, look(Claims.NONE));
    }

    @Test
    void aMessageShownOnTwoPagesCountsOnce() {
        for (int i = 0; i < 60; i++) {
            listing.add(shown("m" + i, new Content.Text("x"), -i));
        }
        listing.set(49, shown("twice", OURS, -49));
        listing.set(50, shown("twice", OURS, -49));
        assertInstanceOf(Finding.Unsure.class, look(new Claims(List.of(), 1)));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 10, 20, 49})
    void aServerWithALimitOfItsOwnLeavesNoGap(int most) {
        this.most = most;
        int count = Math.min(60, most * 12);
        for (int i = 0; i < count; i++) {
            listing.add(shown("m" + i, new Content.Text("x"), -i));
        }
        listing.set(count - 1, shown("ours", OURS, -count));
        assertEquals("ours", found(Claims.NONE));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8, 9, 10, 11, 20, 45})
    void whatIsNotThereIsAbsentWhateverTheLimitOfTheServerIs(int most) {
        this.most = most;
        for (int count = 0; count < Math.min(60, most * 10); count++) {
            assertInstanceOf(Finding.Absent.class, look(Claims.NONE), "of " + count);
            // too young to be past, so that all of them have to be read
            listing.add(shown("m" + count, new Content.Text("x"), count));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 30})
    void messagesThatArriveBetweenThePagesHideNothing(int arriving) {
        for (int i = 0; i < 130; i++) {
            listing.add(shown("m" + i, new Content.Text("x"), -i / 2));
        }
        listing.set(95, shown("ours", OURS, -48));
        betweenPages =
                () -> {
                    for (int i = 0; i < arriving; i++) {
                        listing.addFirst(shown("new" + calls + "-" + i, new Content.Text("x"), 9));
                    }
                };
        assertEquals("ours", found(new Claims(List.of(), 0)));
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 20})
    void messagesThatVanishBetweenThePagesNeverMakeItAbsent(int vanishing) {
        for (int i = 0; i < 130; i++) {
            listing.add(shown("m" + i, new Content.Text("x"), -i / 2));
        }
        listing.set(52, shown("ours", OURS, -26));
        betweenPages = () -> listing.subList(0, vanishing).clear();
        Finding finding = look(Claims.NONE);
        assertFalse(finding instanceof Finding.Absent, finding.toString());
    }

    @Test
    void aServerThatKnowsNoOffsetNeverMakesItAbsent() {
        noOffset = true;
        for (int i = 0; i < 60; i++) {
            listing.add(shown("m" + i, new Content.Text("x"), i));
        }
        listing.add(shown("ours", OURS, 61));
        assertInstanceOf(Finding.NoLook.class, look(Claims.NONE));
        assertEquals(4, calls);
    }

    @Test
    void aListingInNoOrderIsReadToItsEndOnWhateverPageItIs() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        for (int i = 0; i < 400; i++) {
            listing.add(shown("m" + i, new Content.Text("x"), -i * 20L));
        }
        listing.add(shown("ours", OURS, 5));
        Collections.shuffle(listing, new Random(seed));
        assertEquals("ours", found(Claims.NONE));
    }

    @Test
    void aListingThatComesInAnotherOrderEachTimeNeverMakesItAbsent() {
        var random = new Random(11);
        for (int i = 0; i < 300; i++) {
            listing.add(shown("m" + i, new Content.Text("x"), -i));
        }
        listing.add(shown("ours", OURS, 5));
        betweenPages = () -> Collections.shuffle(listing, random);
        for (int round = 0; round < 20; round++) {
            calls = 0;
            Finding finding = look(Claims.NONE);
            assertFalse(finding instanceof Finding.Absent, finding.toString());
        }
    }

    @Test
    void whatNobodyCanReadOfOthersIsCountedAsListed() {
        unreadable = 50;
        listing.add(shown("ours", OURS, 5));
        assertEquals("ours", found(Claims.NONE));
    }

    @Test
    void aListingFromTheNewestIsReadNoFurtherThanTheSendNeeds() {
        for (int i = 0; i < 500; i++) {
            listing.add(shown("m" + i, new Content.Text("x"), -i * 50L));
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
        assertEquals(24, calls);
    }

    private String found(Claims claims) {
        MessageId id = foundId(claims);
        assertNotNull(id, "found without a name");
        return id.bare();
    }

    private @Nullable MessageId foundId(Claims claims) {
        return assertInstanceOf(Finding.Found.class, look(claims)).id();
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
                        return page(noOffset ? 0 : offset, limit);
                    }
                };
        return new ChatSearch(gateway, Duration.ofMinutes(2))
                .look(
                        new Account(World.NUMBER, new AccessToken("t")),
                        new Wanted(loaded, since, own, claims, anothers));
    }

    /** After some that nobody can read; only an empty page is the last, as Wawp has it. */
    private ChatLook page(int offset, int limit) {
        if (calls++ > 0) {
            betweenPages.run();
        }
        int asked = Math.min(limit, most);
        int unread = Math.max(0, Math.min(asked, unreadable - offset));
        int start = Math.min(listing.size(), Math.max(0, offset - unreadable));
        int end = Math.min(listing.size(), start + asked - unread);
        int listed = unread + end - start;
        return new ChatLook.Page(List.copyOf(listing.subList(start, end)), listed == 0, listed);
    }

    private static List<MessageId> ids(String... bare) {
        return Stream.of(bare).map(MessageId::new).toList();
    }

    private ChatLook.SeenMessage liking(String id, Likeness likeness, long seconds) {
        Shown shown = shown(id, OURS, seconds);
        return new ChatLook.SeenMessage() {
            @Override
            public MessageId id() {
                return shown.id();
            }

            @Override
            public boolean fromMe() {
                return true;
            }

            @Override
            public Instant at() {
                return since.plusSeconds(seconds);
            }

            @Override
            public Integer ack() {
                return 1;
            }

            @Override
            public boolean shows(Content content) {
                return false;
            }

            @Override
            public Likeness likenessTo(Content content) {
                return likeness;
            }
        };
    }

    private Shown shown(String id, Content content, long seconds) {
        return new Shown(new MessageId(id), true, since.plusSeconds(seconds), 1, content);
    }
}
