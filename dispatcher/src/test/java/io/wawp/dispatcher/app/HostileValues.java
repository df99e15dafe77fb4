package io.wawp.dispatcher.app;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.wawp.common.RandomCommands;
import io.wawp.common.RandomTexts;
import io.wawp.common.command.InstanceId;
import io.wawp.common.command.SendCommand;
import io.wawp.common.json.CommandEncoder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Values of records that somebody broken or ill-disposed might produce, sound commands among them.
 * The same random numbers give the same values. Used by one thread.
 */
final class HostileValues {
    private static final List<String> PIECES =
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
                    "\\udfff\\ud800",
                    "\u0000",
                    "\ufeff",
                    "{\"a\":",
                    "\"type\":\"poll\",",
                    "\"commandId\":\"x\",",
                    "\"chatId\":null,",
                    "99999999999999999999999999",
                    "http://[::1]/",
                    "@",
                    "/* */",
                    "NaN");
    private static final byte[][] BROKEN_UTF8 = {
        {(byte) 0x80},
        {(byte) 0xc0, (byte) 0x80},
        {(byte) 0xed, (byte) 0xa0, (byte) 0x80},
        {(byte) 0xf4, (byte) 0x90, (byte) 0x80, (byte) 0x80},
        {(byte) 0xff, (byte) 0xfe},
        {(byte) 0xe2, (byte) 0x82}
    };

    private final RandomGenerator random;
    private final RandomCommands commands;
    private final CommandEncoder encoder = new CommandEncoder();
    private final List<SendCommand> earlier = new ArrayList<>();

    HostileValues(RandomGenerator random, Instant now) {
        this.random = random;
        // whatever time a command names is over: none of them may wait longer than the test
        this.commands = new RandomCommands(random, now.minus(Duration.ofDays(401)));
    }

    byte @Nullable [] next() {
        return switch (random.nextInt(20)) {
            case 0 -> bytes(random.nextInt(400));
            case 1 -> pieces();
            case 2 -> random.nextBoolean() ? null : new byte[0];
            case 3, 4, 5 -> encoder.encode(sound());
            case 6 -> again();
            case 7 -> nested();
            case 8 -> wide();
            case 9 -> behind(encoder.encode(sound()));
            default -> spoiled(encoder.encode(sound()));
        };
    }

    /** Too large for a command, or even for the dead-letter topic; cheap to send compressed. */
    byte[] giant() {
        byte[] giant = new byte[random.nextInt(200_000, 1_200_000)];
        Arrays.fill(giant, (byte) ' ');
        byte[] sound = encoder.encode(sound());
        System.arraycopy(sound, 0, giant, 0, sound.length);
        return giant;
    }

    private SendCommand sound() {
        SendCommand drawn = commands.next();
        SendCommand command =
                switch (random.nextInt(10)) {
                    case 0 -> drawn; // an instance that nobody knows, a new one each time
                    case 1 -> of(drawn, new InstanceId("nobody-" + random.nextInt(5)), drawn);
                    case 2 -> of(drawn, known(), earlier.isEmpty() ? drawn : anEarlierOne());
                    default -> of(drawn, known(), drawn);
                };
        if (earlier.size() < 500) {
            earlier.add(command);
        } else {
            earlier.set(random.nextInt(500), command);
        }
        return command;
    }

    /** The first one's message under the names of another, which may be taken. */
    private static SendCommand of(SendCommand message, InstanceId instance, SendCommand names) {
        return new SendCommand(
                names.commandId(),
                instance,
                message.chatId(),
                message.content(),
                names.idempotencyKey(),
                message.typing(),
                message.priority(),
                message.notBefore(),
                message.expiresAt(),
                message.replyTo(),
                message.metadata());
    }

    private static InstanceId known() {
        return new InstanceId(WorkerFixture.INSTANCE);
    }

    private SendCommand anEarlierOne() {
        return earlier.get(random.nextInt(earlier.size()));
    }

    private byte[] again() {
        return encoder.encode(earlier.isEmpty() ? sound() : anEarlierOne());
    }

    private byte[] spoiled(byte[] json) {
        byte[] spoiled = json;
        for (int i = random.nextInt(1, 4); i > 0 && spoiled.length > 0; i--) {
            spoiled = spoiledOnce(spoiled);
        }
        return spoiled;
    }

    private byte[] spoiledOnce(byte[] json) {
        int at = random.nextInt(json.length);
        return switch (random.nextInt(9)) {
            case 0 -> flipped(json, at);
            case 1 -> Arrays.copyOf(json, at);
            case 2 -> spliced(json, at, new byte[0], random.nextInt(json.length - at));
            case 3 -> spliced(json, at, piece().getBytes(UTF_8), 0);
            case 4 -> spliced(json, at, BROKEN_UTF8[random.nextInt(BROKEN_UTF8.length)], 0);
            case 5 -> spliced(json, 1, "\"commandId\":\"twice\",".getBytes(UTF_8), 0);
            case 6 -> spliced(json, 0, "\ufeff".getBytes(UTF_8), 0);
            case 7 -> new String(json, UTF_8).getBytes(UTF_16LE);
            default -> {
                int to = Math.min(json.length, at + random.nextInt(1, 60));
                yield spliced(json, random.nextInt(json.length), range(json, at, to), 0);
            }
        };
    }

    private static byte[] range(byte[] json, int from, int to) {
        return Arrays.copyOfRange(json, from, to);
    }

    private byte[] flipped(byte[] json, int at) {
        byte[] copy = json.clone();
        copy[at] = (byte) (copy[at] ^ (1 << random.nextInt(8)));
        return copy;
    }

    private byte[] nested() {
        String opening = random.nextBoolean() ? "[" : "{\"a\":";
        String deep = opening.repeat(random.nextInt(1, 2_000));
        byte[] json = encoder.encode(sound());
        return random.nextBoolean()
                ? deep.getBytes(UTF_8)
                : spliced(json, 1, ("\"metadata\":" + deep).getBytes(UTF_8), 0);
    }

    /** Numbers and names that are longer than anybody needs. */
    private byte[] wide() {
        String much = "9".repeat(random.nextInt(1, 5_000));
        String member =
                switch (random.nextInt(4)) {
                    case 0 -> "\"priority\":" + much + ",";
                    case 1 -> "\"" + much + "\":1,";
                    case 2 -> "\"replyTo\":\"" + much + "\",";
                    default -> "\"notBefore\":1e" + much + ",";
                };
        return spliced(encoder.encode(sound()), 1, member.getBytes(UTF_8), 0);
    }

    private byte[] behind(byte[] json) {
        byte[] rest = random.nextBoolean() ? piece().getBytes(UTF_8) : " \n\t ".getBytes(UTF_8);
        return spliced(json, json.length, rest, 0);
    }

    private byte[] pieces() {
        var json = new StringBuilder("{\"commandId\":");
        for (int i = random.nextInt(40); i > 0; i--) {
            json.append(random.nextInt(8) == 0 ? RandomTexts.text(random, 0, 50) : piece());
        }
        return json.toString().getBytes(UTF_8);
    }

    private String piece() {
        return PIECES.get(random.nextInt(PIECES.size()));
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] spliced(byte[] json, int at, byte[] more, int dropped) {
        byte[] result = Arrays.copyOf(json, json.length + more.length - dropped);
        System.arraycopy(more, 0, result, at, more.length);
        System.arraycopy(json, at + dropped, result, at + more.length, json.length - at - dropped);
        return result;
    }
}
