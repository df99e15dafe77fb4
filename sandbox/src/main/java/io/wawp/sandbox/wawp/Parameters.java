package io.wawp.sandbox.wawp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Parameters as PHP and WordPress see them. PHP turns {@code file[url]=x} into a nested value and
 * dots and spaces of a name into underscores; WordPress merges the path's, the query's, the form's
 * and the JSON body's parameters, the later named winning.
 */
final class Parameters {
    private Parameters() {}

    /** Of a query, or of a form's body. */
    static ObjectNode ofQuery(String raw) {
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        if (raw.isEmpty()) {
            return all;
        }
        int start = 0;
        while (start <= raw.length()) {
            int end = raw.indexOf('&', start);
            if (end < 0) {
                end = raw.length();
            }
            addPair(all, raw.substring(start, end));
            start = end + 1;
        }
        listsOf(all);
        return all;
    }

    /** Later ones win, whole: nested values are replaced, not merged. */
    static ObjectNode merge(
            Map<String, String> path, ObjectNode query, ObjectNode form, ObjectNode json) {
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        path.forEach(all::put);
        all.setAll(query);
        all.setAll(form);
        all.setAll(json);
        return all;
    }

    private static void addPair(ObjectNode all, String pair) {
        if (pair.isEmpty()) {
            return;
        }
        int equals = pair.indexOf('=');
        String name = decoded(equals < 0 ? pair : pair.substring(0, equals)).stripLeading();
        String value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
        int bracket = name.indexOf('[');
        if (bracket <= 0 || name.indexOf(']', bracket) < 0) {
            all.put(underscored(name), value);
            return;
        }
        put(all, underscored(name.substring(0, bracket)), brackets(name, bracket), value);
    }

    private static void put(ObjectNode target, String name, List<String> keys, String value) {
        ObjectNode at = target;
        String key = name;
        for (String next : keys) {
            at = at.get(key) instanceof ObjectNode nested ? nested : at.putObject(key);
            key = next.isEmpty() ? Integer.toString(at.size()) : next;
        }
        at.put(key, value);
    }

    private static List<String> brackets(String name, int first) {
        List<String> keys = new ArrayList<>();
        int open = first;
        while (open >= 0 && open < name.length() && name.charAt(open) == '[') {
            int close = name.indexOf(']', open);
            if (close < 0) {
                break;
            }
            keys.add(name.substring(open + 1, close));
            open = close + 1;
        }
        return keys;
    }

    /** An array of PHP whose keys count from 0 is a list elsewhere. */
    private static void listsOf(ObjectNode node) {
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            if (entry.getValue() instanceof ObjectNode nested) {
                listsOf(nested);
                if (isList(nested)) {
                    ArrayNode list = JsonNodeFactory.instance.arrayNode();
                    nested.forEach(list::add);
                    entry.setValue(list);
                }
            }
        }
    }

    private static boolean isList(ObjectNode node) {
        int expected = 0;
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            if (!entry.getKey().equals(Integer.toString(expected++))) {
                return false;
            }
        }
        return expected > 0;
    }

    private static String underscored(String name) {
        return name.indexOf('.') < 0 && name.indexOf(' ') < 0
                ? name
                : name.replace('.', '_').replace(' ', '_');
    }

    private static String decoded(String text) {
        try {
            return QueryStringDecoder.decodeComponent(text);
        } catch (IllegalArgumentException e) {
            // PHP leaves a stray per cent sign as it stands.
            return text;
        }
    }
}
