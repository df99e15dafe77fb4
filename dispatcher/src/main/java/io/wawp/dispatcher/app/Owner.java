package io.wawp.dispatcher.app;

import io.wawp.dispatcher.delivery.DeliveryTracker;
import io.wawp.dispatcher.dispatch.Dispatcher;
import io.wawp.dispatcher.model.Reception;
import io.wawp.dispatcher.model.Tenure;
import io.wawp.dispatcher.model.Ticket;
import java.util.List;

/**
 * All who take care of a shard, as one: the path of its commands and the following of its messages.
 */
record Owner(Dispatcher dispatcher, DeliveryTracker deliveries) implements Reception {
    @Override
    public void taken(Tenure tenure, Restored restored) {
        dispatcher.taken(tenure, restored);
        deliveries.leftOut(restored.leftOut(), tenure);
    }

    @Override
    public void admitted(Tenure tenure, List<Ticket> tickets) {
        dispatcher.admitted(tenure, tickets);
    }

    @Override
    public void windDown(Tenure tenure) {
        dispatcher.windDown(tenure);
    }

    @Override
    public boolean isIdle(Tenure tenure) {
        return dispatcher.isIdle(tenure);
    }

    @Override
    public void left(Tenure tenure) {
        dispatcher.left(tenure);
        deliveries.left(tenure);
    }
}
