package io.wawp.demo;

import io.wawp.demo.Style.Tone;
import java.util.ArrayList;
import java.util.List;

/** Rows under headings, each column as wide as its widest cell. Not thread-safe. */
final class Table {
    private static final String GAP = "  ";

    private final List<String> headings;
    private final List<List<Cell>> rows = new ArrayList<>();

    /** One cell and what it is. */
    record Cell(String text, Tone tone) {
        static Cell of(String text) {
            return new Cell(text, Tone.PLAIN);
        }
    }

    Table(String... headings) {
        this.headings = List.of(headings);
    }

    void row(List<Cell> cells) {
        if (cells.size() != headings.size()) {
            throw new IllegalArgumentException(
                    cells.size() + " cells under " + headings.size() + " headings");
        }
        rows.add(List.copyOf(cells));
    }

    List<String> lines(Style style) {
        List<Integer> widths = widths();
        List<String> lines = new ArrayList<>();
        lines.add(line(headings.stream().map(Cell::of).toList(), widths, style, Tone.STRONG));
        List<Cell> rules = new ArrayList<>();
        for (int i = 0; i < widths.size(); i++) {
            rules.add(Cell.of(headings.get(i).isEmpty() ? "" : "─".repeat(widths.get(i))));
        }
        lines.add(line(rules, widths, style, Tone.FAINT));
        rows.forEach(row -> lines.add(line(row, widths, style, Tone.PLAIN)));
        return lines;
    }

    private List<Integer> widths() {
        List<Integer> widths = new ArrayList<>();
        for (int i = 0; i < headings.size(); i++) {
            int column = i;
            int widest =
                    rows.stream()
                            .mapToInt(row -> TextWidth.of(row.get(column).text()))
                            .max()
                            .orElse(0);
            widths.add(Math.max(TextWidth.of(headings.get(i)), widest));
        }
        return widths;
    }

    private static String line(List<Cell> cells, List<Integer> widths, Style style, Tone all) {
        List<String> painted = new ArrayList<>();
        for (int i = 0; i < cells.size(); i++) {
            Cell cell = cells.get(i);
            boolean last = i == cells.size() - 1;
            String text = last ? cell.text() : TextWidth.pad(cell.text(), widths.get(i));
            painted.add(style.paint(cell.tone() == Tone.PLAIN ? all : cell.tone(), text));
        }
        return String.join(GAP, painted).stripTrailing();
    }
}
