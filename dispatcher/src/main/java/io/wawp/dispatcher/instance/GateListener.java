package io.wawp.dispatcher.instance;

/**
 * What the probe of a gate tells; {@code dispatch} listens. Called on the probe's own virtual
 * thread, never with a lock held, one call at a time for a gate: may block, as journaling does.
 */
public interface GateListener {

    /**
     * The gate is half-open: the oldest waiting command may pass as the probe, by {@link
     * Gate#mayPass()}. Never a message made up. May be told again while it stays half-open and
     * nobody passes.
     *
     * @return whether a command waits that will pass as soon as it may; if not, the working session
     *     is taken as proof, where that is enough
     */
    boolean halfOpen();

    /**
     * The gate has opened, for its session works and nothing waits: journal and publish RESUMED.
     */
    void opened();
}
