package io.wawp.common.json;

import java.net.IDN;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tells hosts that the whole world can reach from those that mean the machine or the network of
 * whoever fetches them. Looks at the spelling alone and asks no name server: a name may lead
 * anywhere, and to guard against that is up to the one who fetches.
 */
final class PublicHosts {
    private static final Pattern NAME =
            Pattern.compile(
                    "[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*");
    private static final Pattern NUMBER = Pattern.compile("\\d+|0x[0-9a-f]*");
    private static final int LONGEST = 253;

    private PublicHosts() {}

    /**
     * Whether it is public.
     *
     * @param host a name, an IPv4 address in any of its spellings, or an IPv6 address in brackets
     * @throws IllegalArgumentException when it is no host
     */
    static boolean isPublic(String host) {
        if (host.startsWith("[") && host.endsWith("]")) {
            return isPublic(ipv6(host.substring(1, host.length() - 1)));
        }
        String name = plain(host);
        String last = name.substring(name.lastIndexOf('.') + 1);
        if (NUMBER.matcher(last).matches()) {
            return isPublicV4(ipv4(name));
        }
        return !name.equals("localhost") && !name.endsWith(".localhost");
    }

    /** As a resolver would see it: lower case, wide digits and dots made plain ones. */
    private static String plain(String host) {
        String name = host.length() > LONGEST ? "" : IDN.toASCII(host).toLowerCase(Locale.ROOT);
        if (name.endsWith(".")) {
            name = name.substring(0, name.length() - 1);
        }
        if (name.length() > LONGEST || !NAME.matcher(name).matches()) {
            throw noHost();
        }
        return name;
    }

    /**
     * The spellings that C libraries and browsers take: 127.1, 0x7f.1, 017700000001, 2130706433.
     */
    private static long ipv4(String written) {
        String[] parts = written.split("\\.", -1);
        if (parts.length > 4) {
            throw noHost();
        }
        long address = 0;
        for (int i = 0; i < parts.length; i++) {
            boolean last = i == parts.length - 1;
            long limit = last ? 1L << (8 * (5 - parts.length)) : 256;
            long part = number(parts[i]);
            if (part >= limit) {
                throw noHost();
            }
            address |= last ? part : part << (8 * (3 - i));
        }
        return address;
    }

    private static long number(String part) {
        int radix = part.startsWith("0x") ? 16 : part.length() > 1 && part.startsWith("0") ? 8 : 10;
        String digits = radix == 16 ? part.substring(2) : part;
        try {
            return digits.isEmpty() ? 0 : Long.parseUnsignedLong(digits, radix) & Long.MAX_VALUE;
        } catch (NumberFormatException e) {
            throw noHost();
        }
    }

    private static InetAddress ipv6(String literal) {
        if (literal.indexOf('%') >= 0) {
            throw noHost();
        }
        return Inet6Address.ofLiteral(literal);
    }

    private static boolean isPublic(InetAddress address) {
        byte[] bytes = address.getAddress();
        Integer embedded = bytes.length == 4 ? Integer.valueOf(0) : embeddedV4(bytes);
        if (embedded != null && !isPublicV4(v4(bytes, embedded))) {
            return false;
        }
        boolean uniqueLocal = bytes.length == 16 && (bytes[0] & 0xfe) == 0xfc;
        return !uniqueLocal
                && !address.isAnyLocalAddress()
                && !address.isLoopbackAddress()
                && !address.isLinkLocalAddress()
                && !address.isSiteLocalAddress();
    }

    /** Where in an IPv6 address an IPv4 address hides, or null. */
    private static @Nullable Integer embeddedV4(byte[] bytes) {
        int first = (octet(bytes, 0) << 8) | octet(bytes, 1);
        if (first == 0x2002) {
            return 2;
        }
        int second = (octet(bytes, 2) << 8) | octet(bytes, 3);
        boolean translated = first == 0x64 && second == 0xff9b;
        boolean compatible = first == 0 && second == 0;
        for (int i = 4; i < 12; i++) {
            // ::ffff:1.2.3.4 may also come unfolded, with its marker in bytes 8 to 11
            if (bytes[i] != 0 && !(compatible && i >= 8 && bytes[i] == -1)) {
                return null;
            }
        }
        return translated || compatible ? 12 : null;
    }

    private static long v4(byte[] bytes, int at) {
        long address = 0;
        for (int i = at; i < at + 4; i++) {
            address = (address << 8) | octet(bytes, i);
        }
        return address;
    }

    private static int octet(byte[] bytes, int at) {
        return bytes[at] & 0xff;
    }

    private static boolean isPublicV4(long address) {
        return !(within(address, 0x00000000L, 8)
                || within(address, 0x0a000000L, 8)
                || within(address, 0x64400000L, 10)
                || within(address, 0x7f000000L, 8)
                || within(address, 0xa9fe0000L, 16)
                || within(address, 0xac100000L, 12)
                || within(address, 0xc0a80000L, 16));
    }

    private static boolean within(long address, long network, int bits) {
        return (address ^ network) >>> (32 - bits) == 0;
    }

    private static IllegalArgumentException noHost() {
        return new IllegalArgumentException("must name a host");
    }
}
