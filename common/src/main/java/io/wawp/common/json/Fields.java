package io.wawp.common.json;

import io.wawp.common.outcome.ReasonCode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one JSON object, read by name. Every complaint is a {@link Refusal} that names the
 * field's path. A null is the same as an absent field.
 */
final class Fields {
    private final Map<String, Json> values;
    private final String prefix;
    private final boolean toBeSent;

    private Fields(Json.Members object, String prefix, boolean toBeSent) {
        this.values = object.values();
        this.prefix = prefix;
        this.toBeSent = toBeSent;
    }

    /** Of a command: refuses strings that cannot be sent. */
    static Fields ofCommand(Json.Members object) {
        return new Fields(object, "", true);
    }

    /** Of a record of ours, which may quote anything in its error. */
    static Fields ofRecord(Json.Members object) {
        return new Fields(object, "", false);
    }

    String path(String name) {
        return prefix + name;
    }

    Refusal invalid(String name, String words) {
        return Refusal.of(ReasonCode.INVALID_FIELD, path(name), words);
    }

    /** Names of all fields, also of those that are null. */
    Set<String> written() {
        return values.keySet();
    }

    /** Names of the fields that are there. */
    List<String> names() {
        List<String> names = new ArrayList<>(values.size());
        values.forEach((name, value) -> {
            if (value != Json.Nothing.NULL) {
                names.add(name);
            }
        });
        return names;
    }

    /** Refuses every other field: it is a typo, and what was meant would silently be missing. */
    void allowOnly(Collection<String> known) {
        for (Map.Entry<String, Json> entry : values.entrySet()) {
            String name = entry.getKey();
            if (!known.contains(name) && entry.getValue() != Json.Nothing.NULL) {
                String near = Names.near(name, known);
                throw Refusal.of(
                        ReasonCode.UNKNOWN_FIELD,
                        path(Names.shown(name)),
                        "is not a field"
                                + (near == null
                                        ? "; there are " + String.join(", ", known)
                                        : "; did you mean " + near + "?"));
            }
        }
    }

    boolean has(String name) {
        return find(name) != null;
    }

    String text(String name) {
        return asText(require(name), name, -1);
    }

    @Nullable String textOrNull(String name) {
        Json value = find(name);
        return value == null ? null : asText(value, name, -1);
    }

    /** A string that a type of ours reads; its complaint becomes ours. */
    <T> T parsed(String name, Function<String, T> reading) {
        return parse(name, text(name), reading);
    }

    <T> @Nullable T parsedOrNull(String name, Function<String, T> reading) {
        String written = textOrNull(name);
        return written == null ? null : parse(name, written, reading);
    }

    private <T> T parse(String name, String written, Function<String, T> reading) {
        try {
            return reading.apply(written);
        } catch (IllegalArgumentException e) {
            String words = String.valueOf(e.getMessage());
            String plain =
                    words.startsWith(name + " ") ? words.substring(name.length() + 1) : words;
            throw invalid(name, plain);
        }
    }

    boolean flag(String name) {
        return switch (require(name)) {
            case Json.Flag flag -> flag.value();
            default -> throw invalid(name, "must be true or false");
        };
    }

    boolean flagOr(String name, boolean fallback) {
        return has(name) ? flag(name) : fallback;
    }

    /** A number as it was written. */
    String numeral(String name) {
        return switch (require(name)) {
            case Json.Numeral numeral -> numeral.written();
            default -> throw invalid(name, "must be a number");
        };
    }

    long whole(String name) {
        try {
            return Long.parseLong(numeral(name));
        } catch (NumberFormatException e) {
            throw invalid(name, "must be a whole number of at most 18 digits");
        }
    }

    int integer(String name) {
        long value = whole(name);
        if (value != (int) value) {
            throw invalid(name, "is out of range");
        }
        return (int) value;
    }

    @Nullable Integer integerOrNull(String name) {
        return has(name) ? integer(name) : null;
    }

    Fields object(String name) {
        return asObject(require(name), path(name));
    }

    @Nullable Fields objectOrNull(String name) {
        Json value = find(name);
        return value == null ? null : asObject(value, path(name));
    }

    List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        for (Json item : items(name)) {
            texts.add(asText(item, name, texts.size()));
        }
        return texts;
    }

    List<Fields> objects(String name) {
        List<Fields> objects = new ArrayList<>();
        for (Json item : items(name)) {
            objects.add(asObject(item, path(name) + "[" + objects.size() + "]"));
        }
        return objects;
    }

    private List<Json> items(String name) {
        return switch (require(name)) {
            case Json.Items items -> items.values();
            default -> throw invalid(name, "must be an array");
        };
    }

    private Json require(String name) {
        Json value = find(name);
        if (value == null) {
            throw Refusal.of(ReasonCode.MISSING_FIELD, path(name), "is missing");
        }
        return value;
    }

    private @Nullable Json find(String name) {
        Json value = values.get(name);
        return value == Json.Nothing.NULL ? null : value;
    }

    private Fields asObject(Json value, String path) {
        return switch (value) {
            case Json.Members members -> new Fields(members, path + ".", toBeSent);
            default -> throw Refusal.of(ReasonCode.INVALID_FIELD, path, "must be an object");
        };
    }

    private String asText(Json value, String name, int index) {
        return switch (value) {
            case Json.Text text when !toBeSent || isSendable(text.value()) -> text.value();
            case Json.Text _ ->
                    throw at(
                            name,
                            index,
                            "holds a NUL or half of a surrogate pair, which cannot be sent");
            default -> throw at(name, index, "must be a string");
        };
    }

    private Refusal at(String name, int index, String words) {
        String shown = Names.shown(name);
        return invalid(index < 0 ? shown : shown + "[" + index + "]", words);
    }

    /** JSON's escapes can write what UTF-8 cannot carry. */
    static boolean isSendable(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0) {
                return false;
            }
            if (Character.isSurrogate(c)) {
                if (i + 1 == text.length() || !Character.isSurrogatePair(c, text.charAt(i + 1))) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }
}
