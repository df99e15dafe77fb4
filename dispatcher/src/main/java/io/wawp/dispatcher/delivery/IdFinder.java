package io.wawp.dispatcher.delivery;

import io.wawp.common.command.MessageId;
import io.wawp.dispatcher.model.CommandEntry;
import java.util.Optional;

/**
 * Finds the id of a sent message that Wawp did not name. Called on a virtual thread, with no lock
 * held; may call Wawp.
 */
@FunctionalInterface
public interface IdFinder {

    /** Empty when it is not found this time; the next look asks again. */
    Optional<MessageId> find(CommandEntry entry);
}
