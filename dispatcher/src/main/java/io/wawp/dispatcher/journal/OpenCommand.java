package io.wawp.dispatcher.journal;

import io.wawp.common.command.InstanceId;
import io.wawp.common.command.Priority;
import io.wawp.dispatcher.model.CommandEntry;
import io.wawp.dispatcher.model.CommandState;
import io.wawp.dispatcher.model.LoadedCommand;
import io.wawp.dispatcher.model.Shards;
import io.wawp.dispatcher.model.Tenure;
import io.wawp.dispatcher.model.Ticket;
import org.jspecify.annotations.Nullable;

/**
 * A command that owes its outcome. About a hundred bytes without its content; the content comes and
 * goes. Written by the loop, but for {@link #content}, which whoever reads it back may put here
 * too; read by anybody.
 */
final class OpenCommand implements Ticket, Slot {
    private final Tenure tenure;
    private final InstanceId instanceId;
    private final long lane;
    private final Priority priority;
    private final long dueAt;
    private final long sequence;
    private final long expiresAt;
    private volatile long offset;
    private volatile long notBefore;
    private volatile Stage stage;
    private volatile @Nullable LoadedCommand content;

    /** Guarded by this. */
    private boolean gone;

    /**
     * @param instanceId the shard's one object for this instance, so that a hundred thousand
     *     commands do not hold a hundred thousand copies of it
     */
    OpenCommand(Tenure tenure, CommandEntry entry, InstanceId instanceId, long offset) {
        this.tenure = tenure;
        this.instanceId = instanceId;
        this.lane = Shards.hash(instanceId.value() + '/' + entry.chatId().value());
        this.priority = entry.priority();
        this.dueAt = entry.dueAt().toEpochMilli();
        this.sequence = entry.sequence();
        this.expiresAt = entry.expiresAt().toEpochMilli();
        this.offset = offset;
        this.stage = stageOf(entry.state());
        this.notBefore = notBeforeOf(entry);
    }

    /** The command's next entry is committed. Called by the loop. */
    synchronized void moved(CommandEntry entry, long newOffset) {
        LoadedCommand held = content;
        if (held != null) {
            content = new LoadedCommand(entry, held.command());
        }
        stage = stageOf(entry.state());
        notBefore = notBeforeOf(entry);
        offset = newOffset;
    }

    @Nullable LoadedCommand content() {
        return content;
    }

    /**
     * Takes its content, unless it has some, is of no more use, or has moved on from the entry.
     *
     * @param entryOffset where the content was read
     * @return whether it took it
     */
    synchronized boolean hold(LoadedCommand loaded, long entryOffset) {
        if (gone || content != null || offset != entryOffset) {
            return false;
        }
        content = loaded;
        return true;
    }

    /** It has ended, or its shard is let go: it gives its content back and takes no other. */
    synchronized @Nullable LoadedCommand letGo() {
        gone = true;
        LoadedCommand held = content;
        content = null;
        return held;
    }

    @Override
    public long offset() {
        return offset;
    }

    @Override
    public Tenure tenure() {
        return tenure;
    }

    @Override
    public InstanceId instanceId() {
        return instanceId;
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

    private static Stage stageOf(CommandState state) {
        return switch (state) {
            case CommandState.Admitted ignored -> Stage.WAITING;
            case CommandState.Waiting ignored -> Stage.TRIED;
            case CommandState.Sending ignored -> Stage.IN_DOUBT;
            case CommandState.Accepted ignored -> Stage.ACCEPTED;
            case CommandState.Sent ignored -> throw new IllegalArgumentException("it is sent");
            case CommandState.Ended ignored -> throw new IllegalArgumentException("it has ended");
        };
    }

    private static long notBeforeOf(CommandEntry entry) {
        long asked = entry.notBefore() == null ? 0 : entry.notBefore().toEpochMilli();
        return entry.state() instanceof CommandState.Waiting waiting
                ? Math.max(asked, waiting.notBefore().toEpochMilli())
                : asked;
    }
}
