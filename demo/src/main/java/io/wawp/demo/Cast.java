package io.wawp.demo;

import io.wawp.common.command.ChatId;
import io.wawp.common.outcome.Outcome;
import io.wawp.common.outcome.OutcomeStatus;
import io.wawp.common.outcome.Source;
import java.util.Map;

/**
 * Knows which command a sighting is about: an outcome by the record from which the command was
 * read, a call by its chat. Owned by the thread that follows the scenario.
 */
final class Cast {
    private static final String NOBODY = "?";

    private final Map<Source, String> bySource = Recent.map();
    private final Map<String, String> byChat = Recent.map();

    /** A part of the scenario was produced. The first one of a chat owns the chat's calls. */
    void add(Scenario.Part part, Source source) {
        bySource.put(source, part.name());
        byChat.putIfAbsent(ChatId.parse(part.chat()).value(), part.name());
    }

    /** Whom it is about; {@value #NOBODY} if nobody knows. */
    String nameOf(Sighting sighting) {
        return switch (sighting) {
            case Sighting.Told told -> nameOf(told.outcome());
            case Sighting.Heard heard -> heard.delivery().commandId().value();
            case Sighting.Kept kept -> bySource.getOrDefault(kept.source(), NOBODY);
            case Sighting.Called called -> ownerOf(called.call().chatId());
            case Sighting.Broken ignored -> NOBODY;
        };
    }

    /**
     * A command that is not of the scenario comes from whoever plays with the demo while it stays;
     * it is shown under its own id, and the calls of its chat are its from now on.
     */
    private String nameOf(Outcome outcome) {
        String known = bySource.get(outcome.source());
        if (known != null) {
            return known;
        }
        String name = outcome.commandId() == null ? NOBODY : outcome.commandId().value();
        bySource.put(outcome.source(), name);
        if (outcome.chatId() != null && outcome.status() == OutcomeStatus.ACCEPTED) {
            byChat.put(outcome.chatId().value(), name);
        }
        return name;
    }

    /** A call may be seen before the outcome that says whose it is: then it is the chat's. */
    private String ownerOf(String chatId) {
        String known = byChat.get(chatId);
        return known != null ? known : chatId.replaceFirst("@.*", "");
    }
}
