package io.wawp.dispatcher.app;

import io.wawp.dispatcher.journal.JournalClients;
import io.wawp.dispatcher.model.Journal;
import io.wawp.dispatcher.model.MessageGateway;
import java.util.function.UnaryOperator;

/**
 * Where a test may put something of its own around a part of the worker, to see what goes by or to
 * let the worker end at a chosen point. A worker in production has none.
 */
public record Hooks(
        UnaryOperator<Journal> journal,
        UnaryOperator<MessageGateway> gateway,
        UnaryOperator<JournalClients> journalClients) {
    public static final Hooks NONE =
            new Hooks(UnaryOperator.identity(), UnaryOperator.identity(), UnaryOperator.identity());
}
