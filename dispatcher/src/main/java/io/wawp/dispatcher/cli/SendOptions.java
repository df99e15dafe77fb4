package io.wawp.dispatcher.cli;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is to happen with a command that is to be sent. */
final class SendOptions {
    @Option(
            names = "--topic",
            paramLabel = "TOPIC",
            description =
                    "Command topic to write to. Default: the first of DISPATCHER_TOPICS_COMMANDS.")
    private @Nullable String topic;

    @Option(names = "--dry-run", description = "Check, print the JSON, and write nothing.")
    private boolean dryRun;

    @Option(
            names = "--wait",
            description = "Wait for the outcome and show it; exit status 0 only if it is SENT.")
    private boolean wait;

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            converter = Moments.OfDuration.class,
            description =
                    "How long to wait, from --not-before if there is one (default: ${DEFAULT-VALUE}).")
    private Duration timeout = Duration.ofMinutes(2);

    @Option(names = "--json", description = "Results as JSON, for machines.")
    private boolean json;

    @Nullable String topic() {
        return topic;
    }

    boolean dryRun() {
        return dryRun;
    }

    boolean waits() {
        return wait;
    }

    Duration timeout() {
        return timeout;
    }

    boolean json() {
        return json;
    }
}
