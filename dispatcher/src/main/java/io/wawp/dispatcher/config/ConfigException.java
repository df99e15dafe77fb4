package io.wawp.dispatcher.config;

import java.util.List;

/** The settings cannot be used. The message is made to be shown: all problems, one a line. */
public final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient List<String> problems;

    ConfigException(List<String> problems) {
        super(
                (problems.size() == 1
                                ? "There is a problem with the settings:"
                                : "There are " + problems.size() + " problems with the settings:")
                        + "\n  - "
                        + String.join("\n  - ", problems));
        this.problems = List.copyOf(problems);
    }

    /** Each names its setting and says what to do. */
    public List<String> problems() {
        return problems;
    }
}
