package io.wawp.sandbox.wawp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/** Calls the simulator in the encodings that Wawp's clients use. */
final class ApiClient implements AutoCloseable {
    static final String INSTANCE = "123456789012";
    static final String TOKEN = "secret";
    static final String CHAT = "447441429009";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String base;
    private final String credentials;

    ApiClient(WawpSimulator simulator) {
        this(simulator, INSTANCE, TOKEN);
    }

    ApiClient(WawpSimulator simulator, String instanceId, String token) {
        base = simulator.baseUri().toString();
        credentials = query(Map.of("instance_id", instanceId, "access_token", token));
    }

    static String query(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(each -> encoded(each.getKey()) + "=" + encoded(each.getValue()))
                .collect(Collectors.joining("&"));
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    HttpResponse<String> text(String message) throws IOException, InterruptedException {
        return post("/send", Map.of("chatId", CHAT, "message", message));
    }

    /** All in the query, as Wawp documents it. */
    HttpResponse<String> post(String path, Map<String, String> parameters)
            throws IOException, InterruptedException {
        return exchange(
                request(path, parameters).POST(HttpRequest.BodyPublishers.noBody()).build());
    }

    HttpResponse<String> get(String path, Map<String, String> parameters)
            throws IOException, InterruptedException {
        return exchange(request(path, parameters).build());
    }

    /** Credentials in the query, the rest in a body. */
    HttpResponse<String> postBody(String path, String contentType, String body)
            throws IOException, InterruptedException {
        return exchange(
                request(path, Map.of())
                        .header("Content-Type", contentType)
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build());
    }

    HttpRequest.Builder request(String path, Map<String, String> parameters) {
        String more = parameters.isEmpty() ? "" : "&" + query(parameters);
        return HttpRequest.newBuilder(URI.create(base + path + "?" + credentials + more))
                .timeout(Duration.ofSeconds(20));
    }

    HttpResponse<String> exchange(HttpRequest request) throws IOException, InterruptedException {
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    static JsonNode json(HttpResponse<String> response) throws IOException {
        return JSON.readTree(response.body());
    }

    @Override
    public void close() {
        client.shutdownNow();
        client.close();
    }
}
