package io.wawp.common.json;

import io.wawp.common.command.ContentType;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;

/** Addresses of files: which we pass on to Wawp, and what they tell of the file. */
final class MediaUrls {
    /** Longer names are no names. */
    static final int LONGEST_FILENAME = 255;

    private static final Pattern UNFIT = Pattern.compile("[\\p{Cntrl}/\\\\]");
    private static final Pattern PORT = Pattern.compile("\\d{0,5}");

    private MediaUrls() {}

    /**
     * Checks an address.
     *
     * @throws IllegalArgumentException when Wawp should not be asked to fetch it; the message does
     *     not repeat it
     */
    static URI parse(String written, boolean privateAllowed) {
        URI url;
        try {
            url = new URI(written);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(
                    "must be a URL (spaces and the like written as %20)"); // e quotes it
        }
        String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new IllegalArgumentException("must begin with http:// or https://");
        }
        String authority = url.getRawAuthority();
        if (authority == null) {
            throw new IllegalArgumentException("must name a host");
        }
        if (authority.indexOf('@') >= 0) {
            throw new IllegalArgumentException("must not hold a user name or password");
        }
        if (!PublicHosts.isPublic(host(authority)) && !privateAllowed) {
            throw new IllegalArgumentException(
                    "must not point to a loopback, link-local or private address");
        }
        return url;
    }

    /** Not {@link URI#getHost}, which is null for names that are common, with an underscore. */
    private static String host(String authority) {
        int colon = authority.lastIndexOf(':');
        if (colon <= authority.lastIndexOf(']')) {
            return authority;
        }
        String port = authority.substring(colon + 1);
        if (!PORT.matcher(port).matches() || (!port.isEmpty() && Integer.parseInt(port) > 0xffff)) {
            throw new IllegalArgumentException("must not have such a port");
        }
        return authority.substring(0, colon);
    }

    /** What the address calls the file, or a name that fits the type. */
    static String filename(URI url, ContentType type) {
        String base = type == ContentType.PDF ? "document" : type.wire();
        String fallback = base + "." + extension(type);
        String path = url.getRawPath() == null ? "" : url.getRawPath();
        String segment = path.substring(path.lastIndexOf('/') + 1);
        // a plus in a path is a plus
        String decoded = URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
        String name = UNFIT.matcher(decoded).replaceAll("_").strip();
        if (name.isEmpty()
                || name.equals(".")
                || name.equals("..")
                || name.length() > LONGEST_FILENAME - 5) {
            return fallback;
        }
        return name.indexOf('.') < 0 ? name + "." + extension(type) : name;
    }

    private static String extension(ContentType type) {
        return switch (type) {
            case IMAGE -> "jpg";
            case PDF -> "pdf";
            case VOICE -> "ogg";
            case VIDEO -> "mp4";
            case TEXT, POLL, VCARD, LOCATION -> throw noFile(type);
        };
    }

    /** By the name's extension where the type leaves a choice. */
    static String mimetype(String filename, ContentType type) {
        String extension = filename.substring(filename.lastIndexOf('.') + 1);
        return switch (type) {
            case IMAGE -> image(extension.toLowerCase(Locale.ROOT));
            case PDF -> "application/pdf";
            case VOICE -> voice(extension.toLowerCase(Locale.ROOT));
            case VIDEO -> video(extension.toLowerCase(Locale.ROOT));
            case TEXT, POLL, VCARD, LOCATION -> throw noFile(type);
        };
    }

    private static String image(String extension) {
        return switch (extension) {
            case "png" -> "image/png";
            case "webp" -> "image/webp";
            case "gif" -> "image/gif";
            default -> "image/jpeg";
        };
    }

    private static String voice(String extension) {
        return switch (extension) {
            case "mp3" -> "audio/mpeg";
            case "m4a" -> "audio/mp4";
            case "wav" -> "audio/wav";
            default -> "audio/ogg; codecs=opus";
        };
    }

    private static String video(String extension) {
        return switch (extension) {
            case "webm" -> "video/webm";
            case "mov" -> "video/quicktime";
            case "3gp" -> "video/3gpp";
            default -> "video/mp4";
        };
    }

    private static IllegalStateException noFile(ContentType type) {
        return new IllegalStateException(type + " has no file");
    }
}
