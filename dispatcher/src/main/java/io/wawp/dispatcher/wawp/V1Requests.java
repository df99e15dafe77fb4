package io.wawp.dispatcher.wawp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wawp.common.command.ChatId;
import io.wawp.common.command.MessageId;
import io.wawp.common.command.SendCommand;
import io.wawp.dispatcher.model.Account;
import java.net.URI;
import java.util.Map;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.jspecify.annotations.Nullable;

/** Writes v1's requests. Immutable and thread-safe. */
final class V1Requests {
    /** Proxies often cut URLs at 8 kB; half of that is safe everywhere. */
    static final int LONGEST_URL = 4096;

    private static final byte[] NOTHING = {};

    private final String base;
    private final Encoding encoding;

    V1Requests(WawpSettings settings) {
        this.base = settings.baseUrl().toASCIIString();
        this.encoding = settings.encoding();
    }

    HttpUriRequestBase send(Account account, SendCommand command) {
        V1Form form = V1Form.of(command);
        HttpUriRequestBase request =
                form.structured()
                        ? post(url(form.route(), credentials(account)), bytes(form.parameters()))
                        : post(account, form.route(), form.parameters());
        // the same over all attempts: should Wawp ever learn to read it, it helps at once
        request.setHeader("Idempotency-Key", command.idempotencyKey().value());
        return request;
    }

    HttpUriRequestBase startTyping(Account account, ChatId chat) {
        return post(account, "startTyping", inChat(chat));
    }

    HttpUriRequestBase stopTyping(Account account, ChatId chat) {
        return post(account, "stopTyping", inChat(chat));
    }

    HttpUriRequestBase session(Account account) {
        return get("session/info", credentials(account));
    }

    /** One message, by the route of the vendor's plugin. */
    HttpUriRequestBase messageByQuery(Account account, ChatId chat, MessageId message) {
        return get(
                "message",
                credentials(account)
                        .put("chatId", chat.value())
                        .put("messageId", message.value())
                        .put("downloadMedia", false));
    }

    /** One message, by the route of the vendor's n8n node; a POST that reads. */
    HttpUriRequestBase messageByPath(Account account, ChatId chat, MessageId message) {
        String route =
                "chats/"
                        + Percent.encode(chat.value())
                        + "/messages/"
                        + Percent.encode(message.value());
        return post(url(route, credentials(account).put("downloadMedia", false)), null);
    }

    HttpUriRequestBase messages(Account account, ChatId chat, int offset, int limit) {
        return get(
                "chats/" + Percent.encode(chat.value()) + "/messages",
                credentials(account)
                        .put("limit", limit)
                        .put("offset", offset)
                        .put("downloadMedia", false));
    }

    private HttpUriRequestBase post(Account account, String route, ObjectNode parameters) {
        ObjectNode all = credentials(account).setAll(parameters);
        return switch (encoding) {
            case QUERY -> post(url(route, all), null);
            case JSON -> post(url(route), bytes(all));
            case AUTO -> {
                String url = url(route, all);
                yield url.length() < LONGEST_URL ? post(url, null) : post(url(route), bytes(all));
            }
        };
    }

    private static ObjectNode credentials(Account account) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("instance_id", account.instanceId().value())
                .put("access_token", account.accessToken().value());
    }

    private static ObjectNode inChat(ChatId chat) {
        return JsonNodeFactory.instance.objectNode().put("chatId", chat.value());
    }

    private String url(String route) {
        return base + "/" + route;
    }

    /** An object's fields are written as {@code name[field]}, as PHP reads them. */
    private String url(String route, ObjectNode query) {
        var url = new StringBuilder(url(route));
        char sign = '?';
        for (Map.Entry<String, JsonNode> one : query.properties()) {
            if (one.getValue().isObject()) {
                for (Map.Entry<String, JsonNode> part : one.getValue().properties()) {
                    append(url, sign, one.getKey() + "[" + part.getKey() + "]", part.getValue());
                    sign = '&';
                }
            } else {
                append(url, sign, one.getKey(), one.getValue());
                sign = '&';
            }
        }
        return url.toString();
    }

    private static void append(StringBuilder url, char sign, String name, JsonNode value) {
        url.append(sign)
                .append(Percent.encode(name))
                .append('=')
                .append(Percent.encode(value.asText()));
    }

    private static HttpUriRequestBase get(String url) {
        return request("GET", url);
    }

    private HttpUriRequestBase get(String route, ObjectNode query) {
        return get(url(route, query));
    }

    private static HttpUriRequestBase post(String url, byte @Nullable [] json) {
        HttpUriRequestBase request = request("POST", url);
        // an empty body is said to be empty: some proxies refuse a POST without a length
        request.setEntity(
                json == null
                        ? new ByteArrayEntity(NOTHING, null)
                        : new ByteArrayEntity(json, ContentType.APPLICATION_JSON));
        return request;
    }

    private static HttpUriRequestBase request(String method, String url) {
        var request = new HttpUriRequestBase(method, URI.create(url));
        request.setHeader("Accept", "application/json");
        return request;
    }

    private static byte[] bytes(ObjectNode body) {
        try {
            return Json.MAPPER.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            // without its message, which may show the content
            throw new IllegalStateException("a tree of strings can always be written");
        }
    }
}
