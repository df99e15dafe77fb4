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

    /**
     * Commits a transaction as a whole.
     *
     * @return false if its tenure was fenced, and nothing of it is written
     */
    synchronized boolean commit(Transaction transaction) {
        if (owner != transaction.tenure()) {
            return false;
        }
        transaction.appends().forEach(each -> write(each.append()));
        for (Transaction.Judged read : transaction.read()) {
            // the first one of a key is the one that is sent
            commands.putIfAbsent(read.key(), read.command());
            read.entries().forEach(this::put);
        }
        return true;
    }

    private void write(Append append) {
        append.commands().forEach(this::put);
        InstanceEntry instance = append.instance();
        if (instance != null) {
            instances.put(instance.instanceId(), instance);
        }
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
