package io.wawp.common.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonEOFException;
import io.wawp.common.outcome.ReasonCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Bytes to one JSON object, by the letter of RFC 8259: UTF-8 without a byte order mark, every name
 * once, nothing behind the object. Keeps what was read before a fault. Work and memory are bounded
 * by the length of the bytes. One reader reads once, in one thread.
 */
final class JsonReader {
    /** The contract needs four levels. */
    static final int DEEPEST = 32;

    /** Longer than any number that means something here. */
    private static final int LONGEST_NUMBER = 100;

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final Json.Members root = new Json.Members(new LinkedHashMap<>());

    /**
     * What came of it.
     *
     * @param root the object; up to the fault, where there is one
     */
    record Reading(Json.Members root, @Nullable Refusal fault) {}

    private JsonReader() {}

    static Reading read(byte[] bytes) {
        JsonReader reader = new JsonReader();
        return new Reading(reader.root, reader.fill(bytes));
    }

    private @Nullable Refusal fill(byte[] bytes) {
        if (bytes.length == 0) {
            return malformed("the value is empty");
        }
        char[] chars = new char[bytes.length];
        CharBuffer into = CharBuffer.wrap(chars);
        try {
            decode(bytes, into);
        } catch (CharacterCodingException e) {
            return malformed("the value is not UTF-8");
        }
        if (chars[0] == BYTE_ORDER_MARK) {
            return malformed("the value begins with a byte order mark; JSON has none");
        }
        try (JsonParser parser = JsonBytes.FACTORY.createParser(chars, 0, into.position())) {
            return parse(parser);
        } catch (IOException e) {
            return malformed("the value is not JSON");
        }
    }

    /** Ahead of the parser, which would guess UTF-16 and pass over some broken sequences. */
    private static void decode(byte[] bytes, CharBuffer into) throws CharacterCodingException {
        var result =
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT)
                        .decode(ByteBuffer.wrap(bytes), into, true);
        if (result.isError()) {
            result.throwException();
        }
    }

    private @Nullable Refusal parse(JsonParser parser) throws IOException {
        try {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return malformed("the value is not a JSON object");
            }
            members(parser, root.values(), 1);
            return parser.nextToken() == null ? null : malformed("something follows the object");
        } catch (Refusal e) {
            return e;
        } catch (JsonEOFException e) {
            return malformed("the JSON ends too early" + at(e));
        } catch (JsonProcessingException e) {
            // not the parser's own words: they quote what was written
            return malformed("the value is not JSON: unexpected character" + at(e));
        }
    }

    private static String at(JsonProcessingException e) {
        var place = e.getLocation();
        return place == null
                ? ""
                : " at line " + place.getLineNr() + ", column " + place.getColumnNr();
    }

    private void members(JsonParser parser, Map<String, Json> into, int depth) throws IOException {
        String name;
        while ((name = parser.nextFieldName()) != null) {
            if (into.containsKey(name)) {
                // which of the two was meant, nobody knows
                into.remove(name);
                throw Refusal.of(
                        ReasonCode.MALFORMED_JSON,
                        Names.path(parser.getParsingContext()),
                        "is there twice");
            }
            JsonToken token = parser.nextToken();
            switch (token) {
                case START_OBJECT -> {
                    // put in before it is filled: what was read before a fault stays
                    Json.Members child = new Json.Members(new LinkedHashMap<>());
                    into.put(name, child);
                    members(parser, child.values(), deeper(depth));
                }
                case START_ARRAY -> {
                    Json.Items child = new Json.Items(new ArrayList<>());
                    into.put(name, child);
                    items(parser, child.values(), deeper(depth));
                }
                default -> into.put(name, scalar(parser, token));
            }
        }
    }

    private void items(JsonParser parser, List<Json> into, int depth) throws IOException {
        JsonToken token;
        while ((token = parser.nextToken()) != JsonToken.END_ARRAY) {
            switch (token) {
                case START_OBJECT -> {
                    Json.Members child = new Json.Members(new LinkedHashMap<>());
                    into.add(child);
                    members(parser, child.values(), deeper(depth));
                }
                case START_ARRAY -> {
                    Json.Items child = new Json.Items(new ArrayList<>());
                    into.add(child);
                    items(parser, child.values(), deeper(depth));
                }
                default -> into.add(scalar(parser, token));
            }
        }
    }

    private static int deeper(int depth) {
        if (depth == DEEPEST) {
            throw malformed("the JSON is nested deeper than " + DEEPEST + " levels");
        }
        return depth + 1;
    }

    private static Json scalar(JsonParser parser, JsonToken token) throws IOException {
        return switch (token) {
            case VALUE_STRING -> new Json.Text(parser.getText());
            case VALUE_TRUE -> new Json.Flag(true);
            case VALUE_FALSE -> new Json.Flag(false);
            case VALUE_NULL -> Json.Nothing.NULL;
            default -> numeral(parser);
        };
    }

    private static Json numeral(JsonParser parser) throws IOException {
        if (parser.getTextLength() > LONGEST_NUMBER) {
            throw Refusal.of(
                    ReasonCode.INVALID_FIELD,
                    Names.path(parser.getParsingContext()),
                    "is a number of more than " + LONGEST_NUMBER + " characters");
        }
        return new Json.Numeral(parser.getText());
    }

    private static Refusal malformed(String words) {
        return new Refusal(ReasonCode.MALFORMED_JSON, words, null);
    }
}
