package io.wawp.common.json;

import io.wawp.common.ContractSchema;
import io.wawp.common.RandomTexts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Makes of a sound command one that may be unsound in one place. Used by one thread. */
final class CommandMutations {
    /** What people and programs write into such a field, right and wrong. */
    private static final Map<String, List<String>> WRITTEN =
            Map.ofEntries(
                    Map.entry("commandId", List.of("", "a b", "ä", "a\n", "a:b~c", "a/b")),
                    Map.entry("idempotencyKey", List.of("", "k 1", "k_1", "k\u0000")),
                    Map.entry("instanceId", List.of("", "a.b", "a_b-C", " 1", "1\n")),
                    Map.entry(
                            "chatId",
                            List.of(
                                    "+44 7441 429009",
                                    "0044 (7441) 429-009",
                                    "00 44",
                                    "001234",
                                    "0012345",
                                    "012345",
                                    "01234",
                                    "1234",
                                    "+0012345",
                                    "++441234",
                                    "44+1234",
                                    " 447441429009@C.US\n",
                                    "+447441429009@s.whatsapp.net",
                                    "00447441429009@c.us",
                                    "@c.us",
                                    "12-34567@g.us",
                                    "123@g.us",
                                    "12345 @g.us",
                                    "120363023456789012@NEWSLETTER",
                                    "447441429009@lid",
                                    "447441429009@@c.us",
                                    "447441429009@c.us@c.us",
                                    "447441429009@example.com",
                                    "٤٤٧٤٤١٤٢٩٠٠٩",
                                    "1 2 3 4 5                                                          ",
                                    "nobody")),
                    Map.entry("priority", List.of("", "urgent", "HIGH", "low ")),
                    Map.entry("mode", List.of("", "auto", "off", "fixed", "Auto", "on")),
                    Map.entry(
                            "duration",
                            List.of("PT0S", "PT1M", "PT61S", "P", "PT", "PT0.5S", "-PT1S", "3s")),
                    Map.entry(
                            "notBefore",
                            List.of(
                                    "2026-11-22T09:00:00Z",
                                    "2026-11-22t09:00:00.123456789012z",
                                    "2026-11-22T09:00:00+01:00",
                                    "2026-11-22T09:00:00",
                                    "2026-11-22 09:00:00Z",
                                    "2026-11-22T09:00Z",
                                    "2026-02-30T09:00:00Z",
                                    "2026-11-22T24:00:00Z",
                                    "2026-11-22T09:00:00+0100",
                                    "2026-11-22T09:00:00+19:00",
                                    "2036-11-22T09:00:00Z",
                                    "0001-01-01T00:00:00Z",
                                    "2026-11-22T09:00:00.Z",
                                    "tomorrow")),
                    Map.entry(
                            "url",
                            List.of(
                                    "HTTPS://files.example/a",
                                    "http://a_b.example:8080/x?y#z",
                                    "https://files.example",
                                    "https://user@files.example/",
                                    "https://user:pw@files.example/",
                                    "https://files.example/a@b",
                                    "https://files.example/a b",
                                    "https://files.example/ä",
                                    "https://files.example/%zz",
                                    "https://files.example:99999/",
                                    "https://localhost/a",
                                    "http://10.0.0.1/a",
                                    "http://[::1]/a",
                                    "http://[2001:db8::1]/a",
                                    "https:///a",
                                    "https:files.example",
                                    "ftp://files.example/a",
                                    "//files.example/a",
                                    "")),
                    Map.entry("filename", List.of("", " ", "a\tb", "ä b.pdf", "\u2003", "a\u007f")),
                    Map.entry(
                            "mimetype",
                            List.of("image", "image/", "image/png; q=1", "image/pñg", "a/b;\n")),
                    Map.entry(
                            "phoneNumber",
                            List.of(
                                    "447441",
                                    "+44 (7441)",
                                    "0044 7441",
                                    "+",
                                    "1234",
                                    "a",
                                    "++4474")),
                    Map.entry("whatsappId", List.of("", "1234", "12345", "+12345", "12345@c.us")),
                    Map.entry("type", List.of("", "text", "location", "sticker", "TEXT")),
                    Map.entry("replyTo", List.of("", "a\u0085b", "a\tb", "ä", "😀".repeat(300))));

    private static final int[] LENGTHS = {0, 1, 63, 64, 65, 128, 129, 255, 256, 257, 512, 513};
    private static final List<String> NUMBERS =
            List.of(
                    "0",
                    "-0",
                    "90",
                    "-90",
                    "90.0000000000000000000001",
                    "90.5",
                    "180",
                    "-180.5",
                    "1e2",
                    "9e1",
                    "1e400",
                    "1e-400",
                    "-1e999999999",
                    "0.1234567890123456789",
                    "7");

    private final RandomGenerator random;

    CommandMutations(RandomGenerator random) {
        this.random = random;
    }

    /** The same object, changed in one place. */
    ObjectNode mutate(ObjectNode command) {
        ObjectNode object = pick(objectsIn(command));
        switch (random.nextInt(8)) {
            case 0 -> object.remove(pick(names(object)));
            case 1 -> object.set(unknownName(), anything());
            case 2 -> object.putNull(pick(names(object)));
            case 3 -> object.set(pick(names(object)), anything());
            case 4 -> lengthen(object);
            case 5 -> changeArray(command);
            default -> rewrite(object);
        }
        return command;
    }

    /** The same record of any kind, changed in one place. */
    void mutateAnyRecord(ObjectNode record) {
        ObjectNode object = pick(objectsIn(record));
        switch (random.nextInt(5)) {
            case 0 -> object.remove(pick(names(object)));
            case 1 -> object.putNull(pick(names(object)));
            case 2 -> object.set(pick(names(object)), anything());
            case 3 -> object.put(pick(names(object)), RandomTexts.key(random, 0, 20));
            default -> object.set(unknownName(), anything());
        }
    }

    private static List<ObjectNode> objectsIn(JsonNode node) {
        List<ObjectNode> all = new ArrayList<>();
        if (node instanceof ObjectNode object && !object.isEmpty()) {
            all.add(object);
        }
        node.forEach(child -> all.addAll(objectsIn(child)));
        return all;
    }

    private static List<String> names(ObjectNode object) {
        return List.copyOf(object.propertyNames());
    }

    private String unknownName() {
        return random.nextInt(3) == 0
                ? pick(List.copyOf(WRITTEN.keySet()))
                : pick(List.of("colour", "comandId", "caption", "file", "x y", "447441429009", ""));
    }

    /** A field that has rules for its text gets one that people might write. */
    private void rewrite(ObjectNode object) {
        List<String> ruled =
                names(object).stream()
                        .filter(name -> WRITTEN.containsKey(rulesOf(name)) || isDegrees(name))
                        .toList();
        if (ruled.isEmpty()) {
            lengthen(object);
            return;
        }
        String name = pick(ruled);
        object.set(
                name,
                isDegrees(name)
                        ? ContractSchema.JSON.readTree(pick(NUMBERS))
                        : object.stringNode(
                                pick(WRITTEN.getOrDefault(rulesOf(name), List.of("")))));
    }

    private static String rulesOf(String name) {
        return name.equals("expiresAt") ? "notBefore" : name;
    }

    private static boolean isDegrees(String name) {
        return name.equals("latitude") || name.equals("longitude");
    }

    private void lengthen(ObjectNode object) {
        int length =
                random.nextInt(3) == 0 ? 4095 + random.nextInt(3) : LENGTHS[random.nextInt(12)];
        String letter = pick(List.of("x", "1", "\u0000", "😀", " ", "\n"));
        String text = letter.repeat(length);
        if (random.nextInt(4) == 0 && length > 0) {
            object.put(text, "a name that long");
        } else {
            object.put(pick(names(object)), text);
        }
    }

    private void changeArray(ObjectNode command) {
        ArrayNode array = pick(arraysIn(command));
        switch (random.nextInt(5)) {
            case 0 -> array.removeAll();
            case 1 -> array.insert(0, anything());
            case 2 -> array.add(array.isEmpty() ? anything() : array.get(0).deepCopy());
            case 3 -> {
                while (array.size() < 12 + random.nextInt(2)) {
                    array.add("option " + array.size());
                }
            }
            default -> {
                if (!array.isEmpty()) {
                    array.set(0, RandomTexts.text(random, 0, 256));
                }
            }
        }
    }

    private List<ArrayNode> arraysIn(ObjectNode command) {
        List<ArrayNode> all = new ArrayList<>();
        for (JsonNode child : command.path("content")) {
            if (child instanceof ArrayNode array) {
                all.add(array);
            }
        }
        return all.isEmpty() ? List.of(command.putArray("idempotencyKey")) : all;
    }

    private JsonNode anything() {
        return ContractSchema.JSON.readTree(
                pick(
                        List.of(
                                "null",
                                "true",
                                "0",
                                "-1.5",
                                "\"\"",
                                "\"x\"",
                                "[]",
                                "[null]",
                                "{}",
                                "{\"mode\":\"off\"}",
                                "{\"a\":null}",
                                "[{}]",
                                "{\"a\":\"b\"}")));
    }

    private <T> T pick(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }
}
