package io.wawp.dispatcher.audit;

import io.wawp.common.outcome.OutcomeStatus;
import io.wawp.common.outcome.ReasonCode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One row a record of a command topic, and what was told of it, in columns: some 200 bytes each.
 * Times are milliseconds since 1970. Owned by the thread that audits.
 */
final class CommandTable {
    /** A time that is not known. */
    static final long NEVER = Long.MIN_VALUE;

    /** The record itself was read; without it the row is made of its outcomes alone. */
    static final int READ = 1;

    /** The record is a command. */
    static final int VALID = 1 << 1;

    /** Kafka's client could not read it. */
    static final int DAMAGED = 1 << 2;

    /** It has a dead letter. */
    static final int LETTER = 1 << 3;

    /** An operator asked for the run, having looked into the chat. */
    static final int RESOLVED_SENT = 1 << 4;

    static final int RESOLVED_NOT_SENT = 1 << 5;

    /** The answer was lost, and the message was found. */
    static final int RECONCILED = 1 << 6;

    /** Others have its commandId too. */
    static final int SHARED_ID = 1 << 7;

    /** Another that was sent has its commandId too. */
    static final int SENT_SHARED_ID = 1 << 8;

    final Places places = new Places();
    final LongColumn place = new LongColumn(Places.NONE);
    final LongColumn written = new LongColumn(NEVER);
    final LongColumn notBefore = new LongColumn(NEVER);
    final LongColumn expires = new LongColumn(NEVER);
    final LongColumn id = new LongColumn(Digest.NONE);
    final LongColumn key = new LongColumn(Digest.NONE);
    final LongColumn chat = new LongColumn(Digest.NONE);
    final LongColumn lane = new LongColumn(Digest.NONE);
    final LongColumn value = new LongColumn(Digest.NONE);
    final LongColumn envelope = new LongColumn(Digest.NONE);
    final LongColumn accepted = new LongColumn(NEVER);
    final LongColumn acceptedPlace = new LongColumn(Places.NONE);
    final LongColumn ended = new LongColumn(NEVER);
    final LongColumn endPlace = new LongColumn(Places.NONE);
    final LongColumn event = new LongColumn(Digest.NONE);
    final LongColumn repeats = new LongColumn(Digest.NONE);
    final LongColumn message = new LongColumn(Digest.NONE);
    final IntColumn instance = new IntColumn();
    final IntColumn run = new IntColumn();
    final IntColumn flags = new IntColumn();
    private final IntColumn ending = new IntColumn();
    private final IntColumn name = new IntColumn();

    private final NameStore names = new NameStore();
    private final RowIndex byPlace = new RowIndex();
    private final Map<String, Integer> instanceNumbers = new HashMap<>();
    private final List<String> instances = new ArrayList<>();
    private final Map<Ending, Integer> endingNumbers = new HashMap<>();
    private final List<Ending> endings = new ArrayList<>();
    private int size;

    /** How a command ended; there are few. */
    private record Ending(OutcomeStatus status, @Nullable ReasonCode code) {}

    int size() {
        return size;
    }

    /** The row of a record, or {@link RowIndex#NONE}. */
    int row(long atPlace) {
        return byPlace.get(atPlace);
    }

    int add(long atPlace, int withFlags, @Nullable String commandId) {
        int row = size++;
        place.set(row, atPlace);
        flags.set(row, withFlags);
        name.set(row, names.add(commandId));
        byPlace.put(atPlace, row);
        return row;
    }

    /** The number of an instance; 0 for none. */
    int numberOf(@Nullable String instanceId) {
        if (instanceId == null) {
            return 0;
        }
        return instanceNumbers.computeIfAbsent(
                instanceId,
                added -> {
                    instances.add(added);
                    return instances.size();
                });
    }

    /** All instances; the number of the first is 1. */
    List<String> instances() {
        return instances;
    }

    @Nullable String commandId(int row) {
        return names.get(name.get(row));
    }

    boolean is(int row, int flag) {
        return (flags.get(row) & flag) != 0;
    }

    void flag(int row, int flag) {
        flags.set(row, flags.get(row) | flag);
    }

    void end(int row, OutcomeStatus status, @Nullable ReasonCode code) {
        var ended = new Ending(status, code);
        int number =
                endingNumbers.computeIfAbsent(
                        ended,
                        added -> {
                            endings.add(added);
                            return endings.size();
                        });
        ending.set(row, number);
    }

    /** Its terminal status; null while there is none. */
    @Nullable OutcomeStatus status(int row) {
        int number = ending.get(row);
        return number == 0 ? null : endings.get(number - 1).status();
    }

    @Nullable ReasonCode code(int row) {
        int number = ending.get(row);
        return number == 0 ? null : endings.get(number - 1).code();
    }

    boolean isSent(int row) {
        return status(row) == OutcomeStatus.SENT;
    }

    /** Whether it went past the door: what follows could be sent. */
    boolean isAdmitted(int row) {
        return accepted.get(row) != NEVER || isSent(row);
    }

    /** When it was let in; a command that a person told as sent was so at once. */
    long admittedAt(int row) {
        return accepted.get(row) == NEVER ? ended.get(row) : accepted.get(row);
    }

    /**
     * Until when it held its chat. One that expired held it until then at the most: it is told when
     * its turn to be told comes, which may be long after.
     */
    long heldUntil(int row) {
        long end = ended.get(row);
        long expiry = expires.get(row);
        boolean expired = status(row) == OutcomeStatus.EXPIRED && expiry != NEVER;
        return expired ? Math.min(end, expiry) : end;
    }

    /** Those rows, in that order. */
    int[] sorted(IntPredicate which, Comparator<Integer> order) {
        return IntStream.range(0, size)
                .filter(which)
                .boxed()
                .sorted(order)
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** Where its record stands, as people write it. */
    String words(int row) {
        return places.words(place.get(row));
    }

    Violation violation(Rule rule, int row, String words) {
        return violation(rule, place.get(row), commandId(row), words);
    }

    Violation violation(Rule rule, long at, @Nullable String commandId, String words) {
        var partition = places.partition(at);
        return new Violation(
                rule,
                partition.topic(),
                partition.partition(),
                Places.offset(at),
                commandId,
                words);
    }
}
