package io.wawp.dispatcher.audit;

import io.wawp.common.json.OutcomeJson;
import io.wawp.common.outcome.InstanceEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * When numbers were paused, as the instance topic tells. That is compacted, so a number counts as
 * paused also before the first event that is left of it. Owned by the thread that audits.
 */
final class Pauses implements Reading.Visitor {
    private final CommandTable table;
    private final Extent extent;
    private final OutcomeJson json = new OutcomeJson();
    private final Map<Integer, List<Pause>> byInstance = new HashMap<>();
    private long unreadable;

    Pauses(CommandTable table, Extent extent) {
        this.table = table;
        this.extent = extent;
    }

    /** Times are milliseconds since 1970; the end is the largest number while it lasts. */
    private record Pause(long begin, long end) {
        long within(long from, long to) {
            return Math.max(0, Math.min(end, to) - Math.max(begin, from));
        }
    }

    @Override
    public void record(ConsumerRecord<byte[], byte[]> record) {
        extent.seen(record);
        byte[] value = record.value();
        if (value == null) {
            return;
        }
        try {
            told(json.decodeInstanceEvent(value));
        } catch (IllegalArgumentException e) {
            unreadable++;
        }
    }

    @Override
    public void damaged(TopicPartition partition, long offset) {
        extent.damaged++;
    }

    private void told(InstanceEvent event) {
        int number = table.numberOf(event.instanceId().value());
        List<Pause> pauses = byInstance.computeIfAbsent(number, added -> new ArrayList<>());
        long at = event.at().toEpochMilli();
        if (pauses.isEmpty()) {
            pauses.add(new Pause(Long.MIN_VALUE, at));
        }
        Pause last = pauses.getLast();
        switch (event.state()) {
            case PAUSED -> {
                if (last.end != Long.MAX_VALUE) {
                    pauses.add(new Pause(at, Long.MAX_VALUE));
                }
            }
            case RESUMED -> {
                if (last.end == Long.MAX_VALUE) {
                    pauses.set(pauses.size() - 1, new Pause(last.begin, at));
                }
            }
        }
    }

    /** For how many milliseconds of that time the number was, or may have been, paused. */
    long within(int instance, long from, long to) {
        return byInstance.getOrDefault(instance, List.of()).stream()
                .mapToLong(pause -> pause.within(from, to))
                .sum();
    }

    void tellUnchecked(Findings findings) {
        findings.unchecked(
                "events of numbers that cannot be read",
                unreadable,
                "whether these numbers are paused is not known");
    }
}
