package io.wawp.dispatcher.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wawp.dispatcher.model.CommandEntry;
import io.wawp.dispatcher.model.CommandState;
import io.wawp.dispatcher.model.InstanceEntry;
import io.wawp.dispatcher.model.Original;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EntryFormatTest {
    private static final int ROUNDS = 3_000;

    @Test
    void readsEveryCommandAsItWasWritten() {
        long seed = ThreadLocalRandom.current().nextLong();
        var entries = new RandomEntries(new SplittableRandom(seed));
        for (int i = 0; i < ROUNDS; i++) {
            CommandEntry entry = entries.command();

            CommandEntry read =
                    EntryFormat.decodeCommand(EntryKeys.of(entry.key()), EntryFormat.encode(entry));

            String where = "seed " + seed + ", round " + i;
            assertEquals(comparable(entry), comparable(read), where);
            requireSame(entry, read, where);
        }
    }

    @Test
    void readsEveryInstanceAsItWasWritten() {
        long seed = ThreadLocalRandom.current().nextLong();
        var entries = new RandomEntries(new SplittableRandom(seed));
        for (int i = 0; i < ROUNDS; i++) {
            InstanceEntry entry = entries.instance();

            assertEquals(
                    entry,
                    EntryFormat.decodeInstance(
                            EntryKeys.of(entry.instanceId()), EntryFormat.encode(entry)),
                    "seed " + seed + ", round " + i);
        }
    }

    @Test
    void readsAPositionAsItWasWritten() {
        var position = new EntryFormat.Position(1L << 40, 24);

        assertEquals(position, EntryFormat.decodePosition(EntryFormat.encode(position)));
    }

    @Test
    void passesOverFieldsThatItDoesNotKnow() {
        CommandEntry entry = someCommand();
        byte[] newer =
                changed(
                        EntryFormat.encode(entry),
                        "\"state\":{",
                        "\"shape\":{\"a\":[1,{}]},\"state\":{\"colour\":null,");
        byte[] newerPosition =
                "{\"v\":1,\"more\":{\"x\":1},\"offset\":7,\"partitions\":24}".getBytes(UTF_8);

        CommandEntry read = EntryFormat.decodeCommand(EntryKeys.of(entry.key()), newer);

        assertEquals(comparable(entry), comparable(read));
        assertEquals(new EntryFormat.Position(7, 24), EntryFormat.decodePosition(newerPosition));
    }

    @Test
    void anEntryFromBeforeRunsWereRememberedHasNoEarlierOnes() {
        CommandEntry entry = someCommand();
        String written = new String(EntryFormat.encode(entry), UTF_8);
        assertFalse(written.contains("earlier"), "a first run costs nothing more");

        CommandEntry read =
                EntryFormat.decodeCommand(EntryKeys.of(entry.key()), written.getBytes(UTF_8));

        assertEquals(List.of(), read.earlier());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"v\":2,", "\"v\":0,", "\"v\":\"x\",", ""})
    void refusesAMajorVersionThatItDoesNotKnow(String version) {
        CommandEntry entry = someCommand();
        String key = EntryKeys.of(entry.key());
        byte[] value = changed(EntryFormat.encode(entry), "\"v\":1,", version);

        UnknownFormat refused =
                assertThrows(UnknownFormat.class, () -> EntryFormat.decodeCommand(key, value));

        assertTrue(String.valueOf(refused.getMessage()).contains("version"));
    }

    @Test
    void keepsTheProducersBytesAlsoWhereTheyAreNoText() {
        CommandEntry entry = someCommand();
        byte[] odd = {(byte) 0xc3, (byte) 0x28, 0, (byte) 0xff};
        var with =
                new CommandEntry(
                        entry.key(),
                        entry.commandId(),
                        entry.run(),
                        entry.chatId(),
                        entry.type(),
                        entry.fingerprint(),
                        entry.source(),
                        entry.earlier(),
                        entry.readAt(),
                        entry.sequence(),
                        entry.priority(),
                        entry.notBefore(),
                        entry.expiresAt(),
                        entry.metadata(),
                        entry.trace(),
                        entry.state(),
                        new Original(odd, odd, List.of(new Original.Header("h", odd)), 1),
                        null);

        CommandEntry read =
                EntryFormat.decodeCommand(EntryKeys.of(with.key()), EntryFormat.encode(with));

        requireSame(with, read, "odd bytes");
    }

    private static CommandEntry someCommand() {
        return RandomEntries.open("key", new CommandState.Admitted(), Instant.ofEpochMilli(1_000));
    }

    private static byte[] changed(byte[] value, String from, String to) {
        String text = new String(value, UTF_8);
        assertTrue(text.contains(from), text);
        return text.replace(from, to).getBytes(UTF_8);
    }

    /** All but the original, which is compared by its bytes. */
    private static List<Object> comparable(CommandEntry entry) {
        return Arrays.asList(
                entry.key(),
                entry.commandId(),
                entry.run(),
                entry.chatId(),
                entry.type(),
                entry.fingerprint(),
                entry.source(),
                entry.earlier(),
                entry.readAt(),
                entry.sequence(),
                entry.priority(),
                String.valueOf(entry.notBefore()),
                entry.expiresAt(),
                entry.metadata(),
                entry.trace(),
                entry.state(),
                String.valueOf(entry.forgetAfter()));
    }

    private static void requireSame(CommandEntry entry, CommandEntry read, String where) {
        Original expected = entry.original();
        if (expected == null) {
            assertEquals(null, read.original(), where);
            return;
        }
        Original actual = Objects.requireNonNull(read.original(), where);
        assertArrayEquals(expected.key(), actual.key(), where);
        assertArrayEquals(expected.value(), actual.value(), where);
        assertEquals(expected.timestamp(), actual.timestamp(), where);
        assertEquals(expected.headers().size(), actual.headers().size(), where);
        for (int i = 0; i < expected.headers().size(); i++) {
            assertEquals(expected.headers().get(i).name(), actual.headers().get(i).name(), where);
            assertArrayEquals(
                    expected.headers().get(i).value(), actual.headers().get(i).value(), where);
        }
    }
}
