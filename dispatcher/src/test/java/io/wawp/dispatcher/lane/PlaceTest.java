package io.wawp.dispatcher.lane;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PlaceTest {

    @ParameterizedTest
    @CsvSource({
        "0, 9, 9,   1, 0, 0,  -1",
        "1, 0, 0,   0, 9, 9,   1",
        "1, 5, 9,   1, 6, 0,  -1",
        "1, 5, 2,   1, 5, 3,  -1",
        "1, 5, 2,   1, 5, 2,   0",
        "-2147483648, 0, 0,   2147483647, 0, 0,  -1",
        "0, -9223372036854775808, 0,   0, 9223372036854775807, 0,  -1",
    })
    void rankComesFirstThenDueThenSequence(
            int rank,
            long due,
            long sequence,
            int otherRank,
            long otherDue,
            long otherSequence,
            int sign) {
        Place one = new Place(rank, due, sequence);
        Place other = new Place(otherRank, otherDue, otherSequence);
        assertEquals(sign, Integer.signum(one.compareTo(other)));
        assertEquals(-sign, Integer.signum(other.compareTo(one)));
    }
}
