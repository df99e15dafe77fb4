package io.wawp.chaos;

import io.wawp.common.command.InstanceId;
import io.wawp.sandbox.SandboxException;
import io.wawp.sandbox.kafka.KafkaProcesses;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out a script: each action at its moment, on a thread of its own, since many last. Brokers
 * are hit one at a time. When the script is over, everything that it took away is given back.
 */
final class Conductor implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Conductor.class);
    private static final Duration STORM_PAUSE = Duration.ofMillis(2_500);
    private static final Duration LONGEST_TURN = Duration.ofSeconds(30);
    private static final Duration ENDING = Duration.ofMinutes(5);

    private final Script script;
    private final Crew crew;
    private final KafkaProcesses brokers;
    private final Coordinators coordinators;
    private final Gateway gateway;
    private final Calm calm;
    private final Chronicle chronicle;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final ReentrantLock brokersTurn = new ReentrantLock();
    private final ReentrantLock gatewaysTurn = new ReentrantLock();
    private volatile @Nullable String broken;

    Conductor(
            Script script,
            Crew crew,
            KafkaProcesses brokers,
            Coordinators coordinators,
            Gateway gateway,
            Calm calm,
            Chronicle chronicle) {
        this.script = script;
        this.crew = crew;
        this.brokers = brokers;
        this.coordinators = coordinators;
        this.gateway = gateway;
        this.calm = calm;
        this.chronicle = chronicle;
    }

    /**
     * Blocks until all actions are over.
     *
     * @throws ChaosException when one could not be carried out, such as a broker that did not come
     *     back: the run says nothing then
     */
    void play() throws InterruptedException {
        long began = System.nanoTime();
        for (Script.Step step : script.steps()) {
            Thread.sleep(
                    Duration.ofNanos(Math.max(0, began + step.at().toNanos() - System.nanoTime())));
            threads.execute(() -> perform(step.action()));
        }
        threads.shutdown();
        if (!threads.awaitTermination(ENDING.toSeconds(), TimeUnit.SECONDS)) {
            throw new ChaosException("An action did not come to its end within " + ENDING);
        }
        if (broken != null) {
            throw new ChaosException(broken);
        }
    }

    private void perform(Action action) {
        try {
            carryOut(action);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (SandboxException e) {
            broken = e.getMessage();
        } catch (RuntimeException e) {
            log.error("An action failed, which is a defect of the run itself", e);
            broken = action.kind().word() + " failed: " + e;
        }
    }

    private void carryOut(Action action) throws InterruptedException {
        switch (action.kind()) {
            case KILL_WORKER -> killWorker(action);
            case STOP_WORKER -> stopWorker(action);
            case FREEZE_WORKER -> freezeWorker(action);
            case STORM -> storm(action);
            case KILL_BROKER -> killBroker(action, action.target(brokers.nodes()) + 1);
            case KILL_LEADER -> killBroker(action, coordinators.leader(action.draw()));
            case KILL_GROUP_COORDINATOR -> killBroker(action, coordinators.ofGroup(action.draw()));
            case KILL_TRANSACTION_COORDINATOR ->
                    killBroker(action, coordinators.ofTransactions(action.draw()));
            case FILL_DISK -> fillDisk(action);
            case RESTART_BROKER -> restartBroker(action);
            case BROKERS_AWAY -> brokersAway(action);
            case GATEWAY_FAULTS -> gatewayFaults(action);
            case GATEWAY_AWAY -> gatewayAway(action);
            case NUMBER_OUT -> numberOut(action);
        }
    }

    private void killWorker(Action action) {
        Optional<WorkerSlot> hit = crew.atWork(action.target(crew.size()));
        if (hit.isPresent() && hit.get().kill(action.lasting())) {
            chronicle.did(
                    action.kind(), hit.get().name() + ", away for " + words(action.lasting()));
        } else {
            chronicle.skipped(action.kind(), "no worker is at work");
        }
    }

    private void stopWorker(Action action) throws InterruptedException {
        Optional<WorkerSlot> hit = crew.atWork(action.target(crew.size()));
        long began = System.nanoTime();
        if (hit.isPresent() && hit.get().stop(action.lasting())) {
            chronicle.did(
                    action.kind(),
                    "%s ended after %s, away for %s"
                            .formatted(
                                    hit.get().name(),
                                    words(Duration.ofNanos(System.nanoTime() - began)),
                                    words(action.lasting())));
        } else {
            chronicle.skipped(action.kind(), "no worker is at work");
        }
    }

    private void freezeWorker(Action action) throws InterruptedException {
        Optional<WorkerSlot> hit = crew.atWork(action.target(crew.size()));
        Runnable thaw = hit.map(WorkerSlot::freeze).orElse(null);
        if (hit.isEmpty() || thaw == null) {
            chronicle.skipped(action.kind(), "no worker is at work");
            return;
        }
        try {
            chronicle.did(action.kind(), hit.get().name() + ", for " + words(action.lasting()));
            Thread.sleep(action.lasting());
        } finally {
            thaw.run();
        }
        chronicle.tell("%-28s  %s goes on".formatted("", hit.get().name()));
    }

    private void storm(Action action) throws InterruptedException {
        chronicle.did(action.kind(), "for " + words(action.lasting()));
        long end = System.nanoTime() + action.lasting().toNanos();
        for (int i = 0; System.nanoTime() - end < 0; i++) {
            Optional<WorkerSlot> hit = crew.atWork((action.target(crew.size()) + i) % crew.size());
            if (hit.isPresent()) {
                hit.get().stop(Duration.ZERO);
            }
            Thread.sleep(STORM_PAUSE);
        }
    }

    private void killBroker(Action action, int node) throws InterruptedException {
        takeAway(
                action,
                node,
                () -> {
                    brokers.kill(node);
                    return true;
                });
    }

    private void restartBroker(Action action) throws InterruptedException {
        int node = action.target(brokers.nodes()) + 1;
        takeAway(
                action,
                node,
                () -> {
                    brokers.stop(node);
                    return true;
                });
    }

    private void fillDisk(Action action) throws InterruptedException {
        int node = action.target(brokers.nodes()) + 1;
        takeAway(action, node, () -> brokers.fillDisk(node));
    }

    /**
     * @param ending whether it could be done on this system
     */
    private void takeAway(Action action, int node, BooleanSupplier ending)
            throws InterruptedException {
        if (!brokersTurn.tryLock(LONGEST_TURN.toSeconds(), TimeUnit.SECONDS)) {
            chronicle.skipped(action.kind(), "another broker is down");
            return;
        }
        calm.set(Calm.Trouble.BROKERS, brokers.nodes() == 1);
        try {
            if (ending.getAsBoolean()) {
                chronicle.did(
                        action.kind(), "broker " + node + ", away for " + words(action.lasting()));
                Thread.sleep(action.lasting());
                back();
            } else {
                chronicle.skipped(action.kind(), "this system cannot do that");
            }
        } finally {
            calm.set(Calm.Trouble.BROKERS, false);
            brokersTurn.unlock();
        }
    }

    private void brokersAway(Action action) throws InterruptedException {
        // in its turn, not skipped: there is only one of it in a script, or few
        brokersTurn.lockInterruptibly();
        calm.set(Calm.Trouble.BROKERS, true);
        try {
            chronicle.did(action.kind(), "all, for " + words(action.lasting()));
            brokers.stop();
            Thread.sleep(action.lasting());
            back();
        } finally {
            calm.set(Calm.Trouble.BROKERS, false);
            brokersTurn.unlock();
        }
    }

    private void back() {
        long began = System.nanoTime();
        brokers.restart();
        chronicle.tell(
                "%-28s  all brokers serve, %s after the start"
                        .formatted("", words(Duration.ofNanos(System.nanoTime() - began))));
    }

    private void gatewayFaults(Action action) throws InterruptedException {
        Gateway.Burst burst = gateway.burst(action);
        chronicle.did(action.kind(), "for " + words(action.lasting()) + ": " + burst.words());
        try {
            Thread.sleep(action.lasting());
        } finally {
            burst.end();
        }
    }

    private void gatewayAway(Action action) throws InterruptedException {
        if (!gatewaysTurn.tryLock()) {
            chronicle.skipped(action.kind(), "it is away already");
            return;
        }
        calm.set(Calm.Trouble.GATEWAY, true);
        try {
            chronicle.did(action.kind(), "for " + words(action.lasting()));
            gateway.goAway();
            try {
                Thread.sleep(action.lasting());
            } finally {
                gateway.comeBack();
            }
        } finally {
            calm.set(Calm.Trouble.GATEWAY, false);
            gatewaysTurn.unlock();
        }
    }

    private void numberOut(Action action) throws InterruptedException {
        List<InstanceId> all = Numbers.all();
        InstanceId number = all.get(action.target(all.size()));
        chronicle.did(action.kind(), number + ", for " + words(action.lasting()));
        gateway.logOut(number);
        try {
            Thread.sleep(action.lasting());
        } finally {
            gateway.logIn(number);
        }
    }

    private static String words(Duration duration) {
        return "%.1f s".formatted(duration.toMillis() / 1_000.0);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
