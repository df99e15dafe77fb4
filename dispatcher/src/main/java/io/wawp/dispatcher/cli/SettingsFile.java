package io.wawp.dispatcher.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that every command with settings has. */
final class SettingsFile {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description =
                    "Properties file with settings; the environment goes before it. Default:"
                            + " what DISPATCHER_CONFIG_FILE names, if it is set.")
    private @Nullable Path path;

    @Nullable Path path() {
        return path;
    }
}
