package io.wawp.dispatcher.dispatch;

import io.wawp.dispatcher.model.Admission;
import io.wawp.dispatcher.model.Journal;
import io.wawp.dispatcher.model.MessageGateway;
import io.wawp.dispatcher.model.Reception.Restored;
import io.wawp.dispatcher.model.Ticket;
import java.util.function.UnaryOperator;

/**
 * What takes a measure of the worker's away, by a wrapper around what it is built of. In tests
 * alone; nothing like it is in the worker.
 */
final class Switches {
    UnaryOperator<MessageGateway> gateway = UnaryOperator.identity();
    UnaryOperator<Journal> journal = UnaryOperator.identity();
    UnaryOperator<Restored> restored = UnaryOperator.identity();
    UnaryOperator<Ticket> ticket = UnaryOperator.identity();
    UnaryOperator<Admission> admission = UnaryOperator.identity();
    UnaryOperator<DispatchSettings> settings = UnaryOperator.identity();

    /** While a worker stands still, its monotonic clock does, as on a machine that is suspended. */
    boolean machineIsSuspended;

    /** While a worker stands still, somebody sets its wall clock back by as much. */
    boolean wallClockIsSetBack;
}
