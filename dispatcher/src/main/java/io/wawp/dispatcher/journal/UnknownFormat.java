package io.wawp.dispatcher.journal;

/**
 * An entry says something that this version cannot read: most likely a newer one wrote it. What it
 * means must not be guessed, so its shard is not worked on.
 */
final class UnknownFormat extends RuntimeException {
    private static final long serialVersionUID = 1;

    private UnknownFormat(String message, Throwable cause) {
        super(message, cause);
    }

    private UnknownFormat(String message) {
        super(message);
    }

    static UnknownFormat major(int major) {
        return new UnknownFormat(
                "an entry has the major version "
                        + major
                        + ", this worker reads only "
                        + EntryFormat.MAJOR
                        + ": run at least the version of wawp-dispatcher that wrote it");
    }

    /**
     * Of a field whose values are words, and which decides what becomes of a command.
     *
     * @param field such as state
     */
    static UnknownFormat word(String field, String word) {
        return new UnknownFormat(
                "an entry has the "
                        + field
                        + " \""
                        + word
                        + "\", which this worker does not know: run at least the version of"
                        + " wawp-dispatcher that wrote it");
    }

    /** An entry that is not as any version writes it. */
    static UnknownFormat broken(RuntimeException cause) {
        return new UnknownFormat(
                "an entry cannot be read ("
                        + cause.getClass().getSimpleName()
                        + "). Only somebody who writes to an internal topic by hand, or a newer"
                        + " version, can cause this: write a whole entry under its key, or run"
                        + " that version",
                cause);
    }

    /** The same, and where the entry is. */
    UnknownFormat at(String topic, int partition, long offset) {
        return new UnknownFormat(
                topic + "-" + partition + "@" + offset + ": " + getMessage(), this);
    }
}
