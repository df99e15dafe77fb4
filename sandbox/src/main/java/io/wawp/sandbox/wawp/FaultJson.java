package io.wawp.sandbox.wawp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A rule as a person writes it for curl. How a chat is listed is an action too, {@code
 * {"operation":"chat_messages","action":"listing","shape":"gows","order":"shuffled","most":20,
 * "ids":"bare","clock":"PT-90S","times":"milliseconds","lag":"PT30S","maker":false}}: see {@link
 * ListingStyle}; what fails instead of listing is any other action with that operation. {@code
 * effectAfter} is when a message is sent, {@code visibleAfter} how long after that it shows.
 * Whatever cannot be read is an {@link IllegalArgumentException} that names the field and what may
 * stand there.
 */
final class FaultJson {
    private static final Set<String> FIELDS =
            Set.of(
                    "operation",
                    "instance",
                    "chat",
                    "contains",
                    "finds",
                    "nth",
                    "first",
                    "action",
                    "status",
                    "code",
                    "message",
                    "retryAfter",
                    "bytes",
                    "pause",
                    "record",
                    "delay",
                    "effectAfter",
                    "visibleAfter",
                    "acks",
                    "shape",
                    "order",
                    "most",
                    "ids",
                    "clock",
                    "times",
                    "lag",
                    "maker");

    private final JsonNode json;

    private FaultJson(JsonNode json) {
        this.json = json;
    }

    static FaultRule read(JsonNode json) {
        if (!(json instanceof ObjectNode object)) {
            throw new IllegalArgumentException("a rule is a JSON object");
        }
        object.fieldNames()
                .forEachRemaining(name -> {
                    if (!FIELDS.contains(name)) {
                        throw new IllegalArgumentException(
                                "unknown field \"%s\"; there are %s"
                                        .formatted(name, FIELDS.stream().sorted().toList()));
                    }
                });
        return new FaultJson(json).rule();
    }

    private FaultRule rule() {
        FaultRule rule = operations();
        if (json.has("instance")) {
            rule = rule.instance(json.path("instance").asText());
        }
        if (json.has("chat")) {
            rule = rule.chat(json.path("chat").asText());
        }
        if (json.has("contains")) {
            rule = rule.containing(json.path("contains").asText());
        }
        if (json.has("finds")) {
            rule = rule.finding(json.path("finds").asText());
        }
        if (json.has("nth")) {
            rule = rule.nth(json.path("nth").asInt());
        }
        if (json.has("first")) {
            rule = rule.first(json.path("first").asInt());
        }
        rule =
                rule.then(action())
                        .after(duration("delay", Duration.ZERO))
                        .takesEffectAfter(duration("effectAfter", Duration.ZERO))
                        .visibleAfter(duration("visibleAfter", Duration.ZERO));
        if (json.has("record")) {
            rule = json.path("record").asBoolean() ? rule.recorded() : rule.unrecorded();
        }
        if (json.has("acks")) {
            rule = rule.acks(acks());
        }
        return rule;
    }

    private FaultRule operations() {
        String name = json.path("operation").asText("sends");
        return switch (name) {
            case "sends" -> FaultRule.sends();
            case "lookups" -> FaultRule.lookUps();
            case "all" -> FaultRule.calls();
            default -> FaultRule.on(operation(name));
        };
    }

    static Operation operation(String name) {
        return Arrays.stream(Operation.values())
                .filter(each -> each.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "unknown operation \"%s\"; there are sends, lookups, all and %s"
                                        .formatted(name, lowerCase(Operation.values()))));
    }

    private FaultAction action() {
        String name = json.path("action").asText("usual");
        return switch (name) {
            case "usual" -> FaultAction.usual();
            case "no_answer" -> FaultAction.noAnswer();
            case "reset" -> FaultAction.reset();
            case "close" -> FaultAction.close();
            case "cut_off" -> FaultAction.cutOff(json.path("bytes").asInt(20));
            case "trickle" -> FaultAction.trickle(duration("pause", Duration.ofMillis(100)));
            case "listing" -> FaultAction.listed(style());
            case "oversized" -> FaultAction.oversized(json.path("bytes").asLong(32L << 20));
            case "invalid_instance" -> Answers.invalidInstance();
            case "invalid_access_token" -> Answers.invalidAccessToken();
            case "wawp_upstream_error" -> Answers.upstreamError(status(500));
            case "bad_format" -> Answers.badFormat(status(400));
            case "proxy_error" -> Answers.proxyError(status(502));
            case "wawp_api_error" -> Answers.apiError(status(500));
            case "instance_id_invalidated" -> Answers.instanceIdInvalidated(status(403));
            case "quota_exceeded" -> Answers.quotaExceeded();
            case "wordpress" -> Answers.wordpress(status(400), text("code"), text("message"));
            case "code_inside_2xx" -> Answers.codeInside2xx(text("code"), text("message"));
            case "success_false" -> Answers.successFalse(text("message"));
            case "status_error" -> Answers.statusError(text("message"));
            case "v2_error" -> Answers.v2(status(400), text("message"), text("code"));
            case "xml_400" -> Answers.xml400();
            case "html" -> Answers.html(status(502), json.path("message").asText("Bad Gateway"));
            case "session_status" -> Answers.sessionStatus("sandbox", SessionStatus.SCAN_QR_CODE);
            case "status" -> plain();
            default -> success(name);
        };
    }

    private ListingStyle style() {
        ListingStyle style =
                ListingStyle.usual()
                        .shape(one("shape", ListingStyle.Shape.WEBJS))
                        .order(one("order", ListingStyle.Order.NEWEST_FIRST))
                        .most(json.path("most").asInt(Integer.MAX_VALUE))
                        .ids(one("ids", ListingStyle.Ids.FULL))
                        .clock(duration("clock", Duration.ZERO))
                        .times(one("times", ListingStyle.Times.SECONDS))
                        .lag(duration("lag", Duration.ZERO));
        return json.path("maker").asBoolean(true) ? style : style.withoutMaker();
    }

    private <E extends Enum<E>> E one(String field, E usual) {
        JsonNode value = json.path(field);
        if (value.isMissingNode()) {
            return usual;
        }
        E[] all = usual.getDeclaringClass().getEnumConstants();
        return Arrays.stream(all)
                .filter(each -> each.name().equalsIgnoreCase(value.asText()))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "%s is \"%s\"; there are %s"
                                        .formatted(field, value.asText(), lowerCase(all))));
    }

    private FaultAction success(String name) {
        for (SuccessShape shape : SuccessShape.values()) {
            if (name.equals("success_" + shape.name().toLowerCase(Locale.ROOT))) {
                return FaultAction.success(shape);
            }
        }
        throw new IllegalArgumentException(
                "unknown action \"%s\"; there are %s".formatted(name, names()));
    }

    /** Every name of an action. */
    static List<String> names() {
        List<String> names =
                new ArrayList<>(
                        List.of(
                                "usual",
                                "no_answer",
                                "reset",
                                "close",
                                "cut_off",
                                "trickle",
                                "oversized",
                                "listing",
                                "invalid_instance",
                                "invalid_access_token",
                                "wawp_upstream_error",
                                "bad_format",
                                "proxy_error",
                                "wawp_api_error",
                                "instance_id_invalidated",
                                "quota_exceeded",
                                "wordpress",
                                "code_inside_2xx",
                                "success_false",
                                "status_error",
                                "v2_error",
                                "xml_400",
                                "html",
                                "session_status",
                                "status"));
        lowerCase(SuccessShape.values()).forEach(shape -> names.add("success_" + shape));
        return names;
    }

    private FaultAction plain() {
        JsonNode retryAfter = json.path("retryAfter");
        if (retryAfter.isMissingNode()) {
            return Answers.plain(status(503));
        }
        if (retryAfter.canConvertToLong()) {
            return Answers.plain(status(503), Duration.ofSeconds(retryAfter.asLong()));
        }
        try {
            return Answers.plain(status(503), Instant.parse(retryAfter.asText()));
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "retryAfter is \"%s\"; give seconds or an instant like 2026-11-22T09:00:00Z"
                            .formatted(retryAfter.asText()),
                    e);
        }
    }

    private AckSchedule acks() {
        String name = json.path("acks").asText();
        return switch (name) {
            case "never" -> AckSchedule.never();
            case "quick" -> AckSchedule.quick();
            case "leisurely" -> AckSchedule.leisurely();
            default ->
                    throw new IllegalArgumentException(
                            "acks is \"%s\"; there are never, quick, leisurely".formatted(name));
        };
    }

    private int status(int usual) {
        int status = json.path("status").asInt(usual);
        if (status < 200 || status > 599) {
            throw new IllegalArgumentException(
                    "status is " + status + "; give one from 200 to 599");
        }
        return status;
    }

    private String text(String name) {
        return json.path(name).asText("sandbox_" + name);
    }

    private Duration duration(String name, Duration usual) {
        JsonNode value = json.path(name);
        if (value.isMissingNode()) {
            return usual;
        }
        try {
            return Duration.parse(value.asText());
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "%s is \"%s\"; give a duration like PT2S or PT0.5S"
                            .formatted(name, value.asText()),
                    e);
        }
    }

    private static List<String> lowerCase(Enum<?>[] values) {
        return Arrays.stream(values).map(each -> each.name().toLowerCase(Locale.ROOT)).toList();
    }
}
