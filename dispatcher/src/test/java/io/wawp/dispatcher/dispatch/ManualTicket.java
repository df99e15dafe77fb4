package io.wawp.dispatcher.dispatch;

import io.wawp.common.command.InstanceId;
import io.wawp.common.command.Priority;
import io.wawp.dispatcher.model.CommandEntry;
import io.wawp.dispatcher.model.CommandKey;
import io.wawp.dispatcher.model.CommandState;
import io.wawp.dispatcher.model.Shards;
import io.wawp.dispatcher.model.Tenure;
import io.wawp.dispatcher.model.Ticket;

/** A ticket as the journal would make it of an entry. */
final class ManualTicket implements Ticket {
    final CommandKey key;
    private final Tenure tenure;
    private final long lane;
    private final Priority priority;
    private final long dueAt;
    private final long sequence;
    private final long notBefore;
    private final long expiresAt;
    private final Stage stage;

    ManualTicket(Tenure tenure, CommandEntry entry) {
        this.tenure = tenure;
        this.key = entry.key();
        this.lane = Shards.hash(entry.chatId().value());
        this.priority = entry.priority();
        this.dueAt = entry.dueAt().toEpochMilli();
        this.sequence = entry.sequence();
        long asked = entry.notBefore() == null ? 0 : entry.notBefore().toEpochMilli();
        this.notBefore =
                entry.state() instanceof CommandState.Waiting waiting
                        ? Math.max(asked, waiting.notBefore().toEpochMilli())
                        : asked;
        this.expiresAt = entry.expiresAt().toEpochMilli();
        this.stage =
                switch (entry.state()) {
                    case CommandState.Sending ignored -> Stage.IN_DOUBT;
                    case CommandState.Accepted ignored -> Stage.ACCEPTED;
                    case CommandState.Waiting ignored -> Stage.TRIED;
                    default -> Stage.WAITING;
                };
    }

    /** The same in a lane of its own, whatever its chat. */
    ManualTicket alone() {
        return new ManualTicket(this, sequence);
    }

    private ManualTicket(ManualTicket same, long otherLane) {
        this.tenure = same.tenure;
        this.key = same.key;
        this.lane = otherLane;
        this.priority = same.priority;
        this.dueAt = same.dueAt;
        this.sequence = same.sequence;
        this.notBefore = same.notBefore;
        this.expiresAt = same.expiresAt;
        this.stage = same.stage;
    }

    @Override
    public Tenure tenure() {
        return tenure;
    }

    @Override
    public InstanceId instanceId() {
        return key.instanceId();
    }

    @Override
    public long lane() {
        return lane;
    }

    @Override
    public Priority priority() {
        return priority;
    }

    @Override
    public long dueAt() {
        return dueAt;
    }

    @Override
    public long sequence() {
        return sequence;
    }

    @Override
    public long notBefore() {
        return notBefore;
    }

    @Override
    public long expiresAt() {
        return expiresAt;
    }

    @Override
    public Stage stage() {
        return stage;
    }
}
