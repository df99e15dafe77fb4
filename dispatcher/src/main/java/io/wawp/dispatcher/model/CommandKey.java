package io.wawp.dispatcher.model;

import io.wawp.common.command.IdempotencyKey;
import io.wawp.common.command.InstanceId;

/** Under which a command is journaled: two commands with equal keys are one send. */
public record CommandKey(InstanceId instanceId, IdempotencyKey idempotencyKey) {
    @Override
    public String toString() {
        return instanceId + "/" + idempotencyKey;
    }
}
