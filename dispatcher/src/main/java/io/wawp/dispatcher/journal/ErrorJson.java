package io.wawp.dispatcher.journal;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.wawp.common.outcome.OutcomeError;
import io.wawp.common.outcome.ReasonCode;
import java.io.IOException;

/** An error inside an entry. */
final class ErrorJson {
    private ErrorJson() {}

    static void write(JsonGenerator json, OutcomeError error) throws IOException {
        json.writeStartObject();
        json.writeStringField("code", error.codeText());
        json.writeStringField("message", error.message());
        json.writeBooleanField("retryable", error.retryable());
        if (error.httpStatus() != null) {
            json.writeNumberField("httpStatus", error.httpStatus());
        }
        if (error.field() != null) {
            json.writeStringField("field", error.field());
        }
        json.writeEndObject();
    }

    static OutcomeError read(JsonNode node) {
        String code = node.path("code").asText();
        return new OutcomeError(
                ReasonCode.of(code),
                code,
                node.path("message").asText(),
                node.path("retryable").asBoolean(),
                node.has("httpStatus") ? Integer.valueOf(node.get("httpStatus").intValue()) : null,
                EntryFormat.readText(node, "field"));
    }
}
