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
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

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

    /** Of options. */
    static WatchFilter of(List<String> commands, List<String> instances, List<String> statuses) {
        return new WatchFilter(Set.copyOf(commands), Set.copyOf(instances), Set.copyOf(statuses));
    }

    /** For options that are statuses, in capitals or not. */
    static final class OfStatus implements ITypeConverter<String> {
        @Override
        public String convert(String written) {
            String status = written.strip().toUpperCase(Locale.ROOT);
            Set<String> known = known();
            if (!known.contains(status)) {
                throw new TypeConversionException("expected one of " + String.join(", ", known));
            }
            return status;
        }
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
