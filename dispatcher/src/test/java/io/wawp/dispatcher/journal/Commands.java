package io.wawp.dispatcher.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.wawp.common.json.CommandDecoder;
import io.wawp.common.json.CommandLimits;
import io.wawp.common.json.Decoding;
import io.wawp.dispatcher.model.CommandEntry;
import io.wawp.dispatcher.model.LoadedCommand;

/** Commands for tests that only need one. */
final class Commands {
    private Commands() {}

    static LoadedCommand loaded(CommandEntry entry) {
        byte[] value =
                """
                {"commandId":"c-1","instanceId":"inst1","chatId":"447441429009",
                 "content":{"type":"text","message":"hello"}}\
                """
                        .getBytes(UTF_8);
        return switch (new CommandDecoder(CommandLimits.DEFAULTS).decode(value, entry.readAt())) {
            case Decoding.Valid valid -> new LoadedCommand(entry, valid.command());
            case Decoding.Invalid invalid -> throw new AssertionError(invalid.error());
        };
    }
}
