package io.wawp.common.json;

import java.util.List;
import java.util.Map;

/**
 * A JSON value as it was written: nothing is converted before somebody asks for it by its name.
 * Numbers stay text, since {@code 1e999999999} is cheap only as long as nobody unfolds it.
 */
sealed interface Json {

    record Text(String value) implements Json {}

    record Numeral(String written) implements Json {}

    record Flag(boolean value) implements Json {}

    enum Nothing implements Json {
        NULL
    }

    record Items(List<Json> values) implements Json {}

    record Members(Map<String, Json> values) implements Json {}
}
