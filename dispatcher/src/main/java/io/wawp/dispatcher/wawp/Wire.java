package io.wawp.dispatcher.wawp;

import io.wawp.dispatcher.model.Time;
import java.io.IOException;
import java.io.InputStream;
import java.net.UnknownHostException;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.ChainElement;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.io.Closer;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request, one exchange: never repeated, never redirected, over by the time-out whatever the
 * other side does, and with an exact account of whether anything was written.
 *
 * <p>Each exchange runs on a virtual thread of its own while the caller waits, so that nothing can
 * hold the caller beyond the time-out, not even a name look-up, which cannot be interrupted. What
 * is left behind ends when its socket is closed; there are never more than {@code maxConnections}
 * exchanges with a connection. Thread-safe.
 */
final class Wire implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Wire.class);
    private static final String CROSSING = "io.wawp.crossing";

    /** Idle connections are let go before most servers drop them. */
    private static final TimeValue KEEP_ALIVE = TimeValue.ofSeconds(30);

    /** So that a change of Wawp's addresses is noticed. */
    private static final TimeValue LONGEST_LIFE = TimeValue.ofMinutes(10);

    private final WawpSettings settings;
    private final Time time;
    private final HttpHost target;
    private final CloseableHttpClient client;

    Wire(WawpSettings settings, Time time) {
        this.settings = settings;
        this.time = time;
        this.target = HttpHost.create(settings.baseUrl());
        this.client = client(settings);
    }

    private static CloseableHttpClient client(WawpSettings settings) {
        Timeout whole = Timeout.of(settings.requestTimeout());
        return HttpClientBuilder.create()
                .setConnectionManager(connections(settings))
                .setDefaultRequestConfig(
                        RequestConfig.custom()
                                .setConnectionRequestTimeout(whole)
                                .setResponseTimeout(whole)
                                .setConnectionKeepAlive(KEEP_ALIVE)
                                .setExpectContinueEnabled(false)
                                .setProtocolUpgradeEnabled(false)
                                .build())
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .disableConnectionState()
                .setUserAgent(userAgent())
                .addExecInterceptorBefore(
                        ChainElement.MAIN_TRANSPORT.name(), "crossing", Wire::crossThenSend)
                .build();
    }

    private static PoolingHttpClientConnectionManager connections(WawpSettings settings) {
        return PoolingHttpClientConnectionManagerBuilder.create()
                .setMaxConnTotal(settings.maxConnections())
                .setMaxConnPerRoute(settings.maxConnections())
                .setDefaultConnectionConfig(
                        ConnectionConfig.custom()
                                .setConnectTimeout(Timeout.of(settings.connectTimeout()))
                                .setSocketTimeout(Timeout.of(settings.requestTimeout()))
                                // each time: a connection that died in the pool, found only by
                                // writing to it, would leave a message in doubt
                                .setValidateAfterInactivity(TimeValue.ZERO_MILLISECONDS)
                                .setTimeToLive(LONGEST_LIFE)
                                .build())
                .build();
    }

    private static String userAgent() {
        String version = Wire.class.getPackage().getImplementationVersion();
        return version == null ? "wawp-dispatcher" : "wawp-dispatcher/" + version;
    }

    /** Runs with a connection leased and connected, and nothing written yet. */
    private static ClassicHttpResponse crossThenSend(
            ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        var crossing =
                (Crossing) Objects.requireNonNull(scope.clientContext.getAttribute(CROSSING));
        crossing.cross(); // the chain before us lets go of the connection if this throws
        return chain.proceed(request, scope);
    }

    /**
     * Exchanges one request for one answer.
     *
     * @param longest bytes of an answer's body
     * @param mayWrite asked at most once, right before the first byte
     * @throws InterruptedException only if nothing was written, nor will be
     */
    Ending exchange(HttpUriRequestBase request, int longest, BooleanSupplier mayWrite)
            throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        var crossing = new Crossing(mayWrite);
        var ending = new CompletableFuture<@Nullable Ending>();
        Time.Alarm alarm =
                time.after(
                        settings.requestTimeout(),
                        () -> {
                            crossing.close(); // from now on nothing begins
                            ending.complete(null);
                        });
        try {
            Thread.ofVirtual()
                    .name("wawp-exchange")
                    .start(() -> ending.complete(run(request, longest, crossing)));
            Ending came = ending.get();
            return came == null ? tooLate(request, crossing) : came;
        } catch (InterruptedException e) {
            request.cancel();
            if (crossing.close()) {
                throw e;
            }
            Thread.currentThread().interrupt();
            return new Ending.Lost("interrupted while waiting for the answer");
        } catch (ExecutionException e) {
            throw new IllegalStateException("an exchange always ends with a value", e);
        } finally {
            alarm.cancel();
        }
    }

    private Ending tooLate(HttpUriRequestBase request, Crossing crossing) {
        boolean nothingWritten = crossing.close();
        request.cancel();
        String after = " within " + settings.requestTimeout();
        return nothingWritten
                ? new Ending.NeverLeft("no connection" + after)
                : new Ending.Lost("no whole answer" + after);
    }

    private Ending run(HttpUriRequestBase request, int longest, Crossing crossing) {
        HttpClientContext context = HttpClientContext.create();
        context.setAttribute(CROSSING, crossing);
        try {
            ClassicHttpResponse response = client.executeOpen(target, request, context);
            try {
                return answered(request, response, longest);
            } finally {
                // what goes wrong after the whole answer is read takes nothing from it
                Closer.closeQuietly(response);
            }
        } catch (Crossing.NotCrossed e) {
            // never lapsed once crossed, should anything below us ever try a second time
            return crossing.crossed() ? failed(e, crossing) : new Ending.Lapsed();
        } catch (IOException | RuntimeException e) {
            return failed(e, crossing);
        } catch (Error e) {
            log.error("an exchange with Wawp ended in {}", e.getClass().getName());
            return failed(e, crossing);
        }
    }

    private static Ending answered(
            HttpUriRequestBase request, ClassicHttpResponse response, int longest)
            throws IOException {
        byte[] body = body(response, longest);
        if (body == null) {
            request.cancel(); // or closing would read the rest, however long
            return new Ending.TooLong(response.getCode());
        }
        return new Ending.Answered(
                new Answer(
                        response.getCode(),
                        header(response, "Content-Type"),
                        header(response, "Retry-After"),
                        body));
    }

    private static Ending failed(Throwable cause, Crossing crossing) {
        RuntimeException broken = crossing.broken();
        if (broken != null) {
            return new Ending.Broken(broken);
        }
        return crossing.crossed()
                ? new Ending.Lost(
                        "the connection failed (" + cause.getClass().getSimpleName() + ")")
                : new Ending.NeverLeft(whyNot(cause));
    }

    /** In our words: messages of such exceptions may hold addresses. */
    private static String whyNot(Throwable cause) {
        return switch (cause) {
            case UnknownHostException _ -> "its host name is not known";
            case ConnectTimeoutException _ -> "connecting took too long";
            case ConnectionRequestTimeoutException _ -> "no connection became free in time";
            case SSLException _ -> "no TLS connection (" + cause.getClass().getSimpleName() + ")";
            default -> "no connection (" + cause.getClass().getSimpleName() + ")";
        };
    }

    /** The whole body, or null when it is longer. */
    private static byte @Nullable [] body(ClassicHttpResponse response, int longest)
            throws IOException {
        HttpEntity entity = response.getEntity();
        if (entity == null) {
            return new byte[0];
        }
        if (entity.getContentLength() > longest) {
            return null;
        }
        InputStream content = entity.getContent();
        byte[] body = content.readNBytes(longest);
        return body.length == longest && content.read() >= 0 ? null : body;
    }

    private static @Nullable String header(ClassicHttpResponse response, String name) {
        Header header = response.getFirstHeader(name);
        return header == null ? null : header.getValue();
    }

    @Override
    public void close() {
        client.close(CloseMode.IMMEDIATE);
    }
}
