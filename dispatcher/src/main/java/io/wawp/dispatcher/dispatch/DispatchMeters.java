package io.wawp.dispatcher.dispatch;

import io.wawp.common.outcome.OutcomeStatus;
import io.wawp.common.outcome.ReasonCode;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What the path of a command tells those who watch. Thread-safe, quick, never throws. */
public interface DispatchMeters {

    /** Nobody watches. */
    DispatchMeters NONE = new DispatchMeters() {};

    /** A send is about to be written. */
    default void sendBegun() {}

    /**
     * A send ended.
     *
     * @param answer the kind of result, such as {@code accepted} or {@code unclear}
     */
    default void sendEnded(String answer, Duration took) {}

    /** A run of a command ended, and its outcome is committed. */
    default void ended(OutcomeStatus status, @Nullable ReasonCode code) {}

    /** A command goes back to its lane after a failed try. */
    default void triedInVain(ReasonCode code) {}

    /** A send is in doubt: looking in the chat begins. */
    default void doubted() {}

    /** The doubt is over; by {@code found}, {@code absent} or {@code unresolved}. */
    default void settled(String how) {}

    /** A typing indicator could not be shown. */
    default void typingFailed() {}

    /** A number's gate closed for a new reason. */
    default void paused(ReasonCode code) {}

    /** A number's gate opened. */
    default void resumed() {}

    /** A broken assumption of ours was caught on a command's way; the log says which. */
    default void brokenAssumption() {}
}
