package io.wawp.dispatcher.testing;

/** One real broker for all tests of a JVM: it starts once and ends with the JVM. */
public final class SharedBroker {
    private SharedBroker() {}

    public static String bootstrapServers() {
        return Holder.BROKER.bootstrapServers();
    }

    private static final class Holder {
        private static final TestBroker BROKER = TestBroker.start();

        static {
            Runtime.getRuntime().addShutdownHook(new Thread(BROKER::close));
        }
    }
}
