package io.wawp.dispatcher.model;

import org.jspecify.annotations.Nullable;

/** The W3C trace headers of a command, carried to every record that it causes. */
public record Trace(@Nullable String traceparent, @Nullable String tracestate) {
    public static final Trace NONE = new Trace(null, null);
}
