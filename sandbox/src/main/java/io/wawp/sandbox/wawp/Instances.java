package io.wawp.sandbox.wawp;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The instances that the simulator knows. Where any instance is accepted, one comes into being by
 * its first call. Safe for use by any thread.
 */
final class Instances {
    /** Twelve letters or digits, says a page of v2. */
    private static final Pattern FORM = Pattern.compile("[0-9A-Za-z]{12}");

    private final Map<String, Instance> known = new ConcurrentHashMap<>();
    private final boolean acceptAny;
    private final @Nullable String tokenOfAny;
    private final int messagesPerChat;

    Instances(boolean acceptAny, @Nullable String tokenOfAny, int messagesPerChat) {
        this.acceptAny = acceptAny;
        this.tokenOfAny = tokenOfAny;
        this.messagesPerChat = messagesPerChat;
    }

    /** Knows it from now on; one of the same id keeps its chats and takes the new token. */
    void add(String id, String token) {
        if (id.isBlank()) {
            throw new IllegalArgumentException("instance id is blank");
        }
        known.compute(
                id,
                (key, old) ->
                        new Instance(
                                id,
                                token,
                                old == null ? new ChatBook(messagesPerChat) : old.chats()));
    }

    void remove(String id) {
        known.remove(id);
    }

    Optional<Instance> find(String id) {
        Instance instance = known.get(id);
        if (instance == null && acceptAny && FORM.matcher(id).matches()) {
            instance =
                    known.computeIfAbsent(
                            id,
                            key -> new Instance(key, tokenOfAny, new ChatBook(messagesPerChat)));
        }
        return Optional.ofNullable(instance);
    }

    Instance get(String id) {
        return find(id).orElseThrow(() ->
                new IllegalArgumentException("instance " + id + " is not known: add it first"));
    }

    List<String> ids() {
        return known.keySet().stream().sorted().toList();
    }
}
