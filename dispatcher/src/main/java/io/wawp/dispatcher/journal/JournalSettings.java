package io.wawp.dispatcher.journal;

import java.time.Duration;

/**
 * How the journal works.
 *
 * @param dispatchTopic name of the topic of regrouped commands
 * @param journalTopic name of the topic of entries
 * @param maxOpen commands held open; beyond it, reading the dispatch topic stops until some have
 *     ended
 * @param contentBytes bound on the commands' content in memory; what finds no room is read back
 * @param commitInterval at least so long between two commits
 * @param handOverGrace how long a shard that is taken from us waits for calls on the wire
 * @param stopGrace how long a worker that stops waits for them
 * @param maxRecordBytes the largest record that the broker takes
 */
public record JournalSettings(
        String dispatchTopic,
        String journalTopic,
        int maxOpen,
        long contentBytes,
        Duration commitInterval,
        Duration handOverGrace,
        Duration stopGrace,
        int maxRecordBytes) {

    public static final Duration DEFAULT_COMMIT_INTERVAL = Duration.ofMillis(5);
    public static final Duration DEFAULT_HAND_OVER_GRACE = Duration.ofSeconds(5);

    public JournalSettings {
        if (maxOpen < 1) {
            throw new IllegalArgumentException("maxOpen must be at least 1");
        }
        if (contentBytes < 0) {
            throw new IllegalArgumentException("contentBytes must not be negative");
        }
    }
}
