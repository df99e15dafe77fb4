package io.wawp.dispatcher.instance;

import java.time.Duration;

/**
 * How often a paused instance is probed.
 *
 * @param first the first wait, {@code DISPATCHER_PROBE_BACKOFF}; it doubles with each try
 * @param max the longest, {@code DISPATCHER_PROBE_BACKOFF_MAX}
 */
public record ProbeSettings(Duration first, Duration max) {
    public static final ProbeSettings DEFAULT =
            new ProbeSettings(Duration.ofSeconds(5), Duration.ofMinutes(5));

    public ProbeSettings {
        if (first.isNegative() || first.isZero()) {
            throw new IllegalArgumentException("the probe's back-off must be longer than nothing");
        }
        if (max.compareTo(first) < 0) {
            throw new IllegalArgumentException(
                    "the probe's longest back-off must not be shorter than its first");
        }
    }
}
