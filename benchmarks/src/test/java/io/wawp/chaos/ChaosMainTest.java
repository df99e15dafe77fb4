package io.wawp.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChaosMainTest {
    private final ByteArrayOutputStream told = new ByteArrayOutputStream();

    @TempDir private Path directory;
    private Chronicle chronicle;

    @BeforeEach
    void open() {
        chronicle =
                new Chronicle(new PrintStream(told, true, UTF_8), directory.resolve("actions.log"));
    }

    @AfterEach
    void close() {
        chronicle.close();
    }

    @Test
    void aRunIsCleanWhenItEndsAndNothingWasViolated() throws Exception {
        assertTrue(ChaosMain.played(() -> {}, chronicle));
        assertFalse(ChaosMain.played(() -> chronicle.violation("lost"), chronicle));
    }

    @Test
    void whatNobodyExpectedEndsTheRunUncleanAndIsTold() throws Exception {
        assertFalse(
                ChaosMain.played(
                        () -> {
                            throw new IllegalStateException("the table is full");
                        },
                        chronicle));

        assertTrue(told.toString(UTF_8).contains("the table is full"), told.toString(UTF_8));
    }
}
