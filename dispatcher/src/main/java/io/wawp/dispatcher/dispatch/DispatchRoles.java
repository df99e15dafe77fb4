package io.wawp.dispatcher.dispatch;

import io.wawp.dispatcher.instance.AccountSource;
import io.wawp.dispatcher.instance.GateProbes;
import io.wawp.dispatcher.model.Journal;
import io.wawp.dispatcher.model.MessageGateway;
import io.wawp.dispatcher.model.Time;
import io.wawp.dispatcher.pacing.PacingProfile;
import io.wawp.dispatcher.pacing.TypingPace;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * Who plays which part for dispatch. All of them thread-safe.
 *
 * @param profiles the pacing profile of a name that {@code accounts} gives
 * @param random thread-safe; draws jitter
 * @param threads runs each task on a virtual thread of its own
 */
public record DispatchRoles(
        Journal journal,
        MessageGateway gateway,
        Time time,
        AccountSource accounts,
        GateProbes probes,
        TypingPace typing,
        Function<String, PacingProfile> profiles,
        Follower follower,
        DispatchMeters meters,
        RandomGenerator random,
        Executor threads) {}
