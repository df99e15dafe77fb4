package io.wawp.common.json;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.wawp.common.RandomCommands;
import io.wawp.common.RandomOutcomes;
import io.wawp.common.Seeds;
import io.wawp.common.outcome.Outcome;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No bytes make the decoder throw, or use more than its share of time and memory. */
@Timeout(120)
final class HostileBytesTest {
    private static final int MOST_BYTES = 1 << 20;
    private static final long MOST_ALLOCATED = 128L << 20;
    private static final long MOST_NANOS = 5_000_000_000L;
    private static final CommandDecoder DECODER =
            new CommandDecoder(new CommandLimits(4096, MOST_BYTES, false, null));
    private static final CommandEncoder ENCODER = new CommandEncoder();
    private static final OutcomeJson OUTCOMES = new OutcomeJson();
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final List<String> SNIPPETS =
            List.of(
                    "\"",
                    "\\",
                    "{",
                    "}",
                    "[",
                    "]",
                    ":",
                    ",",
                    "null",
                    "true",
                    "1e999999999",
                    "-0",
                    "\\u0000",
                    "\\ud800",
                    "\\uD83D\\uDE42",
                    "\u0000",
                    "\ufeff",
                    "{\"a\":",
                    "\"\":",
                    "\"type\":\"poll\",",
                    "\"commandId\":\"x\",",
                    "99999999999999999999999999",
                    "http://[::1]/",
                    "@",
                    "%",
                    "+",
                    "-");

    static List<String> monsters() {
        String text = Drafts.text().json();
        String bulk = "a".repeat(MOST_BYTES - 500);
        return List.of(
                "[".repeat(MOST_BYTES),
                "{\"a\":".repeat(MOST_BYTES / 5),
                "{\"a\":" + "[".repeat(MOST_BYTES - 10),
                "{\"a\":[" + "{},".repeat(MOST_BYTES / 3 - 10),
                "{\"a\":[" + "[],".repeat(MOST_BYTES / 3 - 10),
                "{\"a\":[" + "1,".repeat(MOST_BYTES / 2 - 10),
                "{\"a\":[" + "\"\",".repeat(MOST_BYTES / 3 - 10),
                "\"".repeat(MOST_BYTES),
                "\\".repeat(MOST_BYTES),
                "{\"" + "\\\"".repeat(MOST_BYTES / 2 - 10),
                "{\"" + bulk,
                "{\"" + bulk + "\":1}",
                "{\"a\":\"" + bulk + "\"}",
                "{\"a\":\"" + "\\u0041".repeat(MOST_BYTES / 6 - 10) + "\"}",
                "{\"a\":" + "9".repeat(MOST_BYTES - 10) + "}",
                "{\"a\":0." + "9".repeat(MOST_BYTES - 10) + "}",
                "{\"a\":1e" + "9".repeat(MOST_BYTES - 10) + "}",
                " ".repeat(MOST_BYTES),
                "{" + " ".repeat(MOST_BYTES - 10) + "}",
                "\u0000".repeat(MOST_BYTES),
                members(60_000, i -> "\"k" + i + "\":1"),
                members(25_000, i -> "\"" + sameHash(i) + "\":1"),
                Drafts.text().with("metadata", members(50_000, i -> "\"k" + i + "\":\"\"")).json(),
                Drafts.text().with("metadata", "{\"" + bulk + "\":\"\"}").json(),
                text.replace("c-1", bulk),
                text.replace("inst1", bulk),
                text.replace("447441429009", "4".repeat(MOST_BYTES - 500)),
                text.replace("447441429009", "+ ".repeat(MOST_BYTES / 2 - 500)),
                text.replace("Hi", bulk),
                Drafts.text().with("replyTo", "\"" + bulk + "\"").json(),
                Drafts.text().with("replyTo", "\"" + "_".repeat(500) + "\"").json(),
                Drafts.text().with("notBefore", "\"" + bulk + "\"").json(),
                Drafts.text()
                        .with(
                                "typing",
                                "{\"mode\":\"fixed\",\"duration\":\"P"
                                        + "9".repeat(MOST_BYTES - 500)
                                        + "D\"}")
                        .json(),
                Drafts.media("image", "http://" + bulk + "/").json(),
                Drafts.media("image", "http://" + "a.".repeat(MOST_BYTES / 2 - 500)).json(),
                Drafts.media("image", "http://" + "[".repeat(MOST_BYTES - 500)).json(),
                Drafts.media("image", "http://a.example/" + bulk).json(),
                Drafts.media("image", "http://a.example/" + "%41".repeat(MOST_BYTES / 3 - 500))
                        .json(),
                Drafts.content(
                                "{\"type\":\"image\",\"file\":{\"url\":\"http://a.example\","
                                        + "\"mimetype\":\""
                                        + "a/".repeat(MOST_BYTES / 2 - 500)
                                        + "\"}}")
                        .json(),
                Drafts.content(
                                "{\"type\":\"poll\",\"name\":\"n\",\"options\":["
                                        + "\"a\",".repeat(MOST_BYTES / 4 - 500)
                                        + "\"b\"]}")
                        .json(),
                Drafts.content(
                                "{\"type\":\"vcard\",\"contacts\":["
                                        + "{\"fullName\":\"n\",\"phoneNumber\":\"12345\"},"
                                                .repeat(MOST_BYTES / 50)
                                        + "{}]}")
                        .json(),
                location("1e999999999"),
                location("1e-999999999"),
                location("0e999999999"),
                location("-1e2147483647"),
                location("1e-2147483648"),
                location("1e99999999999999999999"),
                location("9".repeat(99)),
                location("0." + "9".repeat(98)),
                location("1" + "0".repeat(90) + "e-91"));
    }

    @ParameterizedTest
    @MethodSource("monsters")
    void monstersAreDecodedInBoundedTimeAndMemory(String monster) {
        byte[] bytes = monster.getBytes(StandardCharsets.UTF_8);
        assertTrue(bytes.length <= MOST_BYTES + 10);
        assertBounded(bytes);
        assertBounded(Arrays.copyOf(bytes, Math.min(bytes.length, MOST_BYTES)));
    }

    @Test
    void randomBytesAreInvalid() {
        Seeds.forAll(
                20_000,
                random -> {
                    byte[] bytes = new byte[random.nextInt(200)];
                    random.nextBytes(bytes);
                    assertBounded(bytes);
                });
    }

    @Test
    void randomPiecesOfJsonAreHarmless() {
        Seeds.forAll(
                20_000,
                random -> {
                    StringBuilder json = new StringBuilder("{\"commandId\":");
                    for (int i = random.nextInt(40); i > 0; i--) {
                        json.append(SNIPPETS.get(random.nextInt(SNIPPETS.size())));
                    }
                    assertBounded(json.toString().getBytes(StandardCharsets.UTF_8));
                });
    }

    @Test
    void spoiledCommandsAreHarmless() {
        Seeds.forAll(
                5000,
                random -> {
                    byte[] json = ENCODER.encode(new RandomCommands(random, Drafts.NOW).next());
                    for (int i = 0; i < 4; i++) {
                        json = spoiled(json, random);
                        assertBounded(json);
                    }
                });
    }

    @Test
    void whatIsTakenFromSpoiledCommandsIsTakenAgain() {
        Seeds.forAll(
                5000,
                random -> {
                    byte[] json = ENCODER.encode(new RandomCommands(random, Drafts.NOW).next());
                    if (DECODER.decode(spoiled(json, random), Drafts.NOW)
                            instanceof Decoding.Valid valid) {
                        Decoding again =
                                DECODER.decode(ENCODER.encode(valid.command()), Drafts.NOW);
                        assertTrue(valid.equals(again));
                    }
                });
    }

    @Test
    void spoiledRecordsOfOursAreReadOrRefusedInWords() {
        Seeds.forAll(
                2000,
                random -> {
                    byte[] json = OUTCOMES.encode(new RandomOutcomes(random).outcome());
                    byte[] spoiled = spoiled(json, random);
                    try {
                        Outcome taken = OUTCOMES.decodeOutcome(spoiled);
                        assertTrue(taken.equals(OUTCOMES.decodeOutcome(OUTCOMES.encode(taken))));
                    } catch (IllegalArgumentException e) {
                        String words = String.valueOf(e.getMessage());
                        assertTrue(words.startsWith("not an outcome: "), words);
                    }
                });
    }

    /** One change of those that a broken program or a broken wire makes. */
    private static byte[] spoiled(byte[] json, RandomGenerator random) {
        int at = random.nextInt(json.length);
        byte[] copy = json.clone();
        return switch (random.nextInt(5)) {
            case 0 -> {
                copy[at] = (byte) random.nextInt(256);
                yield copy;
            }
            case 1 -> Arrays.copyOf(copy, at + 1);
            case 2 -> spliced(json, at, new byte[0], random.nextInt(json.length - at));
            case 3 -> {
                String snippet = SNIPPETS.get(random.nextInt(SNIPPETS.size()));
                yield spliced(json, at, snippet.getBytes(StandardCharsets.UTF_8), 0);
            }
            default -> {
                int from = random.nextInt(json.length);
                int to = Math.min(json.length, from + random.nextInt(1, 60));
                yield spliced(json, at, Arrays.copyOfRange(json, from, to), 0);
            }
        };
    }

    private static byte[] spliced(byte[] json, int at, byte[] more, int dropped) {
        byte[] result = Arrays.copyOf(json, json.length + more.length - dropped);
        System.arraycopy(more, 0, result, at, more.length);
        System.arraycopy(json, at + dropped, result, at + more.length, json.length - at - dropped);
        return result;
    }

    private static void assertBounded(byte[] bytes) {
        long allocated = THREADS.getCurrentThreadAllocatedBytes();
        long begun = THREADS.getCurrentThreadCpuTime();
        Decoding decoding = DECODER.decode(bytes, Drafts.NOW);
        long nanos = THREADS.getCurrentThreadCpuTime() - begun;
        allocated = THREADS.getCurrentThreadAllocatedBytes() - allocated;
        assertTrue(nanos < MOST_NANOS, "took " + nanos / 1_000_000 + " ms");
        assertTrue(allocated < MOST_ALLOCATED, "allocated " + allocated / 1024 + " KiB");
        if (decoding instanceof Decoding.Invalid invalid) {
            String words = invalid.error().message();
            assertTrue(words.length() < 300, words);
            assertFalse(words.startsWith(CommandDecoder.UNREADABLE), words);
        }
    }

    private static String location(String latitude) {
        return Drafts.content(
                        "{\"type\":\"location\",\"longitude\":0,\"latitude\":" + latitude + "}")
                .json();
    }

    private static String members(int count, IntFunction<String> member) {
        return IntStream.range(0, count)
                .mapToObj(member)
                .collect(Collectors.joining(",", "{", "}"));
    }

    /** Different strings whose hash codes are all the same: "Aa" and "BB" have one. */
    private static String sameHash(int number) {
        StringBuilder same = new StringBuilder();
        for (int bit = 0; bit < 15; bit++) {
            same.append(((number >> bit) & 1) == 0 ? "Aa" : "BB");
        }
        return same.toString();
    }
}
