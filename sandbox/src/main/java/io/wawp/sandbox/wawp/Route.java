package io.wawp.sandbox.wawp;

import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which operation a method and a path name, and the parameters that stand in the path. */
record Route(Operation operation, Map<String, String> parameters) {
    private static final Map<String, Route> FIXED = fixed();

    /** The path is raw, below the base path. Nothing found is what WordPress calls no route. */
    static Optional<Route> find(String method, String path) {
        Route fixed = FIXED.get(method + " " + path);
        if (fixed != null) {
            return Optional.of(fixed);
        }
        List<String> parts = List.of(path.split("/", -1));
        if (parts.size() < 4 || !parts.get(1).equals("chats") || !parts.get(3).equals("messages")) {
            return Optional.empty();
        }
        String chatId = decoded(parts.get(2));
        if (method.equals("GET") && parts.size() == 4) {
            return Optional.of(new Route(Operation.CHAT_MESSAGES, Map.of("chatId", chatId)));
        }
        if (method.equals("POST") && parts.size() == 5) {
            return Optional.of(
                    new Route(
                            Operation.CHAT_MESSAGE,
                            Map.of("chatId", chatId, "messageId", decoded(parts.get(4)))));
        }
        return Optional.empty();
    }

    private static String decoded(String part) {
        // A plus in a path is a plus; only in a query it is a space.
        return QueryStringDecoder.decodeComponent(part.replace("+", "%2B"));
    }

    private static Map<String, Route> fixed() {
        Map<String, Route> all = new HashMap<>();
        for (Operation operation : Operation.values()) {
            if (operation.path().indexOf('{') < 0) {
                all.put(
                        operation.method() + " " + operation.path(),
                        new Route(operation, Map.of()));
            }
        }
        return Map.copyOf(all);
    }
}
