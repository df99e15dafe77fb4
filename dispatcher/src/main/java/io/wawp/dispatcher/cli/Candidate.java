package io.wawp.dispatcher.cli;

import io.wawp.common.outcome.Source;
import io.wawp.dispatcher.model.CommandKey;
import io.wawp.dispatcher.model.Run;
import io.wawp.dispatcher.records.DeadLetter;
import java.time.Instant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter that was selected, without its content, and what is to become of it. Owned by the
 * command's thread.
 */
final class Candidate {
    /**
     * Of two letters of one command the greater counts. That of the later run always does, since
     * only that tells how the command ended. Of one run it is the one that can be redriven; then
     * the one that was journaled, since the worker knows it; then the newer one.
     */
    static final Comparator<Candidate> BY_WEIGHT =
            Comparator.comparingInt(Candidate::run)
                    .thenComparing(Candidate::isReady)
                    .thenComparing(candidate -> !candidate.unjournaled())
                    .thenComparing(Candidate::writtenAt);

    private final Source at;
    private final Source source;
    private final String code;
    private final @Nullable String commandId;
    private final @Nullable CommandKey key;
    private final int run;
    private final boolean unjournaled;
    private final Instant writtenAt;
    private final Instant producedAt;
    private @Nullable Skip skip;

    /**
     * @param key null where the command could not be read
     */
    Candidate(DeadLetter letter, @Nullable CommandKey key, @Nullable Skip skip) {
        this.at = letter.at();
        this.source = letter.source();
        this.code = letter.reasonCode();
        this.commandId = letter.commandId();
        this.key = key;
        this.run = letter.run().number();
        this.unjournaled = letter.unjournaled();
        this.writtenAt = letter.writtenAt();
        this.producedAt = producedAt(letter);
        this.skip = skip;
    }

    private static Instant producedAt(DeadLetter letter) {
        Instant produced = Instant.ofEpochMilli(Math.max(0, letter.original().timestamp()));
        return produced.isBefore(letter.writtenAt()) ? produced : letter.writtenAt();
    }

    /** Where the letter stands. */
    Source at() {
        return at;
    }

    /** The record that became a dead letter. */
    Source source() {
        return source;
    }

    String code() {
        return code;
    }

    /** The command's id, or the letter's place where it has none that could be read. */
    String name() {
        return commandId == null ? at.toString() : commandId;
    }

    @Nullable String commandId() {
        return commandId;
    }

    @Nullable CommandKey key() {
        return key;
    }

    /** The run that ended so. */
    int run() {
        return run;
    }

    /** Whether no run of it was ever journaled. */
    boolean unjournaled() {
        return unjournaled;
    }

    Instant writtenAt() {
        return writtenAt;
    }

    /** When its producer wrote it, by the record's own time; not later than {@link #writtenAt}. */
    Instant producedAt() {
        return producedAt;
    }

    /** The run that a redrive opens. */
    Run next() {
        return new Run(run + 1, unjournaled, null);
    }

    /** Why it is not redriven; null when it is. */
    @Nullable Skip skip() {
        return skip;
    }

    boolean isReady() {
        return skip == null;
    }

    void skip(Skip.Why why, String words) {
        skip = new Skip(why, words);
    }
}
