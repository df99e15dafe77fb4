package io.wawp.dispatcher.wawp;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Percent-encoding that every server reads alike: RFC 3986's unreserved set, {@code %20}, UTF-8.
 */
final class Percent {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private Percent() {}

    static String encode(String value) {
        var out = new StringBuilder(value.length() + 16);
        for (byte octet : value.getBytes(StandardCharsets.UTF_8)) {
            if (unreserved(octet)) {
                out.append((char) octet);
            } else {
                out.append('%').append(HEX.toHexDigits(octet));
            }
        }
        return out.toString();
    }

    private static boolean unreserved(byte octet) {
        return (octet >= 'a' && octet <= 'z')
                || (octet >= 'A' && octet <= 'Z')
                || (octet >= '0' && octet <= '9')
                || octet == '-'
                || octet == '.'
                || octet == '_'
                || octet == '~';
    }
}
