package io.wawp.demo;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.FileAppender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log of everything in this JVM, in a file, so that it does not disturb the picture; kept only
 * if something goes wrong.
 */
final class DemoLog {
    private final Path file;

    private DemoLog(Path file) {
        this.file = file;
    }

    /**
     * Turns all logging of this JVM to a new file.
     *
     * @throws StageException when there can be none
     */
    static DemoLog begin() {
        try {
            Path file = Files.createTempFile("wawp-demo-", ".log");
            if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
                turn(context, file);
            }
            return new DemoLog(file);
        } catch (IOException e) {
            throw StageException.noRoom(e);
        }
    }

    private static void turn(LoggerContext context, Path file) {
        context.reset();
        var encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern("%d{HH:mm:ss.SSS} %-5level [%thread] %logger{20}: %msg%n%ex");
        encoder.start();
        var appender = new FileAppender<ILoggingEvent>();
        appender.setContext(context);
        appender.setFile(file.toString());
        appender.setEncoder(encoder);
        appender.start();
        var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.WARN);
        root.addAppender(appender);
        context.getLogger("io.wawp").setLevel(Level.INFO);
    }

    Path file() {
        return file;
    }

    /** Nobody needs it. */
    void delete() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LoggerFactory.getLogger(DemoLog.class).warn("The log stays in {}", file, e);
        }
    }
}
