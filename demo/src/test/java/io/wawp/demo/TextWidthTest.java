package io.wawp.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TextWidthTest {
    @ParameterizedTest
    @CsvSource({
        "'',0",
        "order,5",
        "✓✓,2",
        "…,1",
        "─,1",
        "靴,2",
        "ブーツ,6",
        "👢,2",
        "e\u0301,1",
        "한국,4",
        "Ｗ,2"
    })
    void countsColumns(String text, int columns) {
        assertEquals(columns, TextWidth.of(text));
    }

    @Test
    void padsByColumnsAndCutsNothing() {
        assertEquals("靴   ", TextWidth.pad("靴", 5));
        assertEquals("ブーツ", TextWidth.pad("ブーツ", 5));
    }

    @Test
    void wrapsAtBlanksAndLeavesLongWordsWhole() {
        assertEquals(
                List.of("one two", "three", "incomprehensible", "end"),
                TextWidth.wrap("one two three incomprehensible end", 8));
        assertEquals(List.of("靴 靴", "靴"), TextWidth.wrap("靴 靴 靴", 5));
        assertEquals(List.of(""), TextWidth.wrap("", 5));
    }
}
