package io.wawp.dispatcher.delivery;

import io.wawp.dispatcher.delivery.Followed.Chat;
import io.wawp.dispatcher.delivery.Followed.Place;
import io.wawp.dispatcher.model.CommandKey;
import io.wawp.dispatcher.model.Tenure;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * All followed messages, by what they are asked for. Every step takes logarithmic time at most.
 * Guarded by the tracker's lock.
 */
final class FollowedMessages {
    private final TreeSet<Followed> byLook = new TreeSet<>(Followed.BY_LOOK);
    private final TreeSet<Followed> byAge = new TreeSet<>(Followed.BY_AGE);
    private final Map<CommandKey, Followed> byKey = new HashMap<>();
    private final Map<Chat, Set<Followed>> chats = new HashMap<>();
    private final Map<Tenure, Set<Followed>> tenures = new HashMap<>();

    /** How many there are, without those that were crowded out. */
    int size() {
        return byAge.size();
    }

    @Nullable Followed find(CommandKey key) {
        return byKey.get(key);
    }

    void add(Followed followed, Instant nextLook) {
        byAge.add(followed);
        byKey.put(followed.entry.key(), followed);
        chats.computeIfAbsent(followed.chat, chat -> new LinkedHashSet<>()).add(followed);
        tenures.computeIfAbsent(followed.tenure(), tenure -> new LinkedHashSet<>()).add(followed);
        await(followed, nextLook);
    }

    /** Lets it wait for its next look. */
    void await(Followed followed, Instant nextLook) {
        followed.nextLook = nextLook;
        followed.place = Place.WAITING;
        byLook.add(followed);
    }

    /** The wall clock was set back by so much, and with it go all looks that are waited for. */
    void setBack(Duration by) {
        List<Followed> waiting = List.copyOf(byLook);
        byLook.clear();
        for (Followed followed : waiting) {
            followed.nextLook = followed.nextLook.minus(by);
            byLook.add(followed);
        }
    }

    /** Takes it from those that wait, if it is there. */
    void place(Followed followed, Place place) {
        if (followed.place == Place.WAITING) {
            byLook.remove(followed);
        }
        followed.place = place;
    }

    void remove(Followed followed) {
        place(followed, Place.GONE);
        byAge.remove(followed);
        byKey.remove(followed.entry.key(), followed);
        take(chats, followed.chat, followed);
        take(tenures, followed.tenure(), followed);
    }

    /** When the next look is; null when none waits for one. */
    @Nullable Instant nextLook() {
        return byLook.isEmpty() ? null : byLook.first().nextLook;
    }

    /** The one that waits and is due first, if it is due. */
    @Nullable Followed due(Instant now) {
        return byLook.isEmpty() || byLook.first().nextLook.isAfter(now) ? null : byLook.first();
    }

    /** The one sent first, which then does not count any more. */
    Followed crowdOutOldest() {
        Followed oldest = byAge.removeFirst();
        oldest.crowdedOut = true;
        return oldest;
    }

    List<Followed> of(Chat chat) {
        return new ArrayList<>(chats.getOrDefault(chat, Set.of()));
    }

    List<Followed> of(Tenure tenure) {
        return new ArrayList<>(tenures.getOrDefault(tenure, Set.of()));
    }

    private static <K> void take(Map<K, Set<Followed>> sets, K key, Followed followed) {
        Set<Followed> set = sets.get(key);
        if (set != null) {
            set.remove(followed);
            if (set.isEmpty()) {
                sets.remove(key);
            }
        }
    }
}
