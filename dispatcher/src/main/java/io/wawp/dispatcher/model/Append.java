package io.wawp.dispatcher.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be made durable together, or not at all; all of one shard.
 *
 * @param commands new states of commands
 * @param instance new state of an instance, or null
 * @param publications for the world outside
 */
public record Append(
        List<CommandEntry> commands,
        @Nullable InstanceEntry instance,
        List<Publication> publications) {
    public Append {
        commands = List.copyOf(commands);
        publications = List.copyOf(publications);
    }

    public static Append of(CommandEntry entry, Publication... publications) {
        return new Append(List.of(entry), null, List.of(publications));
    }

    public static Append of(InstanceEntry entry, Publication... publications) {
        return new Append(List.of(), entry, List.of(publications));
    }

    /** The same with the state of an instance. */
    public Append with(InstanceEntry entry) {
        return new Append(commands, entry, publications);
    }
}
