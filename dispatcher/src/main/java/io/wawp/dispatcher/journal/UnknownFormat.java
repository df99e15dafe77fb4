package io.wawp.dispatcher.journal;

/** An entry was written by a version of this program whose entries this one cannot read. */
final class UnknownFormat extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnknownFormat(int major) {
        super(
                "an entry has the major version "
                        + major
                        + ", this worker reads only "
                        + EntryFormat.MAJOR
                        + ": run at least the version of wawp-dispatcher that wrote it");
    }
}
