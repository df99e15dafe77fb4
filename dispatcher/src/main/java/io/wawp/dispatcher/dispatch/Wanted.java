package io.wawp.dispatcher.dispatch;

import io.wawp.common.command.MessageId;
import io.wawp.dispatcher.model.Attempts;
import io.wawp.dispatcher.model.Claims;
import io.wawp.dispatcher.model.LoadedCommand;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Predicate;

/**
 * A message that is looked for.
 *
 * @param from when the first send of it that may be seen began, by our clock
 * @param own how many messages of it there may be: a copy of any of its attempts is its message
 * @param claims what is others'
 * @param anothers whether an id is known to be another command's, as of now
 */
record Wanted(
        LoadedCommand loaded, Instant from, int own, Claims claims, Predicate<MessageId> anothers) {

    /** What was sent earlier than so long before the last attempt has been seen, or never will. */
    private static final Duration LONGEST = Duration.ofMinutes(20);

    /**
     * Since when a message of a command may be in its chat.
     *
     * @param since when its last attempt began, or begins
     */
    static Instant from(Attempts attempts, Instant since) {
        Instant first = attempts.first();
        Instant earliest = since.minus(LONGEST);
        if (first == null || first.isAfter(since)) {
            return since;
        }
        return first.isBefore(earliest) ? earliest : first;
    }
}
