package io.wawp.sandbox.wawp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wawp.sandbox.wawp.FaultAction.Answer;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;

/**
 * The failures that Wawp, the layers before it and the engine behind it are known for. Codes and
 * texts are those that its pages, its clients and their users name; where a status is not
 * documented the caller chooses it.
 */
public final class Answers {
    private static final String JSON_TYPE = "application/json; charset=UTF-8";
    private static final String HTML = "text/html; charset=UTF-8";

    private Answers() {}

    /** 404: the instance is not known. Documented for Send Text, without its body. */
    public static Answer invalidInstance() {
        return wordpress(404, "invalid_instance", "Instance not found.");
    }

    /** 401: the token is wrong. Documented for Send Text, without its body. */
    public static Answer invalidAccessToken() {
        return wordpress(401, "invalid_access_token", "Invalid access token.");
    }

    /** The engine behind Wawp failed. Its status is nowhere stated; 200, 500 and 502 are likely. */
    public static Answer upstreamError(int status) {
        return wordpress(status, "wawp_upstream_error", "Upstream request failed.");
    }

    /** Wrong audio format. Its status is not stated. */
    public static Answer badFormat(int status) {
        return wordpress(status, "bad_format", "The audio format is not supported.");
    }

    /** Named by Wawp's WordPress plugin, which treats it as failed and resendable. */
    public static Answer proxyError(int status) {
        return wordpress(status, "proxy_error", "Proxy request failed.");
    }

    /** Named by Wawp's WordPress plugin, which treats it as failed and resendable. */
    public static Answer apiError(int status) {
        return wordpress(status, "wawp_api_error", "API request failed.");
    }

    /** The text by which the plugin knows that an instance is gone. */
    public static Answer instanceIdInvalidated(int status) {
        return json(
                "instance_id_invalidated",
                status,
                object().put("status", "error").put("message", "Instance ID Invalidated"));
    }

    /** The monthly quota is used up, dressed as a success. */
    public static Answer quotaExceeded() {
        return json(
                "quota_exceeded",
                200,
                object().put("status", "success")
                        .put(
                                "message",
                                "The number of messages you have sent per month has exceeded the"
                                        + " maximum limit"));
    }

    /** WordPress' envelope: {@code {code, message, data:{status}}}. */
    public static Answer wordpress(int status, String code, String message) {
        ObjectNode body = object().put("code", code).put("message", message);
        body.putObject("data").put("status", status);
        return json(code, status, body);
    }

    /** The error of API v2: {@code {status, message, error}}. */
    public static Answer v2(int status, String message, String error) {
        return json(
                "v2_error",
                status,
                object().put("status", status).put("message", message).put("error", error));
    }

    /** A failure inside a 2xx: {@code {code, message}}. */
    public static Answer codeInside2xx(String code, String message) {
        return json("code_inside_2xx", 200, object().put("code", code).put("message", message));
    }

    /** A failure inside a 2xx: {@code success:false}. */
    public static Answer successFalse(String message) {
        return json("success_false", 200, object().put("success", false).put("message", message));
    }

    /** A failure inside a 2xx: {@code status:"error"}. */
    public static Answer statusError(String message) {
        return json("status_error", 200, object().put("status", "error").put("message", message));
    }

    /** A bare status as a web server gives it: 429, 502, 503, 504 and the like. */
    public static Answer plain(int status) {
        return new Answer("http_" + status, status, "text/plain", Map.of(), "");
    }

    /** As {@link #plain} with {@code Retry-After} in seconds. */
    public static Answer plain(int status, Duration retryAfter) {
        return plain(status).withHeader("Retry-After", Long.toString(retryAfter.toSeconds()));
    }

    /** As {@link #plain} with {@code Retry-After} as a date. */
    public static Answer plain(int status, Instant retryAt) {
        return plain(status)
                .withHeader(
                        "Retry-After",
                        DateTimeFormatter.RFC_1123_DATE_TIME.format(
                                retryAt.atOffset(ZoneOffset.UTC)));
    }

    /** A page of a web server or proxy instead of JSON, as users saw with 413 and 502. */
    public static Answer html(int status, String title) {
        return new Answer(
                "html_" + status,
                status,
                HTML,
                Map.of(),
                "<html>\r\n<head><title>%1$d %2$s</title></head>\r\n<body>\r\n<center><h1>%1$d %2$s</h1></center>\r\n</body>\r\n</html>\r\n"
                        .formatted(status, title));
    }

    /** The 400 in XML that v2's pages list without showing it. */
    public static Answer xml400() {
        return new Answer(
                "xml_400",
                400,
                "application/xml; charset=UTF-8",
                Map.of(),
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?><error><status>400</status>"
                        + "<message>Missing required parameter</message></error>");
    }

    /** The engine's own answer to a send while the number is not logged in. */
    public static Answer sessionStatus(String instanceId, SessionStatus status) {
        ObjectNode body = object();
        body.put(
                "error",
                "Session status is not as expected. Try again later or restart the session");
        body.put("session", instanceId);
        body.put("status", status.name());
        body.putArray("expected").add(SessionStatus.WORKING.name());
        return json("session_status", 422, body);
    }

    /** Any other JSON with any status. */
    public static Answer json(String name, int status, JsonNode body) {
        return new Answer(name, status, JSON_TYPE, Map.of(), body.toString());
    }

    private static ObjectNode object() {
        return MessageJson.object();
    }
}
