package io.wawp.dispatcher.dispatch;

import io.wawp.dispatcher.model.CommandEntry;
import io.wawp.dispatcher.model.Tenure;

/** Who looks after a message once it is sent; {@code delivery} plays it. */
public interface Follower {

    /**
     * Follows a sent message from now on. Called once its SENT is committed, and for those that a
     * restored shard still follows; from any thread, the journal's loop too: must not block.
     *
     * @param sent in the state {@code Sent}, not final
     */
    void follow(Tenure tenure, CommandEntry sent);
}
