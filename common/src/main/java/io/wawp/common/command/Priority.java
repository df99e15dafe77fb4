package io.wawp.common.command;

import java.util.Locale;

/** Order among the waiting commands of one instance: earlier constants go first. */
public enum Priority {
    /** One-time codes. */
    HIGH,
    NORMAL,
    /** Campaigns. */
    LOW;

    private final String wire = name().toLowerCase(Locale.ROOT);

    /** The value of {@code priority} in JSON. */
    public String wire() {
        return wire;
    }
}
