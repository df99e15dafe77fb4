package io.wawp.dispatcher.testing;

import io.wawp.sandbox.kafka.EmbeddedKafka;

/** One real broker for all tests of a JVM: it starts once and ends with the JVM. */
public final class SharedBroker {
    private SharedBroker() {}

    public static String bootstrapServers() {
        return Holder.KAFKA.bootstrapServers();
    }

    private static final class Holder {
        private static final EmbeddedKafka KAFKA = EmbeddedKafka.start();

        static {
            Runtime.getRuntime().addShutdownHook(new Thread(KAFKA::close));
        }
    }
}
