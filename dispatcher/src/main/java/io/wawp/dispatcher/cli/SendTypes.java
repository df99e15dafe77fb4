package io.wawp.dispatcher.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The eight types of content, each with its options; those that have a file are {@link
 * SendFileTypes}.
 */
final class SendTypes {
    /** More than any command may have. */
    private static final int MOST_INPUT = 4 * 1024 * 1024;

    private SendTypes() {}

    static List<SendType> all(Shell shell) {
        return List.of(
                new Text(shell),
                new SendFileTypes.Image(shell),
                new SendFileTypes.Pdf(shell),
                new SendFileTypes.Voice(shell),
                new SendFileTypes.Video(shell),
                new Poll(shell),
                new Vcard(shell),
                new Location(shell));
    }

    /** What a text is. */
    @Command(
            name = "text",
            description = "A text.",
            footer = {
                "  ./wawp send text --to 447441429009 --message \"Hi\"",
                "  ./wawp send text --to 447441429009 --message \"Hi\" --wait",
                "  ./wawp send text --to 447441429009 --message - <letter.txt",
                "  ./wawp send text --to 447441429009 --message \"Good morning\" --not-before 8h",
                "  ./wawp send text --to 447441429009 --message load --count 1000 --rate 50 --wait"
            })
    static final class Text extends SendType {
        @Option(
                names = {"-m", "--message"},
                required = true,
                paramLabel = "TEXT",
                description = "The text; - reads it from standard input, less one line end.")
        private String message = "";

        Text(Shell shell) {
            super(shell);
        }

        @Override
        ObjectNode content() {
            return ofType("text").put("message", message.equals("-") ? read() : message);
        }

        @Override
        String optionOf(String contentField) {
            return "--message";
        }

        private String read() {
            try {
                byte[] bytes = shell().in().readNBytes(MOST_INPUT);
                String text = new String(bytes, UTF_8);
                return text.endsWith("\r\n")
                        ? text.substring(0, text.length() - 2)
                        : text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
            } catch (IOException e) {
                throw new CommandFailed("standard input cannot be read: " + e.getMessage(), e);
            }
        }
    }

    /** What a poll is. */
    @Command(
            name = "poll",
            description = "A poll.",
            footer =
                    "  ./wawp send poll --to 447441429009 --name \"Lunch?\" --option Pizza --option Soup")
    static final class Poll extends SendType {
        @Option(
                names = "--name",
                required = true,
                paramLabel = "TEXT",
                description = "The question.")
        private String name = "";

        @Option(
                names = "--option",
                required = true,
                paramLabel = "TEXT",
                description = "An answer; 2 to 12 of them.")
        private List<String> answers = new ArrayList<>();

        @Option(names = "--multiple", description = "More than one answer may be chosen.")
        private boolean multiple;

        Poll(Shell shell) {
            super(shell);
        }

        @Override
        ObjectNode content() {
            ObjectNode content = ofType("poll").put("name", name);
            ArrayNode list = content.putArray("options");
            answers.forEach(list::add);
            return multiple ? content.put("multipleAnswers", true) : content;
        }

        @Override
        String optionOf(String contentField) {
            return contentField.equals("name") ? "--name" : "--option";
        }
    }

    /** What a contact card is. */
    @Command(
            name = "vcard",
            description = "One or more contacts.",
            footer = {
                "  ./wawp send vcard --to 447441429009 --contact \"Ada Lovelace=+44 7441 429011\"",
                "  ./wawp send vcard --to 447441429009 \\",
                "      --contact \"Ada Lovelace=+447441429011; organization=Engines; whatsappId=447441429011\""
            })
    static final class Vcard extends SendType {
        @Option(
                names = "--contact",
                required = true,
                paramLabel = "NAME=PHONE",
                description =
                        "A contact; behind a semicolon also organization=… and whatsappId=…. May be"
                                + " given several times.")
        private List<String> contacts = new ArrayList<>();

        Vcard(Shell shell) {
            super(shell);
        }

        @Override
        ObjectNode content() {
            ObjectNode content = ofType("vcard");
            ArrayNode list = content.putArray("contacts");
            contacts.forEach(written -> contact(written, list.addObject()));
            return content;
        }

        private void contact(String written, ObjectNode contact) {
            String[] parts = written.split(";", -1);
            int equals = parts[0].lastIndexOf('=');
            if (equals < 0) {
                throw WrongUse.of(
                        spec(), "--contact: expected NAME=PHONE, such as \"Ada=+447441429011\"");
            }
            contact.put("fullName", parts[0].substring(0, equals).strip());
            contact.put("phoneNumber", parts[0].substring(equals + 1).strip());
            for (int i = 1; i < parts.length; i++) {
                int sign = parts[i].indexOf('=');
                String name = sign < 0 ? "" : parts[i].substring(0, sign).strip();
                if (!name.equals("organization") && !name.equals("whatsappId")) {
                    throw WrongUse.of(
                            spec(),
                            "--contact: behind a semicolon expected organization=… or whatsappId=…");
                }
                contact.put(name, parts[i].substring(sign + 1).strip());
            }
        }

        @Override
        String optionOf(String contentField) {
            return "--contact";
        }
    }

    /** What a place is. */
    @Command(
            name = "location",
            description = "A place.",
            footer =
                    "  ./wawp send location --to 447441429009 --latitude 51.5007 --longitude=-0.1246 --title \"Big Ben\"")
    static final class Location extends SendType {
        @Option(
                names = "--latitude",
                required = true,
                paramLabel = "DEGREES",
                description = "-90 to 90.")
        private BigDecimal latitude = BigDecimal.ZERO;

        @Option(
                names = "--longitude",
                required = true,
                paramLabel = "DEGREES",
                description = "-180 to 180.")
        private BigDecimal longitude = BigDecimal.ZERO;

        @Option(names = "--title", paramLabel = "TEXT", description = "What it is called.")
        private @Nullable String title;

        @Option(names = "--address", paramLabel = "TEXT", description = "Where it is.")
        private @Nullable String address;

        Location(Shell shell) {
            super(shell);
        }

        @Override
        ObjectNode content() {
            ObjectNode content =
                    ofType("location").put("latitude", latitude).put("longitude", longitude);
            EnvelopeOptions.put(content, "title", title);
            EnvelopeOptions.put(content, "address", address);
            return content;
        }

        @Override
        String optionOf(String contentField) {
            return "--" + contentField;
        }
    }
}
