package io.wawp.dispatcher.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wawp.common.command.MessageId;
import io.wawp.common.outcome.Outcome;
import io.wawp.common.outcome.OutcomeStatus;
import io.wawp.common.outcome.ReasonCode;
import io.wawp.dispatcher.dispatch.ScriptedGateway.Answer;
import io.wawp.dispatcher.dispatch.ScriptedGateway.Call;
import io.wawp.dispatcher.model.SendResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hours of traffic with failures and crashes at random moments, on manual time. */
class TrafficSimulationTest {
    private static final int COMMANDS = 400;
    private static final int CHATS = 12;

    @ParameterizedTest
    @ValueSource(strings = {"off", "standard"})
    void everyCommandHasOneOutcomeInOrderAndNoneIsDeliveredTwice(String pacing) {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        var random = new Random(seed);
        try (var world = new World(DispatchSettings.DEFAULT, pacing, true)) {
            Map<String, Integer> chats = new HashMap<>();
            Map<String, String> looks = new HashMap<>();
            for (int i = 0; i < COMMANDS; i++) {
                String id = "c" + i;
                int chat = random.nextInt(CHATS);
                chats.put(id, chat);
                script(world, id, random);
                // few texts, so that many are the same
                String text = "text " + random.nextInt(3);
                looks.put(id, chat + text);
                world.order(id, chat).text(text).admit();
                if (random.nextInt(10) == 0) {
                    world.run(Duration.ofMillis(random.nextInt(60_000)));
                }
                if (random.nextInt(50) == 0) {
                    world.crash();
                    world.run(Duration.ofMillis(random.nextInt(40_000)));
                    world.takeOver();
                }
            }
            world.run(Duration.ofHours(12));
            check(world, chats, looks);
        }
    }

    private static void script(World world, String id, Random random) {
        Answer named =
                Answer.of(new SendResult.Accepted(new MessageId("any"), 0))
                        .arriving()
                        .taking(Duration.ofMillis(random.nextInt(3_000)))
                        .leasing(Duration.ofMillis(random.nextInt(20) == 0 ? 12_000 : 0));
        switch (random.nextInt(12)) {
            case 0 ->
                    world.gateway.answer(
                            id,
                            new SendResult.NotSent(
                                    World.error(ReasonCode.WAWP_UPSTREAM_ERROR), null));
            case 1 ->
                    world.gateway.answer(
                            id,
                            new SendResult.NotSent(World.error(ReasonCode.WAWP_UNREACHABLE), null));
            case 2 -> world.gateway.answer(id, unclear(random).arriving());
            case 3 -> world.gateway.answer(id, unclear(random));
            case 4 ->
                    world.gateway.answer(
                            id,
                            new SendResult.InstanceTrouble(
                                    World.error(ReasonCode.SESSION_NOT_WORKING)));
            case 5 ->
                    world.gateway.answer(
                            id, new SendResult.Refused(World.error(ReasonCode.WAWP_REJECTED)));
            case 6 ->
                    world.gateway.answer(
                            id, Answer.of(new SendResult.Accepted(null, 0)).arriving());
            default -> world.gateway.answer(id, named);
        }
    }

    private static Answer unclear(Random random) {
        return Answer.of(new SendResult.Unclear(World.error(ReasonCode.WAWP_UNREACHABLE)))
                .taking(Duration.ofMillis(random.nextInt(30_000)));
    }

    private static void check(World world, Map<String, Integer> chats, Map<String, String> looks) {
        // A twin that was sent again may still have a copy on its way, so one match is held for it;
        // a command that is then in doubt itself may be one of which nobody can tell.
        Set<String> hazy = new HashSet<>();
        Map<String, OutcomeStatus> ends = new HashMap<>();
        for (Outcome outcome : world.journal.outcomes()) {
            String id = String.valueOf(outcome.commandId());
            if (outcome.attempts() > 1) {
                hazy.add(looks.get(id));
            }
            assertTrue(ends.put(id, outcome.status()) == null, id + " has two outcomes");
        }
        assertEquals(chats.keySet(), ends.keySet());
        assertEquals(0, world.broken.get());

        Map<String, Integer> delivered = new HashMap<>();
        world.gateway.delivered().forEach(id -> delivered.merge(id, 1, Integer::sum));
        ends.forEach((id, status) -> {
            int times = delivered.getOrDefault(id, 0);
            if (status == OutcomeStatus.UNRESOLVED) {
                assertTrue(hazy.contains(looks.get(id)), id + " could have been told");
            } else {
                assertEquals(status == OutcomeStatus.SENT, times > 0, id + " ended " + status);
            }
            assertTrue(times <= 1, id + " was delivered " + times + " times");
        });

        // the last call of each command, which is the one that counts, in the order of reading
        Map<Integer, List<Integer>> order = new HashMap<>();
        Map<String, Integer> last = new HashMap<>();
        List<Call> calls = world.gateway.calls();
        for (int i = 0; i < calls.size(); i++) {
            last.put(calls.get(i).command().value(), i);
        }
        for (int i = 0; i < calls.size(); i++) {
            String id = calls.get(i).command().value();
            if (Integer.valueOf(i).equals(last.get(id))) {
                order.computeIfAbsent(chats.get(id), chat -> new ArrayList<>())
                        .add(Integer.valueOf(id.substring(1)));
            }
        }
        order.forEach((chat, ids) -> assertEquals(ids.stream().sorted().toList(), ids));
    }
}
