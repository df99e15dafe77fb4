package io.wawp.common.json;

import io.wawp.common.outcome.ReasonCode;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The rules of a command that its schema cannot say: the one list of them. Each has a sample that
 * the schema allows and the decoder rejects, and knows the rejection by its code, field and words.
 * The same rules stand in the schema's {@code $comment}, for people.
 */
enum BeyondTheSchema {
    A_NAME_IS_THERE_ONCE(
            ReasonCode.MALFORMED_JSON,
            ".*",
            "is there twice",
            "{\"commandId\":\"c\",\"commandId\":\"c\"" + Rest.AFTER_ID),
    NO_BYTE_ORDER_MARK(
            ReasonCode.MALFORMED_JSON,
            "",
            "byte order mark",
            "\ufeff{\"commandId\":\"c\"" + Rest.AFTER_ID),
    AT_MOST_32_LEVELS(
            ReasonCode.MALFORMED_JSON,
            "",
            "nested deeper",
            Rest.with("\"x\":" + "[".repeat(40) + "]".repeat(40))),
    NUMBERS_OF_AT_MOST_100_CHARACTERS(
            ReasonCode.INVALID_FIELD,
            "content\\.(latitude|longitude)",
            "is a number of more than 100 characters",
            Rest.content(
                    "\"type\":\"location\",\"longitude\":1,\"latitude\":1." + "0".repeat(120))),
    NO_HALF_OF_A_SURROGATE_PAIR(
            ReasonCode.INVALID_FIELD,
            ".*",
            "half of a surrogate pair",
            Rest.content("\"type\":\"text\",\"message\":\"\\ud83d\"")),
    NO_MORE_BYTES_THAN_A_RECORD_HOLDS(
            ReasonCode.COMMAND_TOO_LARGE,
            "",
            "a command has at most",
            Rest.with("\"replyTo\":null" + " ".repeat(256 * 1024))),
    AN_INSTANCE_UNLESS_THERE_IS_A_DEFAULT(
            ReasonCode.MISSING_FIELD,
            "instanceId",
            "is missing",
            Rest.with("\"instanceId\":null").replaceFirst("\"instanceId\":\"1\",", "")),
    AN_INSTANT_THAT_THERE_IS(
            ReasonCode.INVALID_FIELD,
            "notBefore|expiresAt",
            "must be an instant",
            Rest.with("\"notBefore\":\"2026-02-30T09:00:00Z\"")),
    AT_MOST_400_DAYS_AHEAD(
            ReasonCode.INVALID_FIELD,
            "notBefore|expiresAt",
            "at most 400 days ahead",
            Rest.with("\"expiresAt\":\"2036-11-22T09:00:00Z\"")),
    NOT_BEFORE_IS_BEFORE_EXPIRES_AT(
            ReasonCode.INVALID_FIELD,
            "notBefore",
            "must be before expiresAt",
            Rest.with(
                    "\"notBefore\":\"2026-11-22T09:00:00Z\","
                            + "\"expiresAt\":\"2026-11-22T09:00:00Z\"")),
    A_DURATION_THAT_THERE_IS(
            ReasonCode.INVALID_FIELD,
            "typing\\.duration",
            "must be a duration",
            Rest.with("\"typing\":{\"mode\":\"fixed\",\"duration\":\"PT\"}")),
    A_DURATION_OF_AT_MOST_A_MINUTE(
            ReasonCode.INVALID_FIELD,
            "typing\\.duration",
            "must be more than zero and at most",
            Rest.with("\"typing\":{\"mode\":\"fixed\",\"duration\":\"PT61S\"}")),
    AN_ADDRESS_THAT_THERE_MAY_BE(
            ReasonCode.INVALID_FIELD,
            "content\\.file\\.url",
            "must (be a URL|name a host|not have such a port)",
            Rest.content("\"type\":\"pdf\",\"file\":{\"url\":\"https://a.example:99999/\"}")),
    AN_ADDRESS_OF_THE_WORLD(
            ReasonCode.INVALID_FIELD,
            "content\\.file\\.url",
            "must not point to a loopback, link-local or private address",
            Rest.content("\"type\":\"pdf\",\"file\":{\"url\":\"https://10.0.0.1/a\"}")),
    A_NAME_OF_MORE_THAN_EXOTIC_SPACES(
            ReasonCode.INVALID_FIELD,
            "content\\.file\\.filename",
            "must be 1 to 255 characters",
            Rest.content(
                    "\"type\":\"pdf\",\"file\":{\"url\":\"https://a.example/\","
                            + "\"filename\":\"\u2003\"}"));

    private final ReasonCode code;
    private final Pattern field;
    private final Pattern words;
    private final String sample;

    BeyondTheSchema(ReasonCode code, String field, String words, String sample) {
        this.code = code;
        this.field = Pattern.compile(field);
        this.words = Pattern.compile(words);
        this.sample = sample;
    }

    /** A command that breaks this rule and no other. */
    String sample() {
        return sample;
    }

    boolean rejected(Decoding.Invalid invalid) {
        String blamed = invalid.error().field() == null ? "" : invalid.error().field();
        return invalid.error().code() == code
                && field.matcher(blamed).matches()
                && words.matcher(invalid.error().message()).find();
    }

    static List<BeyondTheSchema> rulesBehind(Decoding.Invalid invalid) {
        return Arrays.stream(values()).filter(rule -> rule.rejected(invalid)).toList();
    }

    /** What stands around a sample. */
    private static final class Rest {
        private static final String AFTER_ID =
                ",\"instanceId\":\"1\",\"chatId\":\"447441429009\","
                        + "\"content\":{\"type\":\"text\",\"message\":\"Hi\"}}";

        static String with(String field) {
            return "{" + field + ",\"commandId\":\"c\"" + AFTER_ID;
        }

        static String content(String content) {
            return "{\"commandId\":\"c\",\"instanceId\":\"1\",\"chatId\":\"447441429009\","
                    + "\"content\":{"
                    + content
                    + "}}";
        }
    }
}
