package io.wawp.common.command;

/**
 * A file that Wawp fetches and sends. The string form leaves the address out, since addresses often
 * carry signatures.
 *
 * @param url absolute http or https address
 * @param filename what the recipient sees
 * @param mimetype for example {@code image/jpeg}
 */
public record MediaFile(String url, String filename, String mimetype) {
    @Override
    public String toString() {
        return "MediaFile[" + mimetype + "]";
    }
}
