package io.wawp.dispatcher.dispatch;

import io.wawp.common.command.Content;
import io.wawp.common.command.InstanceId;
import io.wawp.common.command.MessageId;
import io.wawp.common.outcome.OutcomeError;
import io.wawp.dispatcher.instance.Gate;
import io.wawp.dispatcher.model.Account;
import io.wawp.dispatcher.model.Claims;
import io.wawp.dispatcher.model.CommandEntry;
import io.wawp.dispatcher.model.CommandState;
import io.wawp.dispatcher.model.InstanceEntry;
import io.wawp.dispatcher.model.LoadedCommand;
import io.wawp.dispatcher.model.Reception;
import io.wawp.dispatcher.model.Tenure;
import io.wawp.dispatcher.model.Ticket;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Takes care of the commands of the shards that this worker owns, from the moment they are
 * journaled until each has its one outcome. The journal's loop calls the methods of {@link
 * Reception}; they hand over and return. Everything else happens on virtual threads of its own.
 *
 * <p>What it guarantees is said at its parts: {@link Line} (order and pace), {@link Path} (journal
 * before acting), {@link Reconciler} (what is in doubt), {@link Walks} (nothing is lost to a bug).
 */
public final class Dispatcher implements Reception, AutoCloseable {
    private final Works works;
    private final Map<Tenure, Lines> tenures = new ConcurrentHashMap<>();

    public Dispatcher(DispatchRoles roles, DispatchSettings settings) {
        this.works = Works.of(roles, settings);
    }

    /** The lines of one tenure. */
    private static final class Lines {
        private final Holding holding;
        private final Works works;
        private final Map<InstanceId, Line> byInstance = new ConcurrentHashMap<>();

        Lines(Tenure tenure, Instant rememberedSince, Works works) {
            this.holding = new Holding(tenure, rememberedSince, works.roles().time());
            this.works = works;
        }

        Line of(InstanceId instance) {
            return byInstance.computeIfAbsent(instance, id -> line(InstanceEntry.fresh(id)));
        }

        /** The line of its instance, which it has joined. */
        Line join(Ticket ticket) {
            while (true) {
                Line line = of(ticket.instanceId());
                if (line.join(ticket)) {
                    return line;
                }
                byInstance.remove(ticket.instanceId(), line);
            }
        }

        private Line line(InstanceEntry entry) {
            return new Line(entry, holding, works, this::idle);
        }

        /** Producers may name any number of instances that there are not. */
        private void idle(Line line) {
            if (line.giveUpIfForgettable()) {
                byInstance.remove(line.instanceId(), line);
                line.close();
            }
        }

        void restore(InstanceEntry entry) {
            byInstance.put(entry.instanceId(), line(entry));
        }

        void pumpAll() {
            byInstance.values().forEach(Line::pump);
        }

        void accountsChanged() {
            byInstance.values().forEach(Line::accountsChanged);
        }

        void leave() {
            holding.shut();
            byInstance.values().forEach(Line::close);
        }
    }

    @Override
    public void taken(Tenure tenure, Restored restored) {
        var lines = new Lines(tenure, restored.rememberedSince(), works);
        restored.instances().forEach(lines::restore);
        Instant now = works.roles().time().now();
        for (CommandEntry recent : restored.recent()) {
            lines.of(recent.key().instanceId()).sends().restored(recent, now);
        }
        for (CommandEntry sent : restored.followed()) {
            lines.of(sent.key().instanceId());
            works.roles().follower().follow(tenure, sent);
        }
        // first all of them take their places: whoever begins earlier could pass one that goes
        // before
        List<Runnable> walks = new ArrayList<>();
        for (Ticket ticket : restored.open()) {
            switch (ticket.stage()) {
                case WAITING, TRIED -> lines.join(ticket);
                case IN_DOUBT, ACCEPTED -> walks.add(lines.of(ticket.instanceId()).resume(ticket));
            }
        }
        tenures.put(tenure, lines);
        walks.forEach(Runnable::run);
        lines.pumpAll();
    }

    @Override
    public void admitted(Tenure tenure, List<Ticket> tickets) {
        Lines lines = tenures.get(tenure);
        if (lines == null) {
            return; // let go in the meantime; its next owner finds them
        }
        Set<Line> joined = new LinkedHashSet<>();
        for (Ticket ticket : tickets) {
            joined.add(lines.join(ticket));
        }
        joined.forEach(Line::pump);
    }

    @Override
    public void windDown(Tenure tenure) {
        Lines lines = tenures.get(tenure);
        if (lines != null) {
            lines.holding.shut();
            lines.pumpAll();
        }
    }

    @Override
    public boolean isIdle(Tenure tenure) {
        Lines lines = tenures.get(tenure);
        return lines == null || lines.holding.isIdle();
    }

    @Override
    public void left(Tenure tenure) {
        Lines lines = tenures.remove(tenure);
        if (lines != null) {
            lines.leave();
        }
    }

    /** Credentials or pacing of instances have changed: who waited for that goes on. */
    public void accountsChanged() {
        tenures.values().forEach(Lines::accountsChanged);
    }

    /** Whether Wawp may be called for an instance: it is ours, and its gate is not closed. */
    public boolean isCallable(InstanceId instance) {
        for (Lines lines : tenures.values()) {
            Line line = lines.byInstance.get(instance);
            if (line != null && lines.holding.isOpen()) {
                return line.gate().state() != Gate.State.CLOSED;
            }
        }
        return false;
    }

    /**
     * A call for another purpose showed that a number cannot send: its gate closes, which is
     * journaled and published if it is news. Blocks until the commit; for virtual threads.
     */
    public void inTrouble(InstanceId instance, OutcomeError why) {
        for (Lines lines : tenures.values()) {
            Line line = lines.byInstance.get(instance);
            if (line != null && lines.holding.isOpen()) {
                works.walks().journalTrouble(line, why);
            }
        }
    }

    /**
     * Looks into the chat for the id of a sent message that Wawp did not name. Blocks for some
     * calls; for virtual threads.
     *
     * @param sent the command with its content, in the state {@code Sent}
     * @return empty when it is not there, or when nobody could tell whose it is
     */
    public Optional<MessageId> findId(Account account, LoadedCommand sent) {
        if (!(sent.entry().state() instanceof CommandState.Sent state)) {
            return Optional.empty();
        }
        return lineOf(sent.entry().key().instanceId())
                .flatMap(line -> findId(line.sends(), account, sent, state));
    }

    private Optional<MessageId> findId(
            ChatSends sends, Account account, LoadedCommand sent, CommandState.Sent state) {
        CommandEntry entry = sent.entry();
        Content content = sent.command().content();
        Instant from = Wanted.from(state.attempts(), state.sentAt());
        Optional<Claims> claims = sends.besides(entry, content, from);
        if (claims.isEmpty()) {
            return Optional.empty();
        }
        var wanted =
                new Wanted(
                        sent,
                        from,
                        1 + state.attempts().unclear(),
                        claims.get(),
                        id -> sends.isAnothers(entry, id));
        var search = new ChatSearch(works.roles().gateway(), works.settings().clockSlack());
        if (!(search.look(account, wanted) instanceof ChatSearch.Finding.Found found)) {
            return Optional.empty();
        }
        return Optional.ofNullable(found.id()).filter(id -> sends.named(entry, content, from, id));
    }

    /** How many instances something is kept of. */
    int lines() {
        return tenures.values().stream().mapToInt(lines -> lines.byInstance.size()).sum();
    }

    private Optional<Line> lineOf(InstanceId instance) {
        return tenures.values().stream()
                .filter(lines -> lines.holding.isOpen())
                .flatMap(lines -> Optional.ofNullable(lines.byInstance.get(instance)).stream())
                .findFirst();
    }

    /** Begins nothing more and lets go of everything; what is on the wire ends by itself. */
    @Override
    public void close() {
        tenures.keySet().forEach(this::left);
    }
}
