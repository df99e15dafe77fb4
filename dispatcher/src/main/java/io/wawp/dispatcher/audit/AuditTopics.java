package io.wawp.dispatcher.audit;

import java.util.List;

/** The names of the topics to be audited: those of one deployment. */
public record AuditTopics(
        List<String> commands, String outcomes, String deliveries, String deadLetters) {
    public AuditTopics {
        commands = List.copyOf(commands);
        if (commands.isEmpty()) {
            throw new IllegalArgumentException("at least one command topic is needed");
        }
    }
}
