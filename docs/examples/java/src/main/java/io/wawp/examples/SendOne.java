package io.wawp.examples;

import io.wawp.common.command.SendCommand;
import io.wawp.common.json.CommandDraft;
import io.wawp.common.kafka.CommandRecords;
import io.wawp.common.kafka.SendCommandSerializer;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;

/** Produces one command: {@code SendOne COMMAND_ID CHAT TEXT}. */
public final class SendOne {
    private SendOne() {}

    public static void main(String[] arguments) throws Exception {
        if (arguments.length != 3) {
            System.err.println("usage: SendOne COMMAND_ID CHAT TEXT");
            System.exit(2);
        }
        System.out.println(send(System.getenv(), arguments[0], arguments[1], arguments[2]));
    }

    static String send(Map<String, String> env, String commandId, String chat, String text)
            throws Exception {
        // build() checks what the worker would check, and says which field is wrong
        SendCommand command =
                CommandDraft.text(env.getOrDefault("WAWP_INSTANCE_ID", "123456789012"), chat, text)
                        .commandId(commandId) // the same id again is the same send
                        .expiresAt(Instant.now().plus(Duration.ofMinutes(10)))
                        .metadata("tenant", "shop-7")
                        .build();
        Map<String, Object> properties =
                Map.of(
                        "bootstrap.servers",
                        env.getOrDefault("KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:9092"),
                        "key.serializer",
                        StringSerializer.class,
                        "value.serializer",
                        SendCommandSerializer.class);
        String topic = env.getOrDefault("COMMANDS_TOPIC", "wawp.commands");
        try (var producer = new KafkaProducer<String, SendCommand>(properties)) {
            // of(...) takes the chat as key, so that its messages stay in order
            RecordMetadata written = producer.send(CommandRecords.of(topic, command)).get();
            return "%s is in partition %d at offset %d"
                    .formatted(commandId, written.partition(), written.offset());
        }
    }
}
