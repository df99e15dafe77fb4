package io.wawp.dispatcher.model;

import java.util.Optional;

/** What a person found out about a command of which nobody could tell whether it was sent. */
public enum Resolution {
    SENT("sent"),
    NOT_SENT("not-sent");

    private final String wire;

    Resolution(String wire) {
        this.wire = wire;
    }

    /** As it stands in the header of a record. */
    public String wire() {
        return wire;
    }

    /** The resolution of that name, if there is one. */
    public static Optional<Resolution> of(String wire) {
        for (Resolution each : values()) {
            if (each.wire.equals(wire)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }
}
