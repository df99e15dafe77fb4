package io.wawp.chaos;

import io.wawp.sandbox.wawp.Call;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The sends that reached the gateway, in a file, since a run has more of them than memory should
 * hold: one line each, in the order in which the gateway worked on them. It is the truth that the
 * audit compares with. Written by the gateway's threads, read when they are done.
 */
final class CallSpool implements AutoCloseable {
    private static final Pattern MARK = Pattern.compile("\\bc[0-9a-z]+-[0-9]+\\b");

    private final Path file;
    private final BufferedWriter out;

    // Guarded by this.
    private long calls;
    private long effective;

    CallSpool(Path file) {
        this.file = file;
        try {
            out = Files.newBufferedWriter(file);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + file, e);
        }
    }

    /**
     * One send.
     *
     * @param number in the order in which the gateway worked on the calls
     * @param nanos when it arrived, on the scale of {@link System#nanoTime()}
     * @param at when it arrived
     * @param mark of what was sent; empty when it bears none
     * @param tookEffect whether the message got into the chat
     * @param status that was answered, 0 for none
     * @param fault by which it was answered otherwise than usual; empty for none
     */
    record Line(
            long number,
            long nanos,
            Instant at,
            String instanceId,
            String chatId,
            String mark,
            boolean tookEffect,
            int status,
            String fault) {

        private String text() {
            return String.join(
                    "\t",
                    Long.toString(number),
                    Long.toString(nanos),
                    Long.toString(at.toEpochMilli()),
                    instanceId,
                    chatId,
                    mark,
                    tookEffect ? "1" : "0",
                    Integer.toString(status),
                    fault);
        }

        private static Line of(String text) {
            String[] parts = text.split("\t", -1);
            return new Line(
                    Long.parseLong(parts[0]),
                    Long.parseLong(parts[1]),
                    Instant.ofEpochMilli(Long.parseLong(parts[2])),
                    parts[3],
                    parts[4],
                    parts[5],
                    parts[6].equals("1"),
                    Integer.parseInt(parts[7]),
                    parts[8]);
        }
    }

    /** Takes down what is a send. */
    void heard(Call call) {
        if (!call.operation().isSend()) {
            return;
        }
        var line =
                new Line(
                        call.number(),
                        call.arrivedNanos(),
                        call.arrivedAt(),
                        call.instanceId(),
                        call.chatId(),
                        mark(call),
                        call.createdMessage(),
                        call.status(),
                        call.fault().orElse(""));
        write(line);
    }

    private synchronized void write(Line line) {
        try {
            out.write(line.text());
            out.newLine();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + file, e);
        }
        calls++;
        effective += line.tookEffect() ? 1 : 0;
    }

    private static String mark(Call call) {
        Matcher said = MARK.matcher(call.text());
        if (said.find()) {
            return said.group();
        }
        // what has no text has it in a file's name, a contact's or a place's
        Matcher anywhere = MARK.matcher(call.parameters().toString());
        return anywhere.find() ? anywhere.group() : "";
    }

    synchronized long calls() {
        return calls;
    }

    synchronized long effective() {
        return effective;
    }

    /** All so far, in order; to be closed. */
    @SuppressWarnings("StreamResourceLeak") // whoever asks for it closes it
    synchronized Stream<Line> lines() {
        try {
            out.flush();
            return Files.lines(file).map(Line::of);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file, e);
        }
    }

    @Override
    public synchronized void close() {
        try {
            out.close();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + file, e);
        }
    }
}
