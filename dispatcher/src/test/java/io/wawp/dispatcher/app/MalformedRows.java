package io.wawp.dispatcher.app;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.wawp.common.outcome.ReasonCode;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Whatever should not arrive on a command topic, each with the code that rejects it. */
final class MalformedRows {
    static final byte[] BINARY_KEY = {(byte) 0xff, 0, (byte) 0xfe};
    private static final String RUN_HEADER = "wawp-run";

    private MalformedRows() {}

    /**
     * What arrives.
     *
     * @param code with which it is rejected
     */
    record Row(String label, ReasonCode code, ProducerRecord<byte[], byte[]> record) {
        @Override
        public String toString() {
            return label + " -> " + code.wire();
        }
    }

    static List<Row> all() {
        var rows = new ArrayList<Row>();
        bytes(rows);
        fields(rows);
        contents(rows);
        sizes(rows);
        return List.copyOf(rows);
    }

    private static void bytes(List<Row> rows) {
        var malformed = ReasonCode.MALFORMED_JSON;
        byte[] good = WorkerFixture.text("bad", "Hi").getBytes(UTF_8);
        rows.add(row("no value", malformed, (byte[]) null));
        rows.add(row("no byte", malformed, new byte[0]));
        rows.add(row("spaces", malformed, "   \n"));
        rows.add(row("no JSON", malformed, "Hello!"));
        rows.add(row("an array", malformed, "[" + new String(good, UTF_8) + "]"));
        rows.add(row("a number", malformed, "42"));
        rows.add(row("null", malformed, "null"));
        rows.add(row("half a command", malformed, Arrays.copyOf(good, good.length / 2)));
        rows.add(row("something behind it", malformed, new String(good, UTF_8) + "{}"));
        rows.add(row("broken UTF-8", malformed, brokenUtf8()));
        rows.add(row("UTF-16", malformed, new String(good, UTF_8).getBytes(UTF_16)));
        rows.add(row("a byte order mark", malformed, "\uFEFF" + new String(good, UTF_8)));
        rows.add(row("zeros", malformed, new byte[100]));
        rows.add(row("a name twice", malformed, "{\"commandId\":\"a\",\"commandId\":\"b\"}"));
        rows.add(row("nested 100,000 deep", malformed, "[".repeat(100_000)));
        rows.add(
                row(
                        "nested 1,000 deep in a field",
                        malformed,
                        "{\"commandId\":\"bad\",\"metadata\":" + "{\"a\":".repeat(1_000)));
        rows.add(row("a comment", malformed, "/* hi */ " + new String(good, UTF_8)));
        rows.add(row("single quotes", malformed, new String(good, UTF_8).replace('"', '\'')));
    }

    private static void fields(List<Row> rows) {
        rows.add(row("unknown field", ReasonCode.UNKNOWN_FIELD, with(",\"mesage\":\"Hi\"")));
        rows.add(
                row(
                        "no commandId",
                        ReasonCode.MISSING_FIELD,
                        good().replace("\"commandId\":\"bad\",", "")));
        rows.add(
                row(
                        "no chatId",
                        ReasonCode.MISSING_FIELD,
                        good().replace("\"chatId\":\"447441429009\",", "")));
        rows.add(
                row(
                        "no instanceId",
                        ReasonCode.MISSING_FIELD,
                        good().replace("\"instanceId\":\"123456789012\",", "")));
        rows.add(row("an empty object", ReasonCode.MISSING_FIELD, "{}"));
        rows.add(row("a null field", ReasonCode.MISSING_FIELD, good().replace("\"bad\"", "null")));
        var invalid = ReasonCode.INVALID_FIELD;
        rows.add(row("commandId is a number", invalid, good().replace("\"bad\"", "7")));
        rows.add(row("commandId with a space", invalid, good().replace("\"bad\"", "\"b d\"")));
        rows.add(row("chatId is a name", invalid, good().replace("447441429009", "Ann")));
        rows.add(row("priority unknown", invalid, with(",\"priority\":\"urgent\"")));
        rows.add(row("typing is a text", invalid, with(",\"typing\":\"auto\"")));
        rows.add(row("notBefore is no time", invalid, with(",\"notBefore\":\"tomorrow\"")));
        rows.add(
                row(
                        "notBefore behind expiresAt",
                        invalid,
                        with(
                                ",\"notBefore\":\"2026-01-02T00:00:00Z\""
                                        + ",\"expiresAt\":\"2026-01-01T00:00:00Z\"")));
        rows.add(row("400 years ahead", invalid, with(",\"notBefore\":\"2426-01-02T00:00:00Z\"")));
        rows.add(row("metadata of a number", invalid, with(",\"metadata\":{\"a\":1}")));
        rows.add(row("metadata is a list", invalid, with(",\"metadata\":[]")));
        rows.add(
                row(
                        "a number of 1,000 digits",
                        invalid,
                        with(",\"priority\":" + "9".repeat(1_000))));
    }

    private static void contents(List<Row> rows) {
        var invalid = ReasonCode.INVALID_FIELD;
        rows.add(
                row(
                        "unknown type",
                        ReasonCode.UNSUPPORTED_TYPE,
                        content("{\"type\":\"fax\",\"message\":\"Hi\"}")));
        rows.add(row("no type", ReasonCode.MISSING_FIELD, content("{\"message\":\"Hi\"}")));
        rows.add(row("content is a text", invalid, content("\"Hi\"")));
        rows.add(
                row(
                        "message is a list",
                        invalid,
                        content("{\"type\":\"text\",\"message\":[\"Hi\"]}")));
        rows.add(row("message is empty", invalid, content("{\"type\":\"text\",\"message\":\"\"}")));
        rows.add(
                row(
                        "a field of another type",
                        ReasonCode.UNKNOWN_FIELD,
                        content("{\"type\":\"text\",\"message\":\"Hi\",\"caption\":\"a\"}")));
        rows.add(
                row(
                        "text too long",
                        ReasonCode.TEXT_TOO_LONG,
                        content("{\"type\":\"text\",\"message\":\"" + "ж".repeat(4097) + "\"}")));
        for (String url :
                List.of(
                        "http://127.0.0.1/a.jpg",
                        "http://10.1.2.3/a.jpg",
                        "http://[::1]/a.jpg",
                        "http://169.254.169.254/latest/meta-data",
                        "https://user:secret@example.com/a.jpg",
                        "ftp://example.com/a.jpg",
                        "file:///etc/passwd")) {
            rows.add(
                    row(
                            "file at " + url,
                            invalid,
                            content("{\"type\":\"image\",\"file\":{\"url\":\"" + url + "\"}}")));
        }
        rows.add(
                row(
                        "a poll of one option",
                        invalid,
                        content("{\"type\":\"poll\",\"name\":\"?\",\"options\":[\"a\"]}")));
        rows.add(
                row(
                        "latitude 91",
                        invalid,
                        content("{\"type\":\"location\",\"latitude\":91,\"longitude\":0}")));
    }

    private static void sizes(List<Row> rows) {
        var large = ReasonCode.COMMAND_TOO_LARGE;
        rows.add(row("300 kB", large, with(",\"replyTo\":\"" + "x".repeat(300_000) + "\"")));
        rows.add(row("1,020 kB", large, "x".repeat(1_020_000)));
        Row headers = row("80 kB of headers", large, good());
        headers.record.headers().add("big", new byte[80_000]);
        rows.add(headers);
        Row weird = row("weird key and headers", ReasonCode.MALFORMED_JSON, "?");
        weirdHeaders(weird.record);
        rows.add(
                new Row(
                        weird.label,
                        weird.code,
                        new ProducerRecord<>(
                                "any",
                                null,
                                BINARY_KEY,
                                weird.record.value(),
                                weird.record.headers())));
        rows.add(
                new Row(
                        "an empty key",
                        ReasonCode.MALFORMED_JSON,
                        new ProducerRecord<>("any", new byte[0], "?".getBytes(UTF_8))));
    }

    /** Headers that nobody should have to expect, some under the names of ours. */
    static void weirdHeaders(ProducerRecord<byte[], byte[]> record) {
        record.headers()
                .add("", new byte[0])
                .add("same", "one".getBytes(UTF_8))
                .add("same", null)
                .add("имя ☺", new byte[] {(byte) 0xc3, 0x28})
                .add("traceparent", "nonsense".repeat(100).getBytes(UTF_8))
                .add(RUN_HEADER, "-7".getBytes(UTF_8))
                .add("wawp-origin-topic", "elsewhere".getBytes(UTF_8))
                .add("wawp-origin-offset", "99".getBytes(UTF_8))
                .add("wawp-origin-key", null);
    }

    private static Row row(String label, ReasonCode code, String value) {
        return row(label, code, value.getBytes(UTF_8));
    }

    private static Row row(String label, ReasonCode code, byte @Nullable [] value) {
        return new Row(label, code, new ProducerRecord<>("any", null, value));
    }

    private static String good() {
        return WorkerFixture.text("bad", "Hi");
    }

    private static String with(String more) {
        return WorkerFixture.text("bad", WorkerFixture.INSTANCE, WorkerFixture.CHAT, "Hi", more);
    }

    private static String content(String content) {
        return """
        {"commandId":"bad","instanceId":"123456789012","chatId":"447441429009","content":%s}\
        """
                .formatted(content);
    }

    private static byte[] brokenUtf8() {
        var bytes = new ByteArrayOutputStream();
        String good = good();
        int at = good.indexOf("Hi");
        bytes.writeBytes(good.substring(0, at).getBytes(UTF_8));
        bytes.write(0xc3);
        bytes.write(0x28);
        bytes.writeBytes(good.substring(at).getBytes(UTF_8));
        return bytes.toByteArray();
    }
}
