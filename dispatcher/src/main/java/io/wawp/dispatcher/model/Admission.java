package io.wawp.dispatcher.model;

import io.wawp.common.command.SendCommand;
import io.wawp.common.json.Decoding;
import io.wawp.common.outcome.Source;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides what becomes of a command that a shard's owner has just read. A pure function, called by
 * the journal's loop alone; it neither blocks nor throws.
 */
public interface Admission {

    /**
     * A valid command, as it was read.
     *
     * @param run the first, or what an operator's tool asked for
     * @param sequence order of reading within the shard
     * @param readAt never goes back within a shard
     */
    record Arrival(
            SendCommand command,
            Source source,
            Original original,
            Run run,
            Trace trace,
            long sequence,
            Instant readAt) {}

    /** What becomes of it. */
    sealed interface Verdict {
        /** A command of its own: journaled, then told. */
        record Admit(CommandEntry entry, List<Publication> publications) implements Verdict {}

        /** A run that ends at once, without a send: journaled as ended, and told. */
        record Settle(CommandEntry entry, List<Publication> publications) implements Verdict {}

        /** Not a send of its own: told, and nothing is journaled. */
        record TurnAway(List<Publication> publications) implements Verdict {}

        /** The very record that is known already, read once more: nothing is told twice. */
        record Replay() implements Verdict {}
    }

    /**
     * Judges one valid command.
     *
     * @param known what is journaled under the command's key, or null
     */
    Verdict judge(Arrival arrival, @Nullable CommandEntry known);

    /** What is told of a record of the dispatch topic that holds no valid command. */
    List<Publication> unreadable(
            Source source,
            Original original,
            Run run,
            Trace trace,
            Decoding.Invalid why,
            Instant now);
}
