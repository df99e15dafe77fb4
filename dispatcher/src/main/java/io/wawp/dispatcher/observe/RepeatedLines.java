package io.wawp.dispatcher.observe;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Lets what Kafka's clients say again and again pass once a minute: while a broker or a topic is
 * away they say the same many times a second, and the worker itself says what it waits for. Lines
 * of others always pass. Named in {@code logback.xml}. Thread-safe.
 */
public final class RepeatedLines extends Filter<ILoggingEvent> {
    private static final String CHATTY = "org.apache.kafka.";
    private static final long ONCE_IN_MILLIS = Duration.ofMinutes(1).toMillis();
    private static final int REMEMBERED = 500;
    private static final Pattern NUMBERS = Pattern.compile("[0-9]+");

    /** When each was let pass, oldest first. Guarded by itself. */
    private final Map<String, Long> passed = new LinkedHashMap<>();

    @Override
    public FilterReply decide(ILoggingEvent event) {
        return !event.getLoggerName().startsWith(CHATTY) || isNew(event)
                ? FilterReply.NEUTRAL
                : FilterReply.DENY;
    }

    private boolean isNew(ILoggingEvent event) {
        // numbers of tries and of requests are others each time
        String key = event.getLoggerName() + NUMBERS.matcher(event.getMessage()).replaceAll("#");
        long now = event.getTimeStamp();
        synchronized (passed) {
            Long last = passed.get(key);
            if (last != null && now - last >= 0 && now - last < ONCE_IN_MILLIS) {
                return false;
            }
            passed.remove(key);
            if (passed.size() >= REMEMBERED) {
                passed.remove(passed.keySet().iterator().next());
            }
            passed.put(key, now);
            return true;
        }
    }
}
