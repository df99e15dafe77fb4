package io.wawp.chaos;

import io.wawp.common.command.InstanceId;
import io.wawp.sandbox.wawp.Answers;
import io.wawp.sandbox.wawp.Call;
import io.wawp.sandbox.wawp.FaultAction;
import io.wawp.sandbox.wawp.FaultRule;
import io.wawp.sandbox.wawp.Faults;
import io.wawp.sandbox.wawp.SessionStatus;
import io.wawp.sandbox.wawp.SuccessShape;
import io.wawp.sandbox.wawp.WawpSimulator;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Wawp as it is on a bad day: some calls hang, are reset, answered late, with nothing, with an
 * error although the message was sent, or with a success although it was not. What it says about a
 * chat's messages is true, at the latest a second after they were sent: a gateway that hides what
 * it took can make anybody send twice. Safe for use by any thread.
 */
final class Gateway implements AutoCloseable {
    /** Enough to find whatever is in doubt; a longer memory costs more than it tells. */
    private static final int MESSAGES_A_CHAT = 60;

    private static final Duration LATE = Duration.ofMillis(700);
    private static final Duration TOO_LATE = WorkerPlan.REQUEST_TIMEOUT.plusSeconds(1);
    private static final double ALWAYS = 0.002;
    private static final double AT_TIMES = 0.06;
    private static final double LOOKS_AT_TIMES = 0.3;

    private final WawpSimulator simulator;
    private final CallSpool spool;

    Gateway(CallSpool spool) {
        this.spool = spool;
        this.simulator =
                WawpSimulator.builder().keepCalls(0).keepMessagesPerChat(MESSAGES_A_CHAT).start();
        simulator.calls().onCall(spool::heard);
        Numbers.all().forEach(id -> simulator.addInstance(id.value(), Numbers.TOKEN));
    }

    URI baseUri() {
        return simulator.baseUri();
    }

    CallSpool spool() {
        return spool;
    }

    /** From now on a few calls in a hundred go wrong, in every way there is. */
    void misbehave() {
        lies(ALWAYS).forEach(simulator.faults()::add);
        looks(ALWAYS).forEach(simulator.faults()::add);
    }

    /** Much more goes wrong, until what is returned is closed. */
    Burst burst(Action action) {
        List<FaultRule> rules =
                action.target(4) == 0 ? looks(LOOKS_AT_TIMES) : focused(action.target(1 << 16));
        List<Faults.Armed> armed = rules.stream().map(simulator.faults()::add).toList();
        return new Burst(rules.getFirst().toString(), armed);
    }

    /** Faults that are in force for a while. */
    final class Burst {
        private final String words;
        private final List<Faults.Armed> armed;

        private Burst(String words, List<Faults.Armed> armed) {
            this.words = words;
            this.armed = armed;
        }

        String words() {
            return words;
        }

        void end() {
            armed.forEach(simulator.faults()::remove);
        }
    }

    private static List<FaultRule> focused(int draw) {
        List<FaultRule> all = lies(AT_TIMES);
        return List.of(
                all.get(draw % all.size()),
                all.get(draw / 7 % all.size()),
                all.get(draw / 59 % all.size()));
    }

    /** Sends that do not end as usual, each with the same chance. */
    private static List<FaultRule> lies(double chance) {
        List<FaultRule> all = new ArrayList<>();
        // taken or not, and no answer
        all.add(sends(chance).then(FaultAction.noAnswer()).recorded());
        all.add(sends(chance).then(FaultAction.noAnswer()).unrecorded());
        all.add(sends(chance).then(FaultAction.reset()).recorded());
        all.add(sends(chance).then(FaultAction.reset()).unrecorded());
        all.add(sends(chance).then(FaultAction.close()).recorded());
        all.add(
                sends(chance)
                        .then(FaultAction.reset())
                        .recorded()
                        .visibleAfter(Duration.ofSeconds(1)));
        all.add(sends(chance).then(FaultAction.usual()).after(TOO_LATE));
        all.add(sends(chance).then(FaultAction.cutOff(20)));
        // an error, and it was sent or not
        all.add(sends(chance).then(Answers.upstreamError(500)).recorded());
        all.add(sends(chance).then(Answers.upstreamError(502)).unrecorded());
        all.add(sends(chance).then(Answers.html(504, "Gateway Time-out")).recorded());
        all.add(sends(chance).then(Answers.html(502, "Bad Gateway")).unrecorded());
        // a success, and nothing was sent
        all.add(sends(chance).then(FaultAction.success(SuccessShape.WEBJS)).unrecorded());
        // a success that says little
        all.add(sends(chance).then(FaultAction.success(SuccessShape.EMPTY)));
        all.add(sends(chance).then(FaultAction.success(SuccessShape.NON_JSON)));
        all.add(sends(chance).then(FaultAction.success(SuccessShape.QUEUED)));
        // late, but in time
        all.add(sends(chance).then(FaultAction.usual()).after(LATE));
        // refused for now
        all.add(sends(chance / 4).then(Answers.plain(429, Duration.ofSeconds(1))));
        all.add(sends(chance).then(Answers.plain(503, Duration.ofSeconds(1))));
        return all;
    }

    private static List<FaultRule> looks(double chance) {
        return List.of(
                with(FaultRule.lookUps(), chance).then(FaultAction.reset()),
                with(FaultRule.lookUps(), chance).then(Answers.upstreamError(500)),
                with(FaultRule.lookUps(), chance).then(FaultAction.noAnswer()));
    }

    private static FaultRule sends(double chance) {
        return with(FaultRule.sends(), chance);
    }

    private static FaultRule with(FaultRule rule, double chance) {
        return rule.matching((Call call) -> ThreadLocalRandom.current().nextDouble() < chance);
    }

    void goAway() {
        simulator.goAway();
    }

    void comeBack() {
        simulator.comeBack();
    }

    void logOut(InstanceId number) {
        simulator.setStatus(number.value(), SessionStatus.STOPPED);
    }

    void logIn(InstanceId number) {
        simulator.setStatus(number.value(), SessionStatus.WORKING);
    }

    /** From now on everything works. */
    void behave() {
        simulator.faults().clear();
        Numbers.all().forEach(this::logIn);
    }

    @Override
    public void close() {
        simulator.close();
        spool.close();
    }
}
