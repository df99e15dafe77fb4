package io.wawp.demo;

import io.wawp.common.outcome.Delivery;
import io.wawp.common.outcome.Outcome;
import io.wawp.common.outcome.OutcomeStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What has been seen of one command so far. Owned by the thread that follows the scenario. */
final class Happened {
    private final List<Outcome> outcomes = new ArrayList<>();
    private final List<Delivery> deliveries = new ArrayList<>();
    private final List<String> deadLetters = new ArrayList<>();
    private int calls;
    private int copies;

    void see(Sighting sighting) {
        switch (sighting) {
            case Sighting.Told told -> outcomes.add(told.outcome());
            case Sighting.Heard heard -> deliveries.add(heard.delivery());
            case Sighting.Kept kept -> deadLetters.add(kept.code());
            case Sighting.Called called -> {
                if (called.call().operation().isSend()) {
                    calls++;
                    copies += called.call().createdMessage() ? 1 : 0;
                }
            }
            case Sighting.Broken ignored -> {}
        }
    }

    List<OutcomeStatus> statuses() {
        return outcomes.stream().map(Outcome::status).toList();
    }

    /** The last outcome that ends the command. */
    Optional<Outcome> ending() {
        return outcomes.reversed().stream()
                .filter(outcome -> outcome.status().isTerminal())
                .findFirst();
    }

    List<Delivery> deliveries() {
        return deliveries;
    }

    Optional<Delivery> lastDelivery() {
        return deliveries.isEmpty() ? Optional.empty() : Optional.of(deliveries.getLast());
    }

    /** The reason codes of its dead letters. */
    List<String> deadLetters() {
        return deadLetters;
    }

    /** Sends that reached Wawp, whatever came of them. */
    int calls() {
        return calls;
    }

    /** Messages that got into the chat. */
    int copies() {
        return copies;
    }
}
