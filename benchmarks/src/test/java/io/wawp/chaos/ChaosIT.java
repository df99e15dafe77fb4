package io.wawp.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whole runs: what they tell is shown when one fails, with the call that replays it.
 *
 * <p>The one that belongs to every test run lasts two minutes and a little more as a whole, with
 * start, troubles, drain and audit; its troubles last 85 s of them. That is long enough for every
 * kind of action and, with the tighter bounds of a short run, for every probe to be violated: what
 * stands still for good also keeps the run from being drained, and is looked at until then.
 */
class ChaosIT {
    private static final Set<Action.Kind> ALL = EnumSet.allOf(Action.Kind.class);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path directory;

    @Test
    void nothingIsLostOrSentTwiceWhateverFails() throws Exception {
        clean(
                new ChaosSettings(
                        11,
                        Duration.ofSeconds(85),
                        Duration.ofSeconds(3),
                        1,
                        3,
                        60,
                        "classic",
                        ALL,
                        directory));
    }

    @Test
    @Tag("long")
    void norWithThreeBrokers() throws Exception {
        clean(longRun(3, "classic"));
    }

    @Test
    @Tag("long")
    void norWithTheNewerGroupProtocol() throws Exception {
        clean(longRun(1, "consumer"));
    }

    private ChaosSettings longRun(int brokers, String groupProtocol) {
        return new ChaosSettings(
                ThreadLocalRandom.current().nextLong(1_000_000),
                Duration.ofMinutes(10),
                Duration.ofSeconds(3),
                brokers,
                4,
                200,
                groupProtocol,
                ALL,
                directory);
    }

    private void clean(ChaosSettings settings) throws Exception {
        var told = new ByteArrayOutputStream();
        try (var chronicle =
                        new Chronicle(
                                new PrintStream(told, true, UTF_8),
                                directory.resolve("actions.log"));
                var run = new ChaosRun(settings, directory, chronicle)) {
            run.run();
            assertEquals(
                    0,
                    chronicle.violationCount(),
                    () -> settings.replay() + "\n" + told.toString(UTF_8));
            for (Action.Kind kind : settings.kinds()) {
                assertTrue(
                        chronicle.done().containsKey(kind) || !kind.fits(settings.brokers()),
                        () -> kind + " was not done:\n" + told.toString(UTF_8));
            }
        }
    }
}
