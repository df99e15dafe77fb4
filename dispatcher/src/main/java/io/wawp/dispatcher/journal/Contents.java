package io.wawp.dispatcher.journal;

import io.wawp.common.json.Decoding;
import io.wawp.dispatcher.model.CommandEntry;
import io.wawp.dispatcher.model.LoadedCommand;
import io.wawp.dispatcher.model.TenureEnded;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Whole commands for those who need them: from memory, or read back from the journal. Thread-safe;
 * blocks, for virtual threads.
 */
final class Contents {
    private final ReadBack readBack;
    private final ContentMemory memory;
    private final JournalMeters meters;
    private final Duration tenureCheck;

    /**
     * Contents of the commands of all shards.
     *
     * @param tenureCheck how often who waits looks whether the shard is still ours
     */
    Contents(ReadBack readBack, ContentMemory memory, JournalMeters meters, Duration tenureCheck) {
        this.readBack = readBack;
        this.memory = memory;
        this.meters = meters;
        this.tenureCheck = tenureCheck;
    }

    LoadedCommand read(OpenCommand open) throws TenureEnded, InterruptedException {
        while (true) {
            LoadedCommand held = open.content();
            if (held != null) {
                return held;
            }
            ReadBack.Stored stored = await(open, ask(open));
            if (stored != null) {
                LoadedCommand loaded = decoded(stored);
                memory.offer(open, loaded, stored.offset());
                return loaded;
            }
        }
    }

    /** In their order. What is read back is not kept. */
    List<LoadedCommand> readAll(List<OpenCommand> commands)
            throws TenureEnded, InterruptedException {
        List<@Nullable CompletableFuture<ReadBack.Stored>> asked = new ArrayList<>(commands.size());
        for (OpenCommand open : commands) {
            asked.add(open.content() == null ? ask(open) : null);
        }
        List<LoadedCommand> all = new ArrayList<>(commands.size());
        for (int i = 0; i < commands.size(); i++) {
            CompletableFuture<ReadBack.Stored> answer = asked.get(i);
            ReadBack.Stored stored = answer == null ? null : await(commands.get(i), answer);
            all.add(stored == null ? read(commands.get(i)) : decoded(stored));
        }
        return all;
    }

    private CompletableFuture<ReadBack.Stored> ask(OpenCommand open) {
        meters.readBack();
        return readBack.read(open.tenure().shard(), open.offset());
    }

    /** Null when the entry was replaced meanwhile: the ticket knows the new one. */
    private ReadBack.@Nullable Stored await(
            OpenCommand open, CompletableFuture<ReadBack.Stored> answer)
            throws TenureEnded, InterruptedException {
        while (true) {
            if (!open.tenure().isCurrent()) {
                throw new TenureEnded(open.tenure());
            }
            try {
                return answer.get(tenureCheck.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                // the broker takes its time; is the shard still ours?
            } catch (ExecutionException e) {
                return null;
            }
        }
    }

    private static LoadedCommand decoded(ReadBack.Stored stored) {
        CommandEntry entry = EntryFormat.decodeCommand(stored.key(), stored.value());
        byte[] value = Objects.requireNonNull(entry.original()).value();
        return switch (AcceptedCommands.decode(value, entry.key().instanceId(), entry.readAt())) {
            case Decoding.Valid valid -> new LoadedCommand(entry, valid.command());
            case Decoding.Invalid invalid ->
                    throw new IllegalStateException(
                            "a command that was accepted is not valid any more: "
                                    + invalid.error().message());
        };
    }
}
