package io.wawp.sandbox.wawp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Where a request arrives: reads it as WordPress does and passes it to the endpoints, or to the
 * control calls. Safe for use by any thread.
 */
final class Front {
    static final String BASE_PATH = "/wp-json/awp/v1";

    private final Endpoints endpoints;
    private final ControlCalls control;
    private final InstantSource clock;

    Front(Endpoints endpoints, ControlCalls control, InstantSource clock) {
        this.endpoints = endpoints;
        this.control = control;
        this.clock = clock;
    }

    Endpoints.Plan answer(FullHttpRequest request) {
        long nanos = System.nanoTime();
        String uri = request.uri();
        int mark = uri.indexOf('?');
        String path = mark < 0 ? uri : uri.substring(0, mark);
        String query = mark < 0 ? "" : uri.substring(mark + 1);
        String method = request.method().name();
        if (path.startsWith(BASE_PATH + "/")) {
            return api(request, method, path, query, nanos);
        }
        if (path.startsWith(ControlCalls.PATH + "/")) {
            return now(control.answer(method, path, Parameters.ofQuery(query), body(request)));
        }
        return now(Reply.of(Answers.html(404, "Not Found")));
    }

    private Endpoints.Plan api(
            FullHttpRequest request, String method, String path, String query, long nanos) {
        Optional<Route> route = Route.find(method, path.substring(BASE_PATH.length()));
        if (route.isEmpty()) {
            return now(
                    Reply.of(
                            Answers.wordpress(
                                    404,
                                    "rest_no_route",
                                    "No route was found matching the URL and request method.")));
        }
        ObjectNode form = MessageJson.object();
        ObjectNode json = MessageJson.object();
        String body = body(request);
        if (!body.isEmpty() && isJson(request.headers())) {
            try {
                JsonNode parsed = Reply.JSON.readTree(body);
                if (parsed instanceof ObjectNode object) {
                    json = object;
                }
            } catch (JsonProcessingException e) {
                return now(
                        Reply.of(
                                Answers.wordpress(
                                        400, "rest_invalid_json", "Invalid JSON body passed.")));
            }
        } else if (!body.isEmpty() && isForm(request.headers())) {
            form = Parameters.ofQuery(body);
        }
        return endpoints.answer(
                new ApiRequest(
                        route.get().operation(),
                        method,
                        path,
                        query,
                        headers(request.headers()),
                        Parameters.merge(
                                route.get().parameters(), Parameters.ofQuery(query), form, json),
                        clock.instant(),
                        nanos));
    }

    private static String body(FullHttpRequest request) {
        return request.content().isReadable()
                ? new String(ByteBufUtil.getBytes(request.content()), StandardCharsets.UTF_8)
                : "";
    }

    private static boolean isJson(HttpHeaders headers) {
        String type = contentType(headers);
        return type.equals("application/json") || type.endsWith("+json");
    }

    private static boolean isForm(HttpHeaders headers) {
        return contentType(headers).equals("application/x-www-form-urlencoded");
    }

    private static String contentType(HttpHeaders headers) {
        String type = headers.get(HttpHeaderNames.CONTENT_TYPE, "");
        int semicolon = type.indexOf(';');
        return (semicolon < 0 ? type : type.substring(0, semicolon))
                .strip()
                .toLowerCase(Locale.ROOT);
    }

    private static Map<String, String> headers(HttpHeaders headers) {
        Map<String, String> all = new HashMap<>();
        headers.forEach(header ->
                all.merge(
                        header.getKey().toLowerCase(Locale.ROOT),
                        header.getValue(),
                        (first, next) -> first + ", " + next));
        return all;
    }

    private static Endpoints.Plan now(Reply reply) {
        return new Endpoints.Plan(reply, Duration.ZERO);
    }
}
