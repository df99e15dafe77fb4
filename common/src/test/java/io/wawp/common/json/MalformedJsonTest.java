package io.wawp.common.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MalformedJsonTest {
    private static final CommandDecoder DECODER = new CommandDecoder(CommandLimits.DEFAULTS);
    private static final String VALID = Drafts.text().json();

    @Test
    void aTombstoneIsNoCommand() {
        assertMalformed("the record has no value", null, DECODER.decode(null, Drafts.NOW));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " ",
                "null",
                "true",
                "7",
                "\"text\"",
                "[]",
                "[{}]",
                "{",
                "{}}",
                "{},",
                "{} {}",
                "{}x",
                "{}\u0000",
                "\u0000{}",
                "{'a':1}",
                "{a:1}",
                "{\"a\":1,}",
                "{\"a\"}",
                "{\"a\":}",
                "{,}",
                "{\"a\":[1,]}",
                "{\"a\":01}",
                "{\"a\":+1}",
                "{\"a\":.5}",
                "{\"a\":1.}",
                "{\"a\":0x1}",
                "{\"a\":NaN}",
                "{\"a\":Infinity}",
                "{\"a\":-}",
                "{\"a\":1e}",
                "{\"a\":\"\n\"}",
                "{\"a\":\"\\x\"}",
                "{\"a\":\"\\u12\"}",
                "{\"a\":tru}",
                "{\"a\":\"b}",
                "{/* */}",
                "{}//",
                "#{}",
                "{\"a\":1 \"b\":2}",
                "{\"a\\ud800\":1}",
                "\ufeff{}",
                "{\u00a0}"
            })
    void refusesWhatIsNotOneJsonObject(String json) {
        Decoding.Invalid invalid = Drafts.invalid(Drafts.decode(json, CommandLimits.DEFAULTS));
        assertEquals("malformed_json", invalid.error().code().wire());
        assertNull(invalid.error().field());
    }

    @Test
    void saysWhereTheFaultIs() {
        assertMalformed(
                "the value is not JSON: unexpected character at line 2, column 2",
                null,
                Drafts.decode("{\n}}", CommandLimits.DEFAULTS));
    }

    @Test
    void refusesAValueOfNoBytes() {
        assertMalformed("the value is empty", null, DECODER.decode(new byte[0], Drafts.NOW));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "80",
                "c0af",
                "c080",
                "e080af",
                "f08080af",
                "eda080",
                "edb080",
                "f4908080",
                "f5808080",
                "ff",
                "fe",
                "c3",
                "e282",
                "f09f99"
            })
    void refusesBrokenUtf8WhereverItStands(String hex) {
        String broken = new String(HexFormat.of().parseHex(hex), StandardCharsets.ISO_8859_1);
        for (String json :
                new String[] {
                    broken,
                    broken + VALID,
                    VALID + broken,
                    VALID.replace("Hi", broken),
                    VALID.replace("commandId", broken)
                }) {
            assertMalformed(
                    "the value is not UTF-8",
                    null,
                    DECODER.decode(json.getBytes(StandardCharsets.ISO_8859_1), Drafts.NOW));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16BE", "UTF-16LE", "UTF-32", "UTF-32BE", "UTF-32LE"})
    void guessesNoOtherEncoding(String charset) {
        Decoding decoding = DECODER.decode(VALID.getBytes(Charset.forName(charset)), Drafts.NOW);
        assertEquals("malformed_json", Drafts.invalid(decoding).error().code().wire());
    }

    @Test
    void takesNoByteOrderMark() {
        assertMalformed(
                "the value begins with a byte order mark; JSON has none",
                null,
                Drafts.decode("\ufeff" + VALID, CommandLimits.DEFAULTS));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    commandId   | "c-2"                                     | commandId
                    com\\u006dandId | "c-2"                                 | commandId
                    typing      | {"mode":"off","mode":"auto"}              | typing.mode
                    metadata    | {"a":"1","b":"2","a":"1"}                 | metadata.a
                    metadata    | {"two words":"1","two words":"1"}         | metadata.*
                    unknown     | [1,[{"x":1,"x":1}]]                       | unknown[1][0].x
                    """)
    void namesAFieldThatIsThereTwice(String name, String value, String path) {
        String json = VALID.replaceFirst("}$", ",") + "\"" + name + "\":" + value + "}";
        assertMalformed(
                path + " is there twice", path, Drafts.decode(json, CommandLimits.DEFAULTS));
    }

    @Test
    void takesWhitespaceAroundAndInside() {
        Drafts.valid(
                Drafts.decode(
                        " \t\r\n" + VALID.replace(":", " :\n") + "\n", CommandLimits.DEFAULTS));
    }

    @Test
    void countsBytesBeforeItReads() {
        CommandLimits limits = new CommandLimits(4096, 1024, false, null);
        String padded = VALID + " ".repeat(1024 - VALID.length());
        Drafts.valid(Drafts.decode(padded, limits));
        Decoding.Invalid invalid = Drafts.invalid(Drafts.decode(padded + " ", limits));
        assertEquals("command_too_large", invalid.error().code().wire());
        assertEquals(
                "the value has 1025 bytes; a command has at most 1024", invalid.error().message());
    }

    @Test
    void refusesDeepNestingAndLongNumbersByName() {
        String deep = "[".repeat(40) + "]".repeat(40);
        assertMalformed(
                "the JSON is nested deeper than 32 levels",
                null,
                Drafts.text().with("metadata", deep).decode(CommandLimits.DEFAULTS));
        Decoding.Invalid invalid =
                Drafts.content(
                                "{\"type\":\"location\",\"longitude\":0,\"latitude\":0."
                                        + "1".repeat(100)
                                        + "}")
                        .invalid();
        assertEquals("invalid_field", invalid.error().code().wire());
        assertEquals("content.latitude", invalid.error().field());
    }

    private static void assertMalformed(String words, @Nullable String path, Decoding decoding) {
        Decoding.Invalid invalid = Drafts.invalid(decoding);
        assertEquals("malformed_json", invalid.error().code().wire());
        assertEquals(words, invalid.error().message());
        assertEquals(path, invalid.error().field());
    }
}
