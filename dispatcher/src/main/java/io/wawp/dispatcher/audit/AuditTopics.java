package io.wawp.dispatcher.audit;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The names of the topics to be audited: those of one deployment.
 *
 * @param instances tells which numbers are paused: what is in doubt there need not have ended; null
 *     where nothing may be open any more
 */
public record AuditTopics(
        List<String> commands,
        String outcomes,
        String deliveries,
        String deadLetters,
        @Nullable String instances) {
    public AuditTopics {
        commands = List.copyOf(commands);
        if (commands.isEmpty()) {
            throw new IllegalArgumentException("at least one command topic is needed");
        }
    }

    /** Without the topic that tells which numbers are paused. */
    public AuditTopics(
            List<String> commands, String outcomes, String deliveries, String deadLetters) {
        this(commands, outcomes, deliveries, deadLetters, null);
    }
}
