package io.wawp.dispatcher.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wawp.dispatcher.config.WorkerConfig;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MainTest {
    private final Map<String, String> environment =
            new HashMap<>(
                    Map.of(
                            "KAFKA_BOOTSTRAP_SERVERS", "b:1",
                            "WAWP_INSTANCE_ID", "i",
                            "WAWP_ACCESS_TOKEN", "s3cr3t"));
    private final List<WorkerConfig> started = new ArrayList<>();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void aWorkerGetsItsSettingsAndItsStatusIsTheCommands() {
        assertEquals(1, execute("worker"));
        assertEquals("i", started.getFirst().wawp().instanceId());
    }

    @Test
    void aWorkerWithSettingsThatCannotBeUsedIsNotStarted() {
        environment.remove("WAWP_INSTANCE_ID");
        assertEquals(2, execute("worker"));
        assertEquals(List.of(), started);
        assertTrue(err.toString().contains("wawp.instance-id"), err.toString());
        assertTrue(!err.toString().contains("s3cr3t"));
    }

    @Test
    void helpListsTheCommands() {
        assertEquals(0, execute("help"));
        assertTrue(out.toString().contains("topics"), out.toString());
        assertTrue(out.toString().contains("worker"), out.toString());
    }

    @Test
    void noCommandAndAnUnknownOneAreWrongUse() {
        assertEquals(2, execute());
        assertEquals(2, execute("unheard-of"));
    }

    private int execute(String... arguments) {
        return Main.commandLine(
                        environment,
                        config -> {
                            started.add(config);
                            return 1;
                        })
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }
}
