package io.wawp.dispatcher.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.wawp.common.outcome.Outcome;
import io.wawp.common.outcome.OutcomeStatus;
import io.wawp.common.outcome.Source;
import io.wawp.dispatcher.cli.Terminal.Tone;
import io.wawp.dispatcher.model.CommandEntry;
import io.wawp.dispatcher.records.DeadLetter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** A command's story as lines in order of time, with its meaning at the end. Immutable. */
final class StoryLines {
    private static final int WHAT = 11;

    private final Terminal terminal;
    private final RecordLines records;
    private final StoryWords words;

    StoryLines(Terminal terminal, boolean showChats, StoryWords words) {
        this.terminal = terminal;
        this.records = new RecordLines(terminal, showChats);
        this.words = words;
    }

    private record Line(Instant at, int rank, String what, Tone tone, String detail) {}

    List<String> of(CommandStory story) {
        var lines = new ArrayList<Line>();
        story.originals().forEach((source, record) -> lines.add(original(source, record)));
        for (Source source : gone(story)) {
            Instant first = firstOutcome(story, source);
            lines.add(
                    new Line(
                            first,
                            0,
                            "written",
                            Tone.FAINT,
                            "before this, as " + source + ", which is not kept any more"));
        }
        story.outcomes()
                .forEach(told ->
                        lines.add(
                                new Line(
                                        told.what().at(),
                                        told.what().status() == OutcomeStatus.ACCEPTED ? 1 : 2,
                                        told.what().status().name(),
                                        RecordLines.tone(told.what().status()),
                                        records.detail(told.what()))));
        story.deliveries()
                .forEach(told ->
                        lines.add(
                                new Line(
                                        told.what().at(),
                                        4,
                                        told.what().status().name(),
                                        RecordLines.tone(told.what()),
                                        records.detail(told.what()))));
        story.deadLetters().forEach(letter -> lines.add(deadLetter(letter)));
        lines.sort(Comparator.comparing(Line::at).thenComparingInt(Line::rank));
        var shown = new ArrayList<String>();
        shown.add(heading(story));
        lines.forEach(line -> shown.add(columns(RecordLines.time(line.at()), line)));
        story.entries().stream()
                .filter(entry -> entry.state().isOpen())
                .forEach(entry -> shown.add(now(entry)));
        StoryWords.Verdict verdict = words.of(story);
        shown.add(terminal.paint(Tone.STRONG, verdict.meaning()));
        shown.add(verdict.next());
        return shown;
    }

    private String heading(CommandStory story) {
        String instances = String.join(", ", story.instances());
        String chat =
                story.last().map(Outcome::chatId).map(records::chat).orElseGet(() -> chatOf(story));
        return terminal.paint(Tone.STRONG, story.commandId())
                + (instances.isEmpty() ? "" : ", from instance " + instances)
                + (chat.equals("-") ? "" : ", to " + chat);
    }

    private String chatOf(CommandStory story) {
        return records.chat(story.entries().isEmpty() ? null : story.entries().getFirst().chatId());
    }

    private static List<Source> gone(CommandStory story) {
        return story.outcomes().stream()
                .map(told -> told.what().source())
                .distinct()
                .filter(source -> !story.originals().containsKey(source))
                .toList();
    }

    private static Instant firstOutcome(CommandStory story, Source source) {
        return story.outcomes().stream()
                .map(CommandStory.Told::what)
                .filter(outcome -> outcome.source().equals(source))
                .map(Outcome::at)
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }

    private static Line original(Source source, ConsumerRecord<byte[], byte[]> record) {
        int size = record.value() == null ? 0 : record.value().length;
        return new Line(
                Instant.ofEpochMilli(record.timestamp()),
                0,
                "written",
                Tone.FAINT,
                "as " + source + ", " + size + " bytes");
    }

    private static Line deadLetter(ConsumerRecord<byte[], byte[]> letter) {
        var place = new Source(letter.topic(), letter.partition(), letter.offset());
        return new Line(
                Instant.ofEpochMilli(letter.timestamp()),
                3,
                "dead letter",
                Tone.FAINT,
                "as " + place + reason(letter.headers().lastHeader(DeadLetter.REASON_CODE)));
    }

    private static String reason(@Nullable Header header) {
        return header == null || header.value() == null
                ? ""
                : ", for " + new String(header.value(), UTF_8);
    }

    private String now(CommandEntry entry) {
        int begun = entry.state().attempts().begun();
        return columns(
                RecordLines.pad("now", RecordLines.time(Instant.EPOCH).length()),
                new Line(
                        Instant.MAX,
                        0,
                        "open",
                        Tone.ODD,
                        words.standing(entry, entry.state())
                                + (begun == 0 ? "" : " Tries so far: " + begun + ".")
                                + " It expires at "
                                + RecordLines.time(entry.expiresAt())
                                + "."));
    }

    private String columns(String time, Line line) {
        return (terminal.paint(Tone.FAINT, time)
                        + "  "
                        + terminal.paint(line.tone(), RecordLines.pad(line.what(), WHAT))
                        + "  "
                        + line.detail())
                .stripTrailing();
    }
}
