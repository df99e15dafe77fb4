package io.wawp.common.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;

/** The one JSON factory of this module, and the writing of objects to bytes. */
final class JsonBytes {
    static final JsonFactory FACTORY =
            new JsonFactoryBuilder()
                    // Names are chosen by strangers too: no shared table that they could fill.
                    .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                    .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                    // Not per thread: workers use virtual threads by the thousand.
                    .recyclerPool(JsonRecyclerPools.newConcurrentDequePool())
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(JsonReader.DEEPEST + 1)
                                    // Bounded by the size of the whole, which is checked first;
                                    // and the reader converts no number unasked.
                                    .maxNumberLength(Integer.MAX_VALUE)
                                    .maxStringLength(Integer.MAX_VALUE)
                                    .maxNameLength(Integer.MAX_VALUE)
                                    .build())
                    .build();

    private JsonBytes() {}

    /** Writes the members of one object. */
    interface Members {
        void write(JsonGenerator json) throws IOException;
    }

    /** One object as UTF-8. */
    static byte[] object(Members members) {
        try (ByteArrayBuilder bytes = new ByteArrayBuilder(512)) {
            try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
                json.writeStartObject();
                members.write(json);
                json.writeEndObject();
            }
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
    }

    /** In the order of the keys, so that equal records are equal bytes in every process. */
    static void writeMetadata(JsonGenerator json, Map<String, String> metadata) throws IOException {
        json.writeObjectFieldStart("metadata");
        for (Map.Entry<String, String> entry : new TreeMap<>(metadata).entrySet()) {
            json.writeStringField(entry.getKey(), entry.getValue());
        }
        json.writeEndObject();
    }
}
