package io.wawp.dispatcher.delivery;

import java.util.ArrayList;
import java.util.List;

/**
 * What one look takes: all followed messages of a chat, so that nobody else touches them.
 *
 * @param due to be asked for
 * @param others of which a listing may show something
 * @param paused whether the instance is not to be called for now
 */
record Batch(List<Followed> due, List<Followed> others, boolean paused) {

    List<Followed> all() {
        var all = new ArrayList<>(due);
        all.addAll(others);
        return all;
    }
}
