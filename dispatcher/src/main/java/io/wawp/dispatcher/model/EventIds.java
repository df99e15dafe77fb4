package io.wawp.dispatcher.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.wawp.common.outcome.Source;
import java.util.UUID;

/** Ids of events: the same event has the same id, also when it is told again. */
public final class EventIds {
    private EventIds() {}

    /**
     * The id of one step of one run of a command.
     *
     * @param status the event's status, as published
     */
    public static String of(Source source, int run, String status) {
        String name =
                source.topic()
                        + '/'
                        + source.partition()
                        + '/'
                        + source.offset()
                        + '/'
                        + run
                        + '/'
                        + status;
        return UUID.nameUUIDFromBytes(name.getBytes(UTF_8)).toString();
    }
}
