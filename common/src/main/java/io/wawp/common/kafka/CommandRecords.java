package io.wawp.common.kafka;

import io.wawp.common.command.SendCommand;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Send-commands as records of a command topic. */
public final class CommandRecords {
    private CommandRecords() {}

    /**
     * The record with the chat as its key: Kafka keeps order within a partition only, and the key
     * chooses the partition, so the messages of one chat arrive in the order in which they were
     * written. For a producer with a {@code StringSerializer} and a {@link SendCommandSerializer}.
     *
     * @param topic the command topic, {@code wawp.commands} unless the deployment says otherwise
     */
    public static ProducerRecord<String, SendCommand> of(String topic, SendCommand command) {
        return new ProducerRecord<>(topic, command.chatId().value(), command);
    }
}
