package io.wawp.dispatcher.journal;

import io.wawp.common.command.IdempotencyKey;
import io.wawp.common.command.InstanceId;
import io.wawp.dispatcher.model.CommandKey;

/**
 * Keys of the journal topic: {@code c/INSTANCE/IDEMPOTENCYKEY} for a command, {@code i/INSTANCE}
 * for an instance, {@code p} for the shard's position.
 */
final class EntryKeys {
    static final String POSITION = "p";
    private static final String COMMAND = "c/";
    private static final String INSTANCE = "i/";

    private EntryKeys() {}

    static String of(CommandKey key) {
        return COMMAND + key.instanceId().value() + '/' + key.idempotencyKey().value();
    }

    static String of(InstanceId instanceId) {
        return INSTANCE + instanceId.value();
    }

    static boolean isCommand(String journalKey) {
        return journalKey.startsWith(COMMAND);
    }

    static boolean isInstance(String journalKey) {
        return journalKey.startsWith(INSTANCE);
    }

    static CommandKey command(String journalKey) {
        // neither part can hold a slash
        int slash = journalKey.indexOf('/', COMMAND.length());
        return new CommandKey(
                new InstanceId(journalKey.substring(COMMAND.length(), slash)),
                new IdempotencyKey(journalKey.substring(slash + 1)));
    }

    static InstanceId instance(String journalKey) {
        return new InstanceId(journalKey.substring(INSTANCE.length()));
    }
}
