package io.wawp.dispatcher.cli;

import java.util.Locale;

/**
 * Why a dead letter is not redriven.
 *
 * @param why for machines
 * @param words for people, with what to do instead
 */
record Skip(Why why, String words) {

    /** The kinds of reasons; their names in JSON are stable. */
    enum Why {
        /** The topic could not take the value, so there is nothing to send. */
        VALUE_LEFT_OUT,
        /** It came from a topic that the worker does not read. */
        OTHER_TOPIC,
        /** Its command may be forgotten by now, so nobody could tell a second copy. */
        TOO_OLD,
        /** One of its sends may have reached the chat. */
        MAY_HAVE_BEEN_SENT,
        /** Its command was forgotten already when the run was asked for. */
        FORGOTTEN,
        /** Its key belongs to another message. */
        KEY_REUSED,
        /** It was an answer of a person, and has to be given again. */
        RESOLUTION,
        /** The same bytes would be rejected again. */
        INVALID,
        EXPIRED,
        /** There is another dead letter of the same command, of a later run or of the same one. */
        LATER_LETTER,
        /** A later run is there already. */
        LATER_RUN,
        /** It was rejected, and another record with its key was accepted. */
        ACCEPTED_OTHERWISE,
        /** Nobody can tell any more what became of the command since it was written. */
        NO_HISTORY,
        /** It was deleted while we looked. */
        GONE;

        private final String wire = name().toLowerCase(Locale.ROOT);

        String wire() {
            return wire;
        }
    }
}
