package io.wawp.common.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wawp.common.ContractSchema;
import io.wawp.common.KeptRecords;
import io.wawp.common.command.ContentType;
import io.wawp.common.outcome.DeliveryStatus;
import io.wawp.common.outcome.OutcomeStatus;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the first version wrote, this one reads as what it was. */
class KeptRecordsTest {
    private static final Instant THEN = Instant.parse("2026-11-22T09:00:00Z");
    private static final OutcomeJson JSON = new OutcomeJson();
    private static final CommandDecoder DECODER = new CommandDecoder(CommandLimits.DEFAULTS);
    private static final CommandEncoder ENCODER = new CommandEncoder();

    @Test
    void nobodyEditedThem() {
        KeptRecords.requireUnedited();
    }

    static List<Path> commands() {
        return KeptRecords.in("commands").stream().filter(file -> !isReading(file)).toList();
    }

    /** Beside each command stands what it must be read as, with all defaults written out. */
    @ParameterizedTest
    @MethodSource("commands")
    void aCommandIsStillTheSameCommand(Path file) {
        ContractSchema.SEND_COMMAND.requireValid(KeptRecords.bytes(file));
        var decoded = DECODER.decode(KeptRecords.bytes(file), THEN);
        if (!(decoded instanceof Decoding.Valid(var command))) {
            throw new AssertionError(file + " is not taken any more: " + decoded);
        }
        Path reading =
                file.resolveSibling(file.getFileName().toString().replace(".json", ".read.json"));
        KeptRecords.requireSaid(
                KeptRecords.read(reading),
                ContractSchema.JSON.readTree(ENCODER.encode(command)),
                file.toString());
    }

    @Test
    void everyTypeStatusAndStateIsKept() {
        Set<ContentType> types = EnumSet.noneOf(ContentType.class);
        for (Path file : commands()) {
            if (DECODER.decode(KeptRecords.bytes(file), THEN) instanceof Decoding.Valid(var it)) {
                types.add(it.content().type());
            }
        }
        assertEquals(EnumSet.allOf(ContentType.class), types);
        Set<OutcomeStatus> statuses = EnumSet.noneOf(OutcomeStatus.class);
        for (Path file : KeptRecords.in("outcomes")) {
            statuses.add(JSON.decodeOutcome(KeptRecords.bytes(file)).status());
        }
        assertEquals(EnumSet.allOf(OutcomeStatus.class), statuses);
        Set<DeliveryStatus> deliveries = EnumSet.noneOf(DeliveryStatus.class);
        for (Path file : KeptRecords.in("deliveries")) {
            deliveries.add(JSON.decodeDelivery(KeptRecords.bytes(file)).status());
        }
        assertEquals(EnumSet.allOf(DeliveryStatus.class), deliveries);
    }

    @Test
    void anOutcomeStillSaysAllThatItSaid() {
        stillSays("outcomes", ContractSchema.OUTCOME, it -> JSON.encode(JSON.decodeOutcome(it)));
    }

    @Test
    void aDeliveryStillSaysAllThatItSaid() {
        stillSays(
                "deliveries", ContractSchema.DELIVERY, it -> JSON.encode(JSON.decodeDelivery(it)));
    }

    @Test
    void anInstanceEventStillSaysAllThatItSaid() {
        stillSays(
                "instance-events",
                ContractSchema.INSTANCE_EVENT,
                it -> JSON.encode(JSON.decodeInstanceEvent(it)));
    }

    private static void stillSays(
            String folder, ContractSchema schema, Function<byte[], byte[]> readAndWritten) {
        List<Path> files = KeptRecords.in(folder);
        assertTrue(files.size() > 2);
        for (Path file : files) {
            byte[] kept = KeptRecords.bytes(file);
            schema.requireValid(kept);
            KeptRecords.requireSaid(
                    KeptRecords.read(file),
                    ContractSchema.JSON.readTree(readAndWritten.apply(kept)),
                    file.toString());
        }
    }

    private static boolean isReading(Path file) {
        return file.toString().endsWith(".read.json");
    }
}
