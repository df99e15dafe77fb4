package io.wawp.dispatcher.audit;

import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The calls of a call log, in columns: some 45 bytes each, and their marks. Times are nanoseconds
 * since 1970. Owned by the thread that audits.
 */
final class CallTable {
    private final LongColumn begin = new LongColumn(0);
    private final LongColumn end = new LongColumn(0);
    private final LongColumn id = new LongColumn(Digest.NONE);
    private final LongColumn chat = new LongColumn(Digest.NONE);
    private final IntColumn instance = new IntColumn();
    private final IntColumn effect = new IntColumn();
    private final IntColumn mark = new IntColumn();
    private final NameStore marks = new NameStore();
    private final CommandTable table;
    private int size;

    CallTable(CommandTable table, Stream<SendCall> calls) {
        this.table = table;
        calls.forEach(this::add);
    }

    private void add(SendCall call) {
        int number = size++;
        begin.set(number, nanos(call.begin()));
        end.set(number, nanos(call.end()));
        id.set(number, Digest.of(call.instanceId(), call.mark()));
        chat.set(number, Digest.of(call.instanceId(), call.chatId()));
        instance.set(number, table.numberOf(call.instanceId()));
        effect.set(number, call.tookEffect() ? 1 : 0);
        mark.set(number, marks.add(call.mark()));
    }

    private static long nanos(Instant moment) {
        return Math.addExact(
                Math.multiplyExact(moment.getEpochSecond(), 1_000_000_000L), moment.getNano());
    }

    static Instant moment(long nanos) {
        return Instant.ofEpochSecond(0, nanos);
    }

    int size() {
        return size;
    }

    long begin(int call) {
        return begin.get(call);
    }

    long end(int call) {
        return end.get(call);
    }

    long id(int call) {
        return id.get(call);
    }

    long chat(int call) {
        return chat.get(call);
    }

    int instance(int call) {
        return instance.get(call);
    }

    boolean tookEffect(int call) {
        return effect.get(call) == 1;
    }

    /** The calls of each command, in the order in which they began. */
    List<int[]> byCommand() {
        return groups(Comparator.comparingLong(id::get), id);
    }

    /** The calls of each instance, in the order in which they began. */
    List<int[]> byInstance() {
        int[] sorted = sorted(Comparator.comparingInt(instance::get));
        return split(sorted, (one, other) -> instance.get(one) == instance.get(other));
    }

    private List<int[]> groups(Comparator<Integer> order, LongColumn of) {
        return split(sorted(order), (one, other) -> of.get(one) == of.get(other));
    }

    private int[] sorted(Comparator<Integer> order) {
        return IntStream.range(0, size)
                .boxed()
                .sorted(order.thenComparingLong(begin::get))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private interface Same {
        boolean test(int one, int other);
    }

    private static List<int[]> split(int[] sorted, Same same) {
        var groups = new java.util.ArrayList<int[]>();
        int from = 0;
        for (int i = 1; i <= sorted.length; i++) {
            if (i == sorted.length || !same.test(sorted[from], sorted[i])) {
                if (i > from) {
                    groups.add(Arrays.copyOfRange(sorted, from, i));
                }
                from = i;
            }
        }
        return groups;
    }

    Violation violation(Rule rule, int call, String words) {
        return new Violation(rule, Violation.CALLS, 0, call, marks.get(mark.get(call)), words);
    }
}
