package io.wawp.dispatcher.delivery;

import io.wawp.common.command.InstanceId;
import io.wawp.common.outcome.OutcomeError;

/** Is told when a look showed that a number is in trouble. Called on a virtual thread. */
@FunctionalInterface
public interface TroubleListener {
    void inTrouble(InstanceId instanceId, OutcomeError error);
}
