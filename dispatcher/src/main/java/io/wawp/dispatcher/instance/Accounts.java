package io.wawp.dispatcher.instance;

import io.wawp.common.command.InstanceId;
import io.wawp.dispatcher.model.Time;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The configured instances. Files are looked at every few seconds and read again when one of them,
 * or a token file that they name, has changed. At start a broken file is an exception; one that
 * breaks later leaves all as it was, is logged once for each change and counted. Thread-safe.
 */
public final class Accounts implements AccountSource, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Accounts.class);

    private final AccountReader reader;
    private final AccountSettings settings;
    private final Time time;
    private final Executor reads;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final LongAdder failures = new LongAdder();

    private volatile Map<InstanceId, InstanceAccount> accounts = Map.of();

    // owned by the one reading that there is at a time
    private List<FileStamp> stamps = List.of();
    private boolean settled;
    private @Nullable String failure;

    private final Object lock = new Object();
    private boolean closed;
    private Time.@Nullable Alarm alarm;

    private Accounts(AccountSettings settings, Time time, Executor reads) {
        this.reader = new AccountReader(settings);
        this.settings = settings;
        this.time = time;
        this.reads = reads;
    }

    /**
     * Reads all and begins to watch the files.
     *
     * @param reads runs each task on a virtual thread of its own
     * @throws InvalidAccountsException when there are none or something of them cannot be used
     */
    public static Accounts open(AccountSettings settings, Time time, Executor reads) {
        var opened = new Accounts(settings, time, reads);
        var files = new FilesRead();
        opened.accounts = opened.reader.read(files);
        opened.stamps = files.stamps();
        opened.lookLater();
        return opened;
    }

    @Override
    public Optional<InstanceAccount> find(InstanceId instanceId) {
        return Optional.ofNullable(accounts.get(instanceId));
    }

    /** The instances known now. */
    public Set<InstanceId> instances() {
        return accounts.keySet();
    }

    /**
     * Has the listener run after each successful reading that changed something, on the virtual
     * thread that read. One that throws is logged and harms no other.
     */
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    /** How often changed files could not be used, so that the last good state stayed. */
    public long failures() {
        return failures.sum();
    }

    /** Looks at no file any more; what is known stays known. */
    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
            if (alarm != null) {
                alarm.cancel();
            }
        }
    }

    private void lookLater() {
        synchronized (lock) {
            if (!closed && reader.hasFiles()) {
                alarm = time.after(settings.poll(), this::ring);
            }
        }
    }

    private void ring() {
        try {
            reads.execute(this::look);
        } catch (RejectedExecutionException e) {
            log.debug("the worker is stopping; the instances are not read again");
        }
    }

    private void look() {
        try {
            readIfChanged();
        } catch (RuntimeException e) {
            log.error("reading the instances again failed; a bug of ours", e);
        } finally {
            lookLater();
        }
    }

    /**
     * A file may change twice within what its time can tell apart, so it is read once more on the
     * look after the one that saw a change. One that could not be used is read on every look: a
     * right to read it may have been given, which no stamp shows.
     */
    private void readIfChanged() {
        boolean stale = stamps.stream().anyMatch(FileStamp::isStale);
        if (!stale && settled && failure == null) {
            return;
        }
        var files = new FilesRead();
        try {
            Map<InstanceId, InstanceAccount> read = reader.read(files);
            settled = files.stamps().equals(stamps);
            stamps = files.stamps();
            take(read);
        } catch (InvalidAccountsException e) {
            String message = String.valueOf(e.getMessage());
            if (!message.equals(failure) || !files.stamps().equals(stamps)) {
                failures.increment();
                log.error("the instances stay as they were read last: {}", message);
            }
            failure = message;
            settled = false;
            stamps = files.stamps();
        }
    }

    private void take(Map<InstanceId, InstanceAccount> read) {
        Map<InstanceId, InstanceAccount> before = accounts;
        if (failure != null) {
            failure = null;
            log.info("the configuration of the instances can be used again");
        }
        if (read.equals(before)) {
            return;
        }
        accounts = read;
        log.info("instances: {} known; {}", read.size(), difference(before, read));
        for (Runnable listener : listeners) {
            try {
                listener.run();
            } catch (RuntimeException e) {
                log.error("telling of changed instances failed; a bug of ours", e);
            }
        }
    }

    private static String difference(
            Map<InstanceId, InstanceAccount> before, Map<InstanceId, InstanceAccount> now) {
        var added = new HashSet<>(now.keySet());
        added.removeAll(before.keySet());
        var removed = new HashSet<>(before.keySet());
        removed.removeAll(now.keySet());
        long changed =
                now.entrySet().stream()
                        .filter(entry -> before.containsKey(entry.getKey()))
                        .filter(entry -> !entry.getValue().equals(before.get(entry.getKey())))
                        .count();
        return added.size() + " added, " + removed.size() + " removed, " + changed + " changed";
    }
}
