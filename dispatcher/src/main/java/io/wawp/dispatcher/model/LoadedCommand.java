package io.wawp.dispatcher.model;

import io.wawp.common.command.SendCommand;

/** An open command with all that is needed to send it. */
public record LoadedCommand(CommandEntry entry, SendCommand command) {}
