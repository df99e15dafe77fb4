package io.wawp.dispatcher.dispatch;

import io.wawp.common.command.InstanceId;
import io.wawp.common.command.SendCommand;
import io.wawp.dispatcher.model.Append;
import io.wawp.dispatcher.model.CommandEntry;
import io.wawp.dispatcher.model.CommandKey;
import io.wawp.dispatcher.model.CommandState;
import io.wawp.dispatcher.model.InstanceEntry;
import io.wawp.dispatcher.model.LoadedCommand;
import io.wawp.dispatcher.model.Reception.Restored;
import io.wawp.dispatcher.model.Tenure;
import io.wawp.dispatcher.model.Ticket;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is committed of one shard, and under whose tenure: that of the last one who took it over,
 * whatever earlier ones believe. Thread-safe.
 */
final class SimulatedJournal {
    private final Map<CommandKey, CommandEntry> entries = new LinkedHashMap<>();
    private final Map<CommandKey, SendCommand> commands = new LinkedHashMap<>();
    private final Map<InstanceId, InstanceEntry> instances = new LinkedHashMap<>();
    private @Nullable Tenure owner;

    synchronized void own(Tenure tenure) {
        owner = tenure;
    }

    synchronized boolean isOwnedBy(@Nullable Tenure tenure) {
        return tenure != null && owner == tenure;
    }

    /** A command as it is read; the first one of a key is the one that is sent. */
    synchronized void know(CommandKey key, SendCommand command) {
        commands.putIfAbsent(key, command);
    }

    /**
     * Commits an append of that tenure.
     *
     * @return false if it was fenced, and nothing of it is written
     */
    synchronized boolean commit(Tenure tenure, Append append) {
        if (owner != tenure) {
            return false;
        }
        append.commands().forEach(entry -> entries.put(entry.key(), entry));
        InstanceEntry instance = append.instance();
        if (instance != null) {
            instances.put(instance.instanceId(), instance);
        }
        return true;
    }

    /** Writes what others than a path write: what was read, and what was delivered. */
    synchronized void put(CommandEntry entry) {
        entries.put(entry.key(), entry);
    }

    synchronized @Nullable CommandEntry find(CommandKey key) {
        return entries.get(key);
    }

    /** Its dedup window is over. */
    synchronized void forget(CommandKey key) {
        entries.remove(key);
    }

    synchronized LoadedCommand load(CommandKey key) {
        return new LoadedCommand(
                Objects.requireNonNull(entries.get(key)),
                Objects.requireNonNull(commands.get(key)));
    }

    synchronized boolean isAllOver() {
        return entries.values().stream().noneMatch(entry -> entry.state().isOpen());
    }

    /** What a new owner finds. */
    synchronized Restored restore(Tenure tenure) {
        List<Ticket> open =
                entries.values().stream()
                        .filter(entry -> entry.state().isOpen())
                        .sorted(Comparator.comparingLong(CommandEntry::sequence))
                        .map(entry -> (Ticket) new ManualTicket(tenure, entry))
                        .toList();
        List<CommandEntry> followed =
                entries.values().stream()
                        .filter(entry ->
                                entry.state() instanceof CommandState.Sent sent && !sent.isFinal())
                        .toList();
        List<CommandEntry> recent =
                entries.values().stream().filter(entry -> !entry.state().isOpen()).toList();
        return new Restored(open, followed, recent, List.copyOf(instances.values()));
    }
}
