package io.wawp.dispatcher.cli;

import io.wawp.common.outcome.DeliveryStatus;
import io.wawp.common.outcome.InstanceEvent;
import io.wawp.common.outcome.OutcomeStatus;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which records somebody wants to see; an empty set takes all. Immutable.
 *
 * @param statuses of outcomes, deliveries and instances, in capitals
 */
record WatchFilter(Set<String> commands, Set<String> instances, Set<String> statuses) {
    WatchFilter {
        commands = Set.copyOf(commands);
        instances = Set.copyOf(instances);
        statuses = Set.copyOf(statuses);
    }

    /**
     * Of options.
     *
     * @throws IllegalArgumentException when a status is none; its message lists those there are
     */
    static WatchFilter of(List<String> commands, List<String> instances, List<String> statuses) {
        Set<String> known = known();
        Set<String> wanted =
                statuses.stream()
                        .map(status -> status.toUpperCase(Locale.ROOT))
                        .collect(Collectors.toSet());
        for (String status : wanted) {
            if (!known.contains(status)) {
                throw new IllegalArgumentException("expected one of " + String.join(", ", known));
            }
        }
        return new WatchFilter(Set.copyOf(commands), Set.copyOf(instances), wanted);
    }

    private static Set<String> known() {
        return Stream.of(
                        OutcomeStatus.values(),
                        DeliveryStatus.values(),
                        InstanceEvent.State.values())
                .flatMap(Stream::of)
                .map(Enum::name)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    boolean takes(Heard heard) {
        return switch (heard) {
            case Heard.OfOutcome it -> {
                var command = it.outcome().commandId();
                var instance = it.outcome().instanceId();
                yield takes(
                        command == null ? null : command.value(),
                        instance == null ? null : instance.value(),
                        it.outcome().status().name());
            }
            case Heard.OfDelivery it ->
                    takes(
                            it.delivery().commandId().value(),
                            it.delivery().instanceId().value(),
                            it.delivery().status().name());
            case Heard.OfInstance it ->
                    takes(null, it.event().instanceId().value(), it.event().state().name());
            case Heard.Unreadable _ ->
                    commands.isEmpty() && instances.isEmpty() && statuses.isEmpty();
        };
    }

    private boolean takes(@Nullable String command, @Nullable String instance, String status) {
        return in(commands, command) && in(instances, instance) && in(statuses, status);
    }

    private static boolean in(Set<String> wanted, @Nullable String value) {
        return wanted.isEmpty() || (value != null && wanted.contains(value));
    }
}
