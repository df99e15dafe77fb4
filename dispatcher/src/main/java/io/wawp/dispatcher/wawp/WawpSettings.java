package io.wawp.dispatcher.wawp;

import java.net.URI;
import java.time.Duration;

/**
 * How to reach Wawp. Holds no secret: credentials come with each call.
 *
 * @param baseUrl absolute http or https address without query; a slash at its end is dropped
 * @param encoding where parameters stand
 * @param requestTimeout one whole call, from leasing a connection to the last byte of the answer; 1
 *     second to 10 minutes
 * @param maxConnections how many calls are on the wire at once; more wait, within their time-out; 1
 *     to 10000
 * @param connectTimeout for one address to accept a connection; part of {@code requestTimeout}
 * @param api the generation of Wawp's API
 */
public record WawpSettings(
        URI baseUrl,
        Encoding encoding,
        Duration requestTimeout,
        int maxConnections,
        Duration connectTimeout,
        Api api) {

    /** The generations of Wawp's API that we speak. */
    public enum Api {
        V1
    }

    public static final URI DEFAULT_BASE_URL = URI.create("https://wawp.net/wp-json/awp/v1");

    public WawpSettings {
        baseUrl = checked(baseUrl);
        requireBetween(
                "wawp.request-timeout",
                requestTimeout,
                Duration.ofSeconds(1),
                Duration.ofMinutes(10));
        requireBetween(
                "wawp.connect-timeout", connectTimeout, Duration.ofMillis(1), requestTimeout);
        if (maxConnections < 1 || maxConnections > 10_000) {
            throw new IllegalArgumentException(
                    "wawp.max-connections must be 1 to 10000, not " + maxConnections);
        }
    }

    /** What suits production: v1 at Wawp's own address, 30 seconds, 128 connections. */
    public static WawpSettings defaults() {
        return new WawpSettings(
                DEFAULT_BASE_URL,
                Encoding.AUTO,
                Duration.ofSeconds(30),
                128,
                Duration.ofSeconds(10),
                Api.V1);
    }

    public WawpSettings withBaseUrl(URI url) {
        return new WawpSettings(url, encoding, requestTimeout, maxConnections, connectTimeout, api);
    }

    public WawpSettings withEncoding(Encoding other) {
        return new WawpSettings(
                baseUrl, other, requestTimeout, maxConnections, connectTimeout, api);
    }

    /** Shortens the connect time-out too where it would be the longer one. */
    public WawpSettings withRequestTimeout(Duration timeout) {
        Duration connect = connectTimeout.compareTo(timeout) > 0 ? timeout : connectTimeout;
        return new WawpSettings(baseUrl, encoding, timeout, maxConnections, connect, api);
    }

    public WawpSettings withMaxConnections(int connections) {
        return new WawpSettings(
                baseUrl, encoding, requestTimeout, connections, connectTimeout, api);
    }

    private static URI checked(URI url) {
        String scheme = url.getScheme();
        if (scheme == null
                || !(scheme.equalsIgnoreCase("http") || scheme.equalsIgnoreCase("https"))
                || url.getHost() == null) {
            throw new IllegalArgumentException(
                    "wawp.base-url must be an absolute http or https address");
        }
        // its value is not repeated here: what is refused may hold a secret
        if (url.getRawUserInfo() != null
                || url.getRawQuery() != null
                || url.getRawFragment() != null) {
            throw new IllegalArgumentException(
                    "wawp.base-url must have no user, query or fragment: credentials are given"
                            + " for each instance");
        }
        String text = url.toString();
        int end = text.length();
        while (text.charAt(end - 1) == '/') {
            end--;
        }
        return URI.create(text.substring(0, end));
    }

    private static void requireBetween(String what, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(
                    what + " must be between " + least + " and " + most + ", not " + value);
        }
    }
}
