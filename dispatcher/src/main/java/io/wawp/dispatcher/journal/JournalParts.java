package io.wawp.dispatcher.journal;

import io.wawp.dispatcher.kafka.Hindrance;
import io.wawp.dispatcher.model.Reception;
import io.wawp.dispatcher.model.Time;

/** What outlives a membership of the group and every {@link JournalLoop} works with. */
record JournalParts(
        Mailbox mailbox,
        Reception reception,
        Arrivals arrivals,
        Forgetting forgetting,
        ContentMemory memory,
        Contents contents,
        RefusedShards refused,
        JournalMeters meters,
        Hindrance hindrance,
        Time time) {}
