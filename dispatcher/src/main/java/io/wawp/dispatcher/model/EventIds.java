package io.wawp.dispatcher.model;

import io.wawp.common.outcome.Source;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * Ids of published events. An event that is told again, after a crash or by another worker, has the
 * id it had before, so that readers can leave out the second; for that the way ids are made never
 * changes.
 */
public final class EventIds {
    private EventIds() {}

    /**
     * The id of one event of a command.
     *
     * @param source the record that the command was read from
     * @param run of the command
     * @param status what tells this event from the others of that run
     */
    public static String of(Source source, int run, String status) {
        // a topic's name holds no slash, so no two lists of parts look alike
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
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
    }
}
