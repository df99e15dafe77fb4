package io.wawp.sandbox.wawp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;

/**
 * The calls by which a person sees and scripts the simulator with curl. Access tokens are not
 * shown. Safe for use by any thread.
 */
final class ControlCalls {
    static final String PATH = "/sandbox";

    private static final int DEFAULT_LIMIT = 50;

    private final Instances instances;
    private final Faults faults;
    private final CallLog calls;
    private final Endpoints endpoints;
    private final InstantSource clock;

    ControlCalls(
            Instances instances,
            Faults faults,
            CallLog calls,
            Endpoints endpoints,
            InstantSource clock) {
        this.instances = instances;
        this.faults = faults;
        this.calls = calls;
        this.endpoints = endpoints;
        this.clock = clock;
    }

    Reply answer(String method, String path, ObjectNode query, String body) {
        try {
            return switch (method + " " + path) {
                case "GET /sandbox/calls" -> Reply.json(200, calls(query));
                case "DELETE /sandbox/calls" -> {
                    calls.clear();
                    yield Reply.json(200, calls(query));
                }
                case "GET /sandbox/chats" -> Reply.json(200, chats());
                case "POST /sandbox/messages" -> {
                    put(json(body));
                    yield Reply.json(201, chats());
                }
                case "GET /sandbox/faults" -> Reply.json(200, faults());
                case "POST /sandbox/faults" -> {
                    faults.add(FaultJson.read(json(body)));
                    yield Reply.json(201, faults());
                }
                case "DELETE /sandbox/faults" -> {
                    faults.clear();
                    yield Reply.json(200, faults());
                }
                case "GET /sandbox/instances" -> Reply.json(200, instances());
                case "POST /sandbox/instances" -> {
                    setInstance(json(body));
                    yield Reply.json(201, instances());
                }
                default ->
                        Reply.json(
                                404,
                                problem(
                                        "there are GET and DELETE %1$s/calls, GET %1$s/chats, POST %1$s/messages, GET, POST and DELETE %1$s/faults, GET and POST %1$s/instances"
                                                .formatted(PATH)));
            };
        } catch (IllegalArgumentException e) {
            return Reply.json(400, problem(String.valueOf(e.getMessage())));
        }
    }

    /** The latest, oldest of them first. */
    private ArrayNode calls(ObjectNode query) {
        int limit = query.path("limit").asInt(DEFAULT_LIMIT);
        String operation = query.path("operation").asText();
        List<Call> found =
                operation.isEmpty() ? calls.all() : calls.of(FaultJson.operation(operation));
        ArrayNode shown = array();
        found.subList(Math.max(0, found.size() - limit), found.size())
                .forEach(call -> shown.add(shown(call)));
        return shown;
    }

    private static ObjectNode shown(Call call) {
        ObjectNode shown = MessageJson.object();
        shown.put("number", call.number());
        shown.put("at", call.arrivedAt().toString());
        shown.put("operation", call.operation().name());
        shown.put("method", call.method());
        shown.put("path", call.path());
        shown.put("instance", call.instanceId());
        shown.put("chat", call.chatId());
        shown.put("text", call.text());
        ObjectNode parameters = shown.putObject("parameters");
        parameters.setAll((ObjectNode) call.parameters());
        if (parameters.has("access_token")) {
            parameters.put("access_token", "***");
        }
        shown.put("status", call.status());
        shown.put("fault", call.fault().orElse(null));
        shown.put("messageId", call.messageId().orElse(null));
        return shown;
    }

    private ObjectNode chats() {
        Instant now = clock.instant();
        ObjectNode all = MessageJson.object();
        for (String id : instances.ids()) {
            ChatBook book = instances.get(id).chats();
            ObjectNode chats = all.putObject(id);
            for (String chat : book.chatIds()) {
                ArrayNode messages = chats.putArray(chat);
                book.all(chat).forEach(message -> messages.add(MessageJson.listed(message, now)));
            }
        }
        return all;
    }

    /** Somebody else writes. */
    private void put(JsonNode json) {
        String by = json.path("by").asText("phone");
        Message.Maker maker =
                switch (by) {
                    case "phone" -> Message.Maker.PHONE;
                    case "client" -> Message.Maker.CALL;
                    case "other_side" -> Message.Maker.OTHER_SIDE;
                    default ->
                            throw new IllegalArgumentException(
                                    "by is \"%s\"; there are phone, client, other_side"
                                            .formatted(by));
                };
        String chat = json.path("chatId").asText();
        if (!Chats.isValid(chat)) {
            throw new IllegalArgumentException("chatId must be a number or a chat's full id");
        }
        endpoints.put(json.path("instanceId").asText(), chat, maker, json.path("text").asText());
    }

    private ArrayNode faults() {
        ArrayNode all = array();
        for (Faults.Armed armed : faults.all()) {
            all.addObject()
                    .put("rule", armed.rule().toString())
                    .put("matched", armed.matched())
                    .put("applied", armed.applied());
        }
        return all;
    }

    private ArrayNode instances() {
        ArrayNode all = array();
        for (String id : instances.ids()) {
            Instance instance = instances.get(id);
            all.addObject()
                    .put("instanceId", id)
                    .put("status", instance.status().name())
                    .put("number", instance.own());
        }
        return all;
    }

    private void setInstance(JsonNode json) {
        String id = json.path("instanceId").asText();
        String token = json.path("accessToken").asText();
        String status = json.path("status").asText();
        if (!token.isEmpty()) {
            instances.add(id, token);
        }
        Instance instance = instances.get(id);
        if (!status.isEmpty()) {
            instance.status(
                    Arrays.stream(SessionStatus.values())
                            .filter(each -> each.name().equalsIgnoreCase(status))
                            .findFirst()
                            .orElseThrow(() ->
                                    new IllegalArgumentException(
                                            "status is \"%s\"; there are %s"
                                                    .formatted(
                                                            status,
                                                            Arrays.toString(
                                                                    SessionStatus.values())))));
        }
    }

    private static JsonNode json(String body) {
        try {
            return Reply.JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static ObjectNode problem(String message) {
        return MessageJson.object().put("problem", message);
    }

    private static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }
}
