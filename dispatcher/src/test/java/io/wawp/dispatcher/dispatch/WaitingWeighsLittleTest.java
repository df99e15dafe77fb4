package io.wawp.dispatcher.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wawp.common.command.InstanceId;
import io.wawp.common.command.Priority;
import io.wawp.common.outcome.ReasonCode;
import io.wawp.dispatcher.model.InstanceEntry;
import io.wawp.dispatcher.model.PaceMemory;
import io.wawp.dispatcher.model.Reception.Restored;
import io.wawp.dispatcher.model.Tenure;
import io.wawp.dispatcher.model.Ticket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What waits is data, and little of it. */
class WaitingWeighsLittleTest {
    private static final int MANY = 100_000;

    /**
     * A bit over what was measured: 176 bytes, each in a chat of its own; the tickets themselves
     * are the journal's.
     */
    private static final long MOST_BYTES = 200;

    @ParameterizedTest(name = "{0} commands a chat, due in {1}")
    @CsvSource({"1, PT0S", "1000, PT0S", "1, PT1H"})
    void aWaitingCommandTakesFewBytesAndNoThread(int chatSize, Duration dueIn) {
        try (var world = new World()) {
            var gateClosed =
                    new InstanceEntry(
                            World.NUMBER,
                            World.error(ReasonCode.SESSION_NOT_WORKING),
                            world.time.now(),
                            PaceMemory.NONE);
            var tenure = new Tenure(1, 9);
            world.dispatcher.taken(
                    tenure, new Restored(List.of(), List.of(), List.of(), List.of(gateClosed)));
            List<Ticket> tickets = tickets(world, tenure, chatSize, dueIn);
            long before = used();
            world.dispatcher.admitted(tenure, tickets);
            long bytes = (used() - before) / MANY;
            System.out.println(chatSize + " a chat, due in " + dueIn + ": " + bytes + " bytes");

            assertTrue(bytes < MOST_BYTES, bytes + " bytes a command");
            assertEquals(0, world.time.sleepers());
        }
    }

    private static List<Ticket> tickets(World world, Tenure tenure, int chatSize, Duration dueIn) {
        var tickets = new ArrayList<Ticket>(MANY);
        long due = world.time.now().plus(dueIn).toEpochMilli();
        for (int i = 0; i < MANY; i++) {
            tickets.add(new Plain(tenure, i / chatSize, due, i));
        }
        return tickets;
    }

    private record Plain(Tenure tenure, long lane, long dueAt, long sequence) implements Ticket {
        @Override
        public InstanceId instanceId() {
            return World.NUMBER;
        }

        @Override
        public Priority priority() {
            return Priority.NORMAL;
        }

        @Override
        public long notBefore() {
            return dueAt;
        }

        @Override
        public long expiresAt() {
            return dueAt + Duration.ofHours(24).toMillis();
        }

        @Override
        public Stage stage() {
            return Stage.WAITING;
        }
    }

    private static long used() {
        return Stream.generate(WaitingWeighsLittleTest::usedNow)
                .limit(5)
                .mapToLong(Long::longValue)
                .min()
                .orElseThrow();
    }

    private static long usedNow() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
