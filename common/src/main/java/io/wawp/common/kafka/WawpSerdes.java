package io.wawp.common.kafka;

import io.wawp.common.command.SendCommand;
import io.wawp.common.outcome.Delivery;
import io.wawp.common.outcome.InstanceEvent;
import io.wawp.common.outcome.Outcome;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/**
 * Serdes for Kafka Streams: {@code Consumed.with(Serdes.String(), WawpSerdes.outcomes())}. The
 * nested classes are for properties that take a class, such as {@code default.value.serde}.
 */
public final class WawpSerdes {
    private WawpSerdes() {}

    /** Of a command topic. */
    public static Serde<SendCommand> sendCommands() {
        return new SendCommands();
    }

    /** Of {@code wawp.outcomes}. */
    public static Serde<Outcome> outcomes() {
        return new Outcomes();
    }

    /** Of {@code wawp.deliveries}. */
    public static Serde<Delivery> deliveries() {
        return new Deliveries();
    }

    /** Of {@code wawp.instances}. */
    public static Serde<InstanceEvent> instanceEvents() {
        return new InstanceEvents();
    }

    /** {@link #sendCommands} by name. */
    public static final class SendCommands extends Serdes.WrapperSerde<SendCommand> {
        public SendCommands() {
            super(new SendCommandSerializer(), new SendCommandDeserializer());
        }
    }

    /** {@link #outcomes} by name. */
    public static final class Outcomes extends Serdes.WrapperSerde<Outcome> {
        public Outcomes() {
            super(new OutcomeSerializer(), new OutcomeDeserializer());
        }
    }

    /** {@link #deliveries} by name. */
    public static final class Deliveries extends Serdes.WrapperSerde<Delivery> {
        public Deliveries() {
            super(new DeliverySerializer(), new DeliveryDeserializer());
        }
    }

    /** {@link #instanceEvents} by name. */
    public static final class InstanceEvents extends Serdes.WrapperSerde<InstanceEvent> {
        public InstanceEvents() {
            super(new InstanceEventSerializer(), new InstanceEventDeserializer());
        }
    }
}
