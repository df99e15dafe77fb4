package io.wawp.common.json;

import io.wawp.common.command.Contact;
import io.wawp.common.command.Content;
import io.wawp.common.command.ContentType;
import io.wawp.common.command.MediaFile;
import io.wawp.common.outcome.ReasonCode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads {@code content}, one method for each type. */
final class ContentReader {
    private static final Map<String, ContentType> TYPES =
            Arrays.stream(ContentType.values())
                    .collect(Collectors.toMap(ContentType::wire, Function.identity()));
    private static final String TYPE_NAMES =
            Arrays.stream(ContentType.values())
                    .map(ContentType::wire)
                    .collect(Collectors.joining(", "));
    private static final List<String> FILE = List.of("url", "filename", "mimetype");
    private static final List<String> CONTACT =
            List.of("fullName", "phoneNumber", "organization", "whatsappId");
    private static final Pattern MIMETYPE =
            Pattern.compile("[\\w.+-]{1,100}/[\\w.+-]{1,100}( *;[ -~]{0,100})?");
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");
    private static final int DECIMAL_PLACES = 15;

    private final CommandLimits limits;

    ContentReader(CommandLimits limits) {
        this.limits = limits;
    }

    static ContentType type(Fields content) {
        ContentType type = TYPES.get(content.text("type"));
        if (type == null) {
            throw Refusal.of(
                    ReasonCode.UNSUPPORTED_TYPE,
                    content.path("type"),
                    "must be one of " + TYPE_NAMES);
        }
        return type;
    }

    Content read(ContentType type, Fields content) {
        content.allowOnly(fields(type));
        return switch (type) {
            case TEXT -> new Content.Text(filled(content, "message"));
            case IMAGE -> new Content.Image(file(type, content), textOrNull(content, "caption"));
            case PDF -> new Content.Pdf(file(type, content), textOrNull(content, "caption"));
            case VOICE -> new Content.Voice(file(type, content), content.flagOr("convert", true));
            case VIDEO ->
                    new Content.Video(
                            file(type, content),
                            textOrNull(content, "caption"),
                            content.flagOr("convert", true),
                            content.flagOr("asNote", false));
            case POLL -> poll(content);
            case VCARD -> vcard(content);
            case LOCATION ->
                    new Content.Location(
                            degrees(content, "latitude", 90),
                            degrees(content, "longitude", 180),
                            textOrNull(content, "title"),
                            textOrNull(content, "address"));
        };
    }

    private static List<String> fields(ContentType type) {
        return switch (type) {
            case TEXT -> List.of("type", "message");
            case IMAGE, PDF -> List.of("type", "file", "caption");
            case VOICE -> List.of("type", "file", "convert");
            case VIDEO -> List.of("type", "file", "caption", "convert", "asNote");
            case POLL -> List.of("type", "name", "options", "multipleAnswers");
            case VCARD -> List.of("type", "contacts");
            case LOCATION -> List.of("type", "latitude", "longitude", "title", "address");
        };
    }

    private MediaFile file(ContentType type, Fields content) {
        Fields file = content.object("file");
        file.allowOnly(FILE);
        URI url =
                file.parsed(
                        "url", written -> MediaUrls.parse(written, limits.privateUrlsAllowed()));
        String filename = file.textOrNull("filename");
        if (filename == null) {
            filename = MediaUrls.filename(url, type);
        } else if (filename.isBlank()
                || !isAtMost(filename, MediaUrls.LONGEST_FILENAME)
                || CONTROL.matcher(filename).find()) {
            throw file.invalid(
                    "filename", "must be 1 to 255 characters without control characters");
        }
        String mimetype = file.textOrNull("mimetype");
        if (mimetype == null) {
            mimetype = MediaUrls.mimetype(filename, type);
        } else if (!MIMETYPE.matcher(mimetype).matches()) {
            throw file.invalid("mimetype", "must be a media type like image/jpeg");
        }
        return new MediaFile(file.text("url"), filename, mimetype);
    }

    private Content poll(Fields content) {
        String name = filled(content, "name");
        List<String> options = content.texts("options");
        if (options.size() < 2 || options.size() > 12) {
            throw content.invalid("options", "must be 2 to 12");
        }
        for (int i = 0; i < options.size(); i++) {
            String option = options.get(i);
            if (option.isEmpty() || !isAtMost(option, Content.Poll.LONGEST_OPTION)) {
                throw content.invalid(
                        "options[" + i + "]",
                        "must be 1 to " + Content.Poll.LONGEST_OPTION + " characters");
            }
            int same = options.indexOf(option);
            if (same < i) {
                throw content.invalid("options[" + i + "]", "is the same as options[" + same + "]");
            }
        }
        return new Content.Poll(name, options, content.flagOr("multipleAnswers", false));
    }

    private Content vcard(Fields content) {
        List<Contact> contacts = new ArrayList<>();
        for (Fields contact : content.objects("contacts")) {
            contact.allowOnly(CONTACT);
            contacts.add(
                    new Contact(
                            filled(contact, "fullName"),
                            contact.parsed("phoneNumber", Contact::normalPhoneNumber),
                            textOrNull(contact, "organization"),
                            contact.parsedOrNull("whatsappId", Contact::requireWhatsappId)));
        }
        if (contacts.isEmpty()) {
            throw content.invalid("contacts", "must be at least one");
        }
        return new Content.Vcard(contacts);
    }

    /**
     * Within the limit, and rounded to where a millionth of a hair ends: a program's floating point
     * numbers come with 17 digits and more, which are no mistake of anybody's.
     */
    private static BigDecimal degrees(Fields content, String name, int limit) {
        BigDecimal value;
        try {
            value = new BigDecimal(content.numeral(name));
        } catch (NumberFormatException e) {
            // an exponent beyond all bounds
            throw content.invalid(name, between(limit));
        }
        // by its magnitude first: rounding or comparing 1e999999999 would unfold it
        long magnitude = (long) value.precision() - value.scale();
        if (value.signum() == 0 || magnitude < -DECIMAL_PLACES) {
            return BigDecimal.ZERO;
        }
        if (magnitude > 3 || value.abs().compareTo(BigDecimal.valueOf(limit)) > 0) {
            throw content.invalid(name, between(limit));
        }
        return value.setScale(Math.min(value.scale(), DECIMAL_PLACES), RoundingMode.HALF_EVEN);
    }

    private static String between(int limit) {
        return "must be between -" + limit + " and " + limit;
    }

    private String filled(Fields fields, String name) {
        String text = limited(fields, name, fields.text(name));
        if (text.isEmpty()) {
            throw fields.invalid(name, "must not be empty");
        }
        return text;
    }

    private @Nullable String textOrNull(Fields fields, String name) {
        String text = fields.textOrNull(name);
        return text == null ? null : limited(fields, name, text);
    }

    private String limited(Fields fields, String name, String text) {
        if (!isAtMost(text, limits.maxTextLength())) {
            throw Refusal.of(
                    ReasonCode.TEXT_TOO_LONG,
                    fields.path(name),
                    "is longer than " + limits.maxTextLength() + " characters");
        }
        return text;
    }

    /** Counts code points. */
    static boolean isAtMost(String text, int limit) {
        return text.length() <= limit || text.codePointCount(0, text.length()) <= limit;
    }
}
