package io.wawp.common.command;

import java.util.Locale;

/** The eight kinds of message; {@link #wire()} is how the contract writes one. */
public enum ContentType {
    TEXT,
    IMAGE,
    PDF,
    VOICE,
    VIDEO,
    POLL,
    VCARD,
    LOCATION;

    private final String wire = name().toLowerCase(Locale.ROOT);

    /** The value of {@code content.type} in JSON. */
    public String wire() {
        return wire;
    }
}
