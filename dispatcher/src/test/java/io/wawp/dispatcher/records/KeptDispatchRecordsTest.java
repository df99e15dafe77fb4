package io.wawp.dispatcher.records;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wawp.common.ContractSchema;
import io.wawp.common.KeptRecords;
import io.wawp.dispatcher.model.Original;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** What the first version's intake regrouped, this one's owner takes over. */
class KeptDispatchRecordsTest {

    static List<Path> records() {
        return KeptRecords.in("dispatch");
    }

    @ParameterizedTest
    @MethodSource("records")
    void aRecordIsReadAsWhatItWas(Path file) {
        JsonNode kept = KeptRecords.read(file);
        var headers = new RecordHeaders();
        kept.path("headers")
                .forEach(header ->
                        headers.add(
                                header.get(0).asString(),
                                header.get(1).asString().getBytes(UTF_8)));
        var record =
                new ConsumerRecord<>(
                        "wawp.dispatch",
                        0,
                        0,
                        1,
                        TimestampType.CREATE_TIME,
                        0,
                        0,
                        kept.path("key").asString().getBytes(UTF_8),
                        kept.path("value").asString().getBytes(UTF_8),
                        headers,
                        Optional.empty());

        DispatchRecord read = DispatchRecord.parse(record).orElseThrow();

        var said = ContractSchema.JSON.createObjectNode();
        said.putObject("source")
                .put("topic", read.source().topic())
                .put("partition", read.source().partition())
                .put("offset", read.source().offset());
        said.put("timestamp", read.original().timestamp());
        said.put("key", text(read.original().key()));
        said.put("run", read.run().number());
        said.put("traceparent", read.trace().traceparent());
        said.put("tracestate", read.trace().tracestate());
        var names = said.putArray("headers");
        read.original().headers().stream().map(Original.Header::name).forEach(names::add);
        KeptRecords.requireSaid(kept.path("read"), said, file.toString());
        assertEquals(kept.path("value").asString(), text(read.original().value()));
    }

    private static @Nullable String text(byte @Nullable [] bytes) {
        return bytes == null ? null : new String(bytes, UTF_8);
    }
}
