package io.wawp.dispatcher.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The four types of content that Wawp fetches as a file, each with its options. */
final class SendFileTypes {
    private SendFileTypes() {}

    /** The file that four types have. */
    static final class FileOptions {
        @Option(
                names = "--url",
                required = true,
                paramLabel = "URL",
                description = "Where Wawp fetches the file: http or https.")
        private String url = "";

        @Option(
                names = "--filename",
                paramLabel = "NAME",
                description = "As shown. Default: from the URL.")
        private @Nullable String filename;

        @Option(
                names = "--mimetype",
                paramLabel = "TYPE",
                description = "Default: from the URL and the type.")
        private @Nullable String mimetype;

        ObjectNode into(ObjectNode content) {
            ObjectNode file = content.putObject("file");
            file.put("url", url);
            EnvelopeOptions.put(file, "filename", filename);
            EnvelopeOptions.put(file, "mimetype", mimetype);
            return content;
        }
    }

    /** What all of them have: a file, and whose option a fault in it is. */
    abstract static class OfFile extends SendType {
        @Mixin private FileOptions media = new FileOptions();

        OfFile(Shell shell) {
            super(shell);
        }

        /** The content with its file. */
        final ObjectNode withFile(String type) {
            return media.into(ofType(type));
        }

        @Override
        final @Nullable String optionOf(String contentField) {
            return switch (contentField) {
                case "file.url", "file" -> "--url";
                case "file.filename" -> "--filename";
                case "file.mimetype" -> "--mimetype";
                case "caption" -> "--caption";
                case "convert" -> "--no-convert";
                case "asNote" -> "--as-note";
                default -> null;
            };
        }
    }

    /** What a picture is. */
    @Command(
            name = "image",
            description = "A picture.",
            footer =
                    "  ./wawp send image --to 447441429009 --url https://example.com/cat.jpg --caption \"Our cat\"")
    static final class Image extends OfFile {
        @Option(names = "--caption", paramLabel = "TEXT", description = "The words below it.")
        private @Nullable String caption;

        Image(Shell shell) {
            super(shell);
        }

        @Override
        ObjectNode content() {
            ObjectNode content = withFile("image");
            EnvelopeOptions.put(content, "caption", caption);
            return content;
        }
    }

    /** What a document is. */
    @Command(
            name = "pdf",
            description = "A document.",
            footer =
                    "  ./wawp send pdf --to 447441429009 --url https://example.com/r1.pdf --filename invoice.pdf")
    static final class Pdf extends OfFile {
        @Option(names = "--caption", paramLabel = "TEXT", description = "The words below it.")
        private @Nullable String caption;

        Pdf(Shell shell) {
            super(shell);
        }

        @Override
        ObjectNode content() {
            ObjectNode content = withFile("pdf");
            EnvelopeOptions.put(content, "caption", caption);
            return content;
        }
    }

    /** What a voice note is. */
    @Command(
            name = "voice",
            description = "A voice note.",
            footer = "  ./wawp send voice --to 447441429009 --url https://example.com/hello.ogg")
    static final class Voice extends OfFile {
        @Option(names = "--no-convert", description = "Send the file as it is: OGG with Opus only.")
        private boolean unconverted;

        Voice(Shell shell) {
            super(shell);
        }

        @Override
        ObjectNode content() {
            ObjectNode content = withFile("voice");
            return unconverted ? content.put("convert", false) : content;
        }
    }

    /** What a video is. */
    @Command(
            name = "video",
            description = "A video.",
            footer =
                    "  ./wawp send video --to 447441429009 --url https://example.com/tour.mp4 --as-note")
    static final class Video extends OfFile {
        @Option(names = "--caption", paramLabel = "TEXT", description = "The words below it.")
        private @Nullable String caption;

        @Option(names = "--no-convert", description = "Send the file as it is.")
        private boolean unconverted;

        @Option(names = "--as-note", description = "As a round video note.")
        private boolean asNote;

        Video(Shell shell) {
            super(shell);
        }

        @Override
        ObjectNode content() {
            ObjectNode content = withFile("video");
            EnvelopeOptions.put(content, "caption", caption);
            if (unconverted) {
                content.put("convert", false);
            }
            return asNote ? content.put("asNote", true) : content;
        }
    }
}
