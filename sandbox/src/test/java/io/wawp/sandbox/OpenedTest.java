package io.wawp.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpenedTest {
    private final Opened opened = new Opened();
    private final List<String> closed = new ArrayList<>();

    @Test
    void theLastIsClosedFirstAndEachOnce() {
        assertTrue(opened.add(() -> closed.add("broker")));
        assertTrue(opened.add(() -> closed.add("worker")));

        opened.close();
        opened.close();

        assertEquals(List.of("worker", "broker"), closed);
    }

    @Test
    void whatDoesNotCloseWellKeepsNothingElseOpen() {
        opened.add(() -> closed.add("broker"));
        opened.add(() -> {
            throw new IllegalStateException("no");
        });

        opened.close();

        assertEquals(List.of("broker"), closed);
    }

    @Test
    void whatComesTooLateIsClosedAtOnce() {
        opened.close();

        assertFalse(opened.add(() -> closed.add("worker")));
        assertEquals(List.of("worker"), closed);
    }
}
