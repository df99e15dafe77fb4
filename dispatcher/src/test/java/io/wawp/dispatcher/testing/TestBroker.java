package io.wawp.dispatcher.testing;

/**
 * A real broker of one node for tests: in this JVM, or, where the build's profile {@code
 * containers} says so, in a container of the official image. Which one it is, no test needs to
 * know. Safe for use by any thread; starting and stopping happen one at a time.
 */
public sealed interface TestBroker extends AutoCloseable permits EmbeddedBroker, ContainerBroker {
    /** The system property that chooses: {@code embedded}, the default, or {@code container}. */
    String CHOICE = "wawp.test.broker";

    /** Returns when the broker serves clients. Its data goes when it is closed. */
    static TestBroker start() {
        String choice = System.getProperty(CHOICE, "embedded");
        return switch (choice) {
            case "embedded" -> new EmbeddedBroker();
            case "container" -> ContainerBroker.start();
            default ->
                    throw new IllegalStateException(
                            CHOICE + " is '" + choice + "'; it is embedded or container");
        };
    }

    /** For {@code bootstrap.servers}; the same after a restart. */
    String bootstrapServers();

    /** Stops in an orderly way and keeps the data. */
    void stop();

    /** Starts again, at the old address and with the old data; returns when it serves clients. */
    void restart();

    /**
     * Spoils one byte of a record on the disk, and restarts.
     *
     * @param topic its first partition is meant
     * @param marker text that the record's value has and no earlier record has; its third character
     *     becomes another
     */
    void damage(String topic, String marker);

    @Override
    void close();
}
