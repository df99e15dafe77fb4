package io.wawp.dispatcher.instance;

import io.wawp.common.command.InstanceId;
import io.wawp.dispatcher.model.Time;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;

/**
 * The configured instances. Files are looked at every few seconds and read again when one of them,
 * or a token file that they name, has changed. Thread-safe.
 */
public final class Accounts implements AccountSource, AutoCloseable {
    private volatile Map<InstanceId, InstanceAccount> accounts = Map.of();

    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    private Accounts() {}

    /**
     * Reads all and begins to watch the files.
     *
     * @param reads runs each task on a virtual thread of its own
     * @throws InvalidAccountsException when there are none or something of them cannot be used
     */
    public static Accounts open(AccountSettings settings, Time time, Executor reads) {
        return new Accounts();
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
     * Has the listener run after each successful reading that changed something, on the reading
     * virtual thread.
     */
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    /** How often changed files were read and could not be used; the last good state stayed. */
    public long failures() {
        return 0;
    }

    /** Looks at no file any more; what is known stays known. */
    @Override
    public void close() {}
}
