package io.wawp.dispatcher.instance;

import io.wawp.common.command.InstanceId;
import java.util.Optional;

/**
 * Who knows the instances. Thread-safe and quick: answers from memory, so it may be asked right
 * before each call and never needs to be remembered by the asker; the answer changes when the
 * configuration does.
 */
public interface AccountSource {

    /** Empty when this worker knows no such instance, or not yet, or not any more. */
    Optional<InstanceAccount> find(InstanceId instanceId);
}
