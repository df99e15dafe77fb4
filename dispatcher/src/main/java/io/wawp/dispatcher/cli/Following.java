package io.wawp.dispatcher.cli;

import io.wawp.common.json.OutcomeJson;
import io.wawp.dispatcher.cli.Terminal.Tone;
import io.wawp.dispatcher.model.Time;
import io.wawp.dispatcher.records.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Shows records as they come, until enough was seen. Owned by one thread. */
final class Following {
    private static final Duration LOOK = Duration.ofMillis(200);

    /** So many of what is kept are put in order of time, over all partitions. */
    private static final int SORTED = 10_000;

    private final Topics topics;
    private final Time time;
    private final Terminal terminal;
    private final WatchFilter filter;
    private final Look look;
    private final RecordLines lines;
    private final OutcomeJson outcomeJson = new OutcomeJson();
    private final List<ConsumerRecord<byte[], byte[]>> kept = new ArrayList<>();
    private long begun;
    private int shown;
    private long read;

    /**
     * How it is shown, and how long.
     *
     * @param lasting null for without end
     * @param count 0 for without end
     */
    record Look(boolean json, boolean showChats, @Nullable Duration lasting, int count) {}

    Following(Topics topics, Time time, Terminal terminal, WatchFilter filter, Look look) {
        this.topics = topics;
        this.time = time;
        this.terminal = terminal;
        this.filter = filter;
        this.look = look;
        this.lines = new RecordLines(terminal, look.showChats());
    }

    /**
     * Follows.
     *
     * @param onlyNew whether there is nothing older to be shown first
     * @return exit status
     */
    int run(TopicScan scan, boolean onlyNew, Interruption interruption) {
        begun = time.nanoTime();
        if (!onlyNew) {
            scan.toEnd(record -> keep(record) && !interruption.isAsked());
            showKept();
        }
        while (!isOver() && !interruption.isAsked() && !terminal.isCut()) {
            terminal.progress(
                    "watching: %d shown of %d, %d s"
                            .formatted(
                                    shown,
                                    read,
                                    Duration.ofNanos(time.nanoTime() - begun).toSeconds()));
            for (ConsumerRecord<byte[], byte[]> record : scan.next(LOOK)) {
                show(record);
            }
        }
        terminal.clear();
        return ended(interruption.isAsked() || terminal.isCut());
    }

    private int ended(boolean enough) {
        boolean tooFew = look.count() > 0 && shown < look.count() && !enough;
        if (tooFew) {
            terminal.say(
                    "only " + shown + " of " + look.count() + " came within " + look.lasting());
        }
        return tooFew ? Exit.FAILED : Exit.DONE;
    }

    private boolean isOver() {
        Duration lasting = look.lasting();
        return isEnough() || (lasting != null && time.nanoTime() - begun >= lasting.toNanos());
    }

    private boolean isEnough() {
        return look.count() > 0 && shown >= look.count();
    }

    private boolean keep(ConsumerRecord<byte[], byte[]> record) {
        kept.add(record);
        if (kept.size() >= SORTED) {
            showKept();
        }
        return !isEnough() && !terminal.isCut();
    }

    private void showKept() {
        kept.sort(Comparator.comparingLong(ConsumerRecord::timestamp));
        kept.forEach(this::show);
        kept.clear();
    }

    private void show(ConsumerRecord<byte[], byte[]> record) {
        read++;
        if (isEnough() || terminal.isCut()) {
            return;
        }
        Heard heard = Heard.of(topics, outcomeJson, record);
        if (filter.takes(heard)) {
            shown++;
            terminal.result(look.json() ? RecordJson.line(record) : line(heard, record));
        }
    }

    private String line(Heard heard, ConsumerRecord<byte[], byte[]> record) {
        return switch (heard) {
            case Heard.OfOutcome it -> lines.of(it.outcome());
            case Heard.OfDelivery it -> lines.of(it.delivery());
            case Heard.OfInstance it -> lines.of(it.event());
            case Heard.Unreadable it ->
                    terminal.paint(
                            Tone.BAD,
                            "unreadable  %s-%d@%d: %s"
                                    .formatted(
                                            record.topic(),
                                            record.partition(),
                                            record.offset(),
                                            it.why()));
        };
    }
}
