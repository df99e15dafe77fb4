package io.wawp.dispatcher.dispatch;

import io.wawp.common.command.Content;
import io.wawp.common.command.InstanceId;
import io.wawp.common.command.MessageId;
import io.wawp.common.outcome.OutcomeError;
import io.wawp.dispatcher.instance.Gate;
import io.wawp.dispatcher.model.Account;
import io.wawp.dispatcher.model.CommandEntry;
import io.wawp.dispatcher.model.CommandState;
import io.wawp.dispatcher.model.InstanceEntry;
import io.wawp.dispatcher.model.LoadedCommand;
import io.wawp.dispatcher.model.Reception;
import io.wawp.dispatcher.model.Tenure;
import io.wawp.dispatcher.model.Ticket;
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
        /** Fewer are not worth looking through. */
        private static final int FEW = 100;

        private final Holding holding;
        private final Works works;
        private final Map<InstanceId, Line> byInstance = new ConcurrentHashMap<>();
        private int enough = FEW;

        Lines(Tenure tenure, Works works) {
            this.holding = new Holding(tenure, works.roles().time());
            this.works = works;
        }

        Line of(InstanceId instance) {
            return byInstance.computeIfAbsent(
                    instance, id -> new Line(InstanceEntry.fresh(id), holding, works));
        }

        /**
         * Anybody may write any instance into a command: lines that nobody needs go, before they
         * are as many again as were needed the last time. By the thread that lets commands join.
         */
        void prune() {
            if (byInstance.size() < enough) {
                return;
            }
            byInstance.values().removeIf(Lines::closedAsNeedless);
            enough = Math.max(FEW, 2 * byInstance.size());
        }

        private static boolean closedAsNeedless(Line line) {
            boolean isNeedless = line.isNeedless();
            if (isNeedless) {
                line.close();
            }
            return isNeedless;
        }

        void restore(InstanceEntry entry) {
            byInstance.put(entry.instanceId(), new Line(entry, holding, works));
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
        var lines = new Lines(tenure, works);
        restored.instances().forEach(lines::restore);
        for (CommandEntry sent : restored.followed()) {
            Line line = lines.of(sent.key().instanceId());
            line.sends().restored(sent, works.roles().time().now());
            works.roles().follower().follow(tenure, sent);
        }
        // first all of them take their places: whoever begins earlier could pass one that goes
        // before
        List<Runnable> walks = new ArrayList<>();
        for (Ticket ticket : restored.open()) {
            Line line = lines.of(ticket.instanceId());
            switch (ticket.stage()) {
                case WAITING, TRIED -> line.join(ticket);
                case IN_DOUBT, ACCEPTED -> walks.add(line.resume(ticket));
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
        lines.prune();
        Set<Line> joined = new LinkedHashSet<>();
        for (Ticket ticket : tickets) {
            Line line = lines.of(ticket.instanceId());
            line.join(ticket);
            joined.add(line);
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
        Content content = sent.command().content();
        var search = new ChatSearch(works.roles().gateway(), works.settings().clockSlack());
        return lineOf(sent.entry().key().instanceId())
                .flatMap(line -> line.sends().besides(sent.entry(), content, state.sentAt()))
                .map(claims -> search.look(account, sent, state.sentAt(), claims))
                .filter(ChatSearch.Finding.Found.class::isInstance)
                .map(found -> ((ChatSearch.Finding.Found) found).id());
    }

    /** How many instances are kept in mind, known or not. */
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
