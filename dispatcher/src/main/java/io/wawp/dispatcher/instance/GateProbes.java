package io.wawp.dispatcher.instance;

import io.wawp.dispatcher.model.MessageGateway;
import io.wawp.dispatcher.model.Time;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/** Has closed gates probed; one for the worker. Thread-safe. */
public final class GateProbes {
    final AccountSource accounts;
    final MessageGateway gateway;
    final ProbeSettings settings;
    final Time time;
    final RandomGenerator random;
    final Executor calls;

    /**
     * @param random thread-safe
     * @param calls runs each task on a virtual thread of its own
     */
    public GateProbes(
            AccountSource accounts,
            MessageGateway gateway,
            ProbeSettings settings,
            Time time,
            RandomGenerator random,
            Executor calls) {
        this.accounts = accounts;
        this.gateway = gateway;
        this.settings = settings;
        this.time = time;
        this.random = random;
        this.calls = calls;
    }

    /**
     * Probes the gate whenever it is closed, from now until the probe is closed. One probe a gate.
     *
     * @param listener told of what the probe changes
     */
    public GateProbe watch(Gate gate, GateListener listener) {
        var probe = new GateProbe(gate, listener, this);
        probe.begin();
        return probe;
    }
}
