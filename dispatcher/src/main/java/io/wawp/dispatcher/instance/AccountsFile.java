package io.wawp.dispatcher.instance;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.wawp.common.command.InstanceId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The instances file, as text to entries. Says of each mistake where it is, and never shows what
 * stands in the file but names of fields, instance ids and pacing profiles; least of all the JSON
 * parser's own words, which quote what they stumbled over.
 */
final class AccountsFile {
    private static final List<String> FIELDS =
            List.of("instanceId", "accessToken", "accessTokenFile", "pacing");
    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private final Path path;

    AccountsFile(Path path) {
        this.path = path;
    }

    /**
     * One instance of the file.
     *
     * @param place {@code [2]}, counted from 0
     * @param accessToken or {@code accessTokenFile}: one of the two
     */
    record Entry(
            String place,
            InstanceId instanceId,
            @Nullable String accessToken,
            @Nullable Path accessTokenFile,
            @Nullable String pacing) {}

    List<Entry> parse(byte[] bytes) {
        JsonNode root = tree(bytes);
        if (!root.isArray()) {
            throw wrong("", "must be a JSON array: [{\"instanceId\":\"…\",\"accessToken\":\"…\"}]");
        }
        var entries = new ArrayList<Entry>(root.size());
        Map<InstanceId, String> places = new HashMap<>();
        for (JsonNode node : root) {
            Entry entry = entry("[" + entries.size() + "]", node);
            String before = places.putIfAbsent(entry.instanceId(), entry.place());
            if (before != null) {
                throw wrong(
                        entry.place() + ".instanceId",
                        "is the same as " + before + "'s; remove one of the two");
            }
            entries.add(entry);
        }
        return entries;
    }

    InvalidAccountsException wrong(String place, String what) {
        return new InvalidAccountsException(
                "instances file " + path + (place.isEmpty() ? " " : ", " + place + " ") + what);
    }

    private JsonNode tree(byte[] bytes) {
        try {
            return JSON.readTree(bytes);
        } catch (JacksonException e) {
            JsonLocation at = e.getLocation();
            String where =
                    at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
            throw wrong("", "is not valid JSON, or names a field twice," + where);
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory", e);
        }
    }

    private Entry entry(String place, JsonNode node) {
        if (!node.isObject()) {
            throw wrong(place, "must be an object with instanceId and accessToken");
        }
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            if (!FIELDS.contains(field.getKey())) {
                throw wrong(
                        place,
                        "has the unknown field "
                                + Suggestion.shown(field.getKey())
                                + Suggestion.ending(field.getKey(), FIELDS));
            }
        }
        InstanceId instanceId = instanceId(place, text(place, node, "instanceId"));
        String token = text(place, node, "accessToken");
        String tokenFile = text(place, node, "accessTokenFile");
        if ((token == null) == (tokenFile == null)) {
            throw wrong(place, "must have one of accessToken and accessTokenFile");
        }
        return new Entry(
                place,
                instanceId,
                token,
                tokenFile == null ? null : beside(place, tokenFile),
                text(place, node, "pacing"));
    }

    private InstanceId instanceId(String place, @Nullable String written) {
        if (written == null) {
            throw wrong(place, "has no instanceId; add it");
        }
        try {
            return new InstanceId(written);
        } catch (IllegalArgumentException e) {
            throw wrong(place + ".instanceId", "must be 1 to 64 characters of A-Z a-z 0-9 _ -");
        }
    }

    /** A token file's path starts from where the instances file is. */
    private Path beside(String place, String written) {
        try {
            return path.resolveSibling(written);
        } catch (IllegalArgumentException e) {
            throw wrong(place + ".accessTokenFile", "is not a path");
        }
    }

    private @Nullable String text(String place, JsonNode node, String field) {
        JsonNode value = node.get(field);
        if (value == null || value.isNull()) {
            return null;
        }
        if (!value.isTextual()) {
            throw wrong(place + "." + field, "must be a text; put it in quotes");
        }
        return value.textValue();
    }
}
