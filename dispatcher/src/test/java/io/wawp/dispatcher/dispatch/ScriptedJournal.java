package io.wawp.dispatcher.dispatch;

import io.wawp.common.command.InstanceId;
import io.wawp.common.command.SendCommand;
import io.wawp.common.outcome.Outcome;
import io.wawp.common.outcome.OutcomeError;
import io.wawp.dispatcher.model.Append;
import io.wawp.dispatcher.model.CommandEntry;
import io.wawp.dispatcher.model.CommandKey;
import io.wawp.dispatcher.model.CommandState;
import io.wawp.dispatcher.model.InstanceEntry;
import io.wawp.dispatcher.model.Journal;
import io.wawp.dispatcher.model.LoadedCommand;
import io.wawp.dispatcher.model.Publication;
import io.wawp.dispatcher.model.Reception.Restored;
import io.wawp.dispatcher.model.Tenure;
import io.wawp.dispatcher.model.TenureEnded;
import io.wawp.dispatcher.model.Ticket;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A journal in memory. Keeps what was committed over tenures, as the topic does; can hold appends
 * back, refuse them, or die right before or after a commit.
 */
final class ScriptedJournal implements Journal {
    private final Map<CommandKey, CommandEntry> entries = new HashMap<>();
    private final Map<CommandKey, SendCommand> commands = new HashMap<>();
    private final Map<InstanceId, InstanceEntry> instances = new HashMap<>();
    private final List<Append> appends = new ArrayList<>();
    private int held;
    private Predicate<Append> holding = append -> false;
    private Predicate<Append> tooLarge = append -> false;
    private Predicate<Append> broken = append -> false;
    private Predicate<Append> diesBefore = append -> false;
    private Predicate<Append> diesAfter = append -> false;

    synchronized void admit(CommandEntry entry, SendCommand command) {
        entries.put(entry.key(), entry);
        commands.put(entry.key(), command);
    }

    synchronized void put(InstanceEntry entry) {
        instances.put(entry.instanceId(), entry);
    }

    /** Appends that it matches wait, until another call lets them go. */
    synchronized void hold(Predicate<Append> which) {
        holding = which;
        held = 0; // who still has to wait counts itself again
        notifyAll();
    }

    synchronized void tooLarge(Predicate<Append> which) {
        tooLarge = which;
    }

    synchronized void broken(Predicate<Append> which) {
        broken = which;
    }

    /** The tenure ends when such an append comes, before it is written. */
    synchronized void dieBefore(Predicate<Append> which) {
        diesBefore = which;
    }

    /** The tenure ends when such an append is written, before its writer hears of it. */
    synchronized void dieAfter(Predicate<Append> which) {
        diesAfter = which;
    }

    @Override
    public void append(Tenure tenure, Append append) throws TenureEnded, InterruptedException {
        synchronized (this) {
            while (holding.test(append) && tenure.isCurrent()) {
                held++;
                wait();
            }
            if (tooLarge.test(append)) {
                throw new IllegalArgumentException("too large");
            }
            if (broken.test(append)) {
                throw new IllegalStateException("a bug");
            }
            if (diesBefore.test(append)) {
                tenure.end();
            }
            requireCurrent(tenure);
            append.commands().forEach(entry -> entries.put(entry.key(), entry));
            InstanceEntry instance = append.instance();
            if (instance != null) {
                instances.put(instance.instanceId(), instance);
            }
            appends.add(append);
            if (diesAfter.test(append)) {
                tenure.end();
            }
            requireCurrent(tenure);
        }
    }

    @Override
    public synchronized LoadedCommand read(Ticket ticket) throws TenureEnded {
        requireCurrent(ticket.tenure());
        CommandKey key = ((ManualTicket) ticket).key;
        return new LoadedCommand(entry(key), command(key));
    }

    private static void requireCurrent(Tenure tenure) throws TenureEnded {
        if (!tenure.isCurrent()) {
            throw new TenureEnded(tenure);
        }
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
        return new Restored(open, followed, List.of(), List.copyOf(instances.values()));
    }

    synchronized int held() {
        return held;
    }

    synchronized CommandState state(CommandKey key) {
        return entry(key).state();
    }

    synchronized SendCommand command(CommandKey key) {
        return Objects.requireNonNull(commands.get(key));
    }

    synchronized CommandEntry entry(CommandKey key) {
        return Objects.requireNonNull(entries.get(key));
    }

    synchronized @Nullable OutcomeError pausedFor(InstanceId id) {
        return Objects.requireNonNull(instances.get(id)).pausedFor();
    }

    synchronized List<Append> appends() {
        return List.copyOf(appends);
    }

    <T extends Publication> List<T> published(Class<T> kind) {
        return appends().stream()
                .flatMap(append -> append.publications().stream())
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    List<Outcome> outcomes() {
        return published(Publication.OfOutcome.class).stream()
                .map(Publication.OfOutcome::outcome)
                .toList();
    }

    /** The states that a command went through, as journaled. */
    List<Class<?>> statesOf(CommandKey key) {
        return appends().stream()
                .flatMap(append -> append.commands().stream())
                .filter(entry -> entry.key().equals(key))
                .<Class<?>>map(entry -> entry.state().getClass())
                .toList();
    }

    static Predicate<Append> writes(Class<? extends CommandState> state) {
        return append -> append.commands().stream().anyMatch(e -> state.isInstance(e.state()));
    }
}
