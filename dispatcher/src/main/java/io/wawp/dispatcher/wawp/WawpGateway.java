package io.wawp.dispatcher.wawp;

import io.wawp.dispatcher.model.MessageGateway;

/** A gateway to Wawp of whatever generation, with the connections that it holds. */
public interface WawpGateway extends MessageGateway, AutoCloseable {

    /**
     * Closes all connections at once; calls that are under way end as if the network had failed.
     * Idempotent.
     */
    @Override
    void close();
}
