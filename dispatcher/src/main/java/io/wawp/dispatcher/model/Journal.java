package io.wawp.dispatcher.model;

import java.util.ArrayList;
import java.util.List;

/**
 * The durable memory of every command and instance. Thread-safe; its methods block and are made for
 * virtual threads. Never to be called from a {@link Reception} callback.
 */
public interface Journal {

    /**
     * Makes the append durable: when this returns, the transaction that holds it is committed.
     *
     * @throws TenureEnded when the shard was lost or let go before: nothing of the append is, or
     *     will be, durable, or the shard's next owner has to find out; the caller lets go
     * @throws IllegalArgumentException when a record of it is larger than the broker takes; nothing
     *     was written
     */
    void append(Tenure tenure, Append append) throws TenureEnded, InterruptedException;

    /**
     * The whole command of a ticket as last journaled; read back from the journal where memory does
     * not hold it.
     */
    LoadedCommand read(Ticket ticket) throws TenureEnded, InterruptedException;

    /**
     * The same of many, in their order: what has to be read back is asked for all at once. For
     * those whose waiting is over; what is read back is not kept in memory.
     */
    default List<LoadedCommand> readAll(List<Ticket> tickets)
            throws TenureEnded, InterruptedException {
        List<LoadedCommand> all = new ArrayList<>(tickets.size());
        for (Ticket ticket : tickets) {
            all.add(read(ticket));
        }
        return all;
    }
}
