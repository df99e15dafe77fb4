package io.wawp.common.outcome;

/** The record of a command topic from which a command was read. */
public record Source(String topic, int partition, long offset) {
    @Override
    public String toString() {
        return topic + "-" + partition + "@" + offset;
    }
}
