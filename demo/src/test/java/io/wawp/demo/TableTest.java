package io.wawp.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.wawp.demo.Style.Tone;
import io.wawp.demo.Table.Cell;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TableTest {
    private static final Style PLAIN = new Style(false);

    @Test
    void columnsAreAsWideAsTheirWidestCellInColumnsOfTheTerminal() {
        var table = new Table("name", "what", "");
        table.row(List.of(Cell.of("ブーツ"), Cell.of("x"), Cell.of("✓")));
        table.row(List.of(Cell.of("boots"), Cell.of("longer"), Cell.of("✗")));

        assertEquals(
                List.of("name    what", "──────  ──────", "ブーツ  x       ✓", "boots   longer  ✗"),
                table.lines(PLAIN));
    }

    @Test
    void coloursMoveNothing() {
        var table = new Table("name", "what");
        table.row(List.of(new Cell("a", Tone.STRONG), new Cell("b", Tone.BAD)));
        List<String> coloured = table.lines(new Style(true));

        assertNotEquals(table.lines(PLAIN), coloured);
        assertEquals(
                table.lines(PLAIN),
                coloured.stream()
                        .map(line -> line.replaceAll("\u001b\\[\\d*m", "").stripTrailing())
                        .toList());
    }

    @Test
    void aRowOfAnotherLengthIsRefused() {
        var table = new Table("name", "what");
        assertThrows(IllegalArgumentException.class, () -> table.row(List.of(Cell.of("a"))));
    }
}
