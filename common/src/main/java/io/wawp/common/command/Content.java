package io.wawp.common.command;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be sent. Limits that a setting may change (a text's length) are checked where bytes
 * are decoded; what always holds is checked here. String forms show kinds and sizes, never the
 * content.
 */
public sealed interface Content {

    ContentType type();

    /** A plain text. */
    record Text(String message) implements Content {
        public Text {
            if (message.isEmpty()) {
                throw new IllegalArgumentException("message must not be empty");
            }
        }

        @Override
        public ContentType type() {
            return ContentType.TEXT;
        }

        @Override
        public String toString() {
            return "Text" + Masked.text(message);
        }
    }

    /** A picture. */
    record Image(MediaFile file, @Nullable String caption) implements Content {
        @Override
        public ContentType type() {
            return ContentType.IMAGE;
        }

        @Override
        public String toString() {
            return "Image";
        }
    }

    /** A document. */
    record Pdf(MediaFile file, @Nullable String caption) implements Content {
        @Override
        public ContentType type() {
            return ContentType.PDF;
        }

        @Override
        public String toString() {
            return "Pdf";
        }
    }

    /**
     * A voice note.
     *
     * @param convert whether Wawp transcodes the file; only OGG with Opus plays otherwise
     */
    record Voice(MediaFile file, boolean convert) implements Content {
        @Override
        public ContentType type() {
            return ContentType.VOICE;
        }
    }

    /**
     * A video.
     *
     * @param convert whether Wawp transcodes the file
     * @param asNote whether it is shown as a round video note
     */
    record Video(MediaFile file, @Nullable String caption, boolean convert, boolean asNote)
            implements Content {
        @Override
        public ContentType type() {
            return ContentType.VIDEO;
        }

        @Override
        public String toString() {
            return "Video";
        }
    }

    /**
     * A poll.
     *
     * @param options 2 to 12, distinct, each of 1 to 255 code points
     */
    record Poll(String name, List<String> options, boolean multipleAnswers) implements Content {
        /** Code points of one option. */
        public static final int LONGEST_OPTION = 255;

        public Poll {
            options = List.copyOf(options);
            if (name.isEmpty()) {
                throw new IllegalArgumentException("name must not be empty");
            }
            if (options.size() < 2 || options.size() > 12) {
                throw new IllegalArgumentException("a poll has 2 to 12 options");
            }
            if (options.stream().distinct().count() != options.size()) {
                throw new IllegalArgumentException("the options of a poll must differ");
            }
            for (String option : options) {
                if (option.isEmpty()
                        || option.codePointCount(0, option.length()) > LONGEST_OPTION) {
                    throw new IllegalArgumentException(
                            "an option has 1 to " + LONGEST_OPTION + " characters");
                }
            }
        }

        @Override
        public ContentType type() {
            return ContentType.POLL;
        }

        @Override
        public String toString() {
            return "Poll[" + options.size() + " options]";
        }
    }

    /** One or more contacts. */
    record Vcard(List<Contact> contacts) implements Content {
        public Vcard {
            contacts = List.copyOf(contacts);
            if (contacts.isEmpty()) {
                throw new IllegalArgumentException("a vcard has at least one contact");
            }
        }

        @Override
        public ContentType type() {
            return ContentType.VCARD;
        }

        @Override
        public String toString() {
            return "Vcard[" + contacts.size() + "]";
        }
    }

    /**
     * A place.
     *
     * @param latitude -90 to 90
     * @param longitude -180 to 180; both with at most 15 decimal places, and kept without zeros at
     *     the end, so that 51.50 equals 51.5
     */
    record Location(
            BigDecimal latitude,
            BigDecimal longitude,
            @Nullable String title,
            @Nullable String address)
            implements Content {
        public Location {
            latitude = degrees("latitude", latitude, 90);
            longitude = degrees("longitude", longitude, 180);
        }

        private static BigDecimal degrees(String what, BigDecimal value, int limit) {
            // precision and scale first: comparing 1e999999999 would unfold it
            if (Math.abs((long) value.precision() - value.scale()) > 20
                    || value.scale() > 15
                    || value.abs().compareTo(BigDecimal.valueOf(limit)) > 0) {
                throw new IllegalArgumentException(
                        what
                                + " must be between -"
                                + limit
                                + " and "
                                + limit
                                + " with at most 15 decimal places");
            }
            BigDecimal plain = value.stripTrailingZeros();
            return plain.scale() < 0 ? plain.setScale(0) : plain;
        }

        @Override
        public ContentType type() {
            return ContentType.LOCATION;
        }

        @Override
        public String toString() {
            return "Location";
        }
    }
}
