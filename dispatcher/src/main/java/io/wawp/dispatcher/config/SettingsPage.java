package io.wawp.dispatcher.config;

import java.util.regex.Pattern;

/**
 * The reference page of the settings, written from their declarations: what is declared is
 * described, and nothing else.
 */
final class SettingsPage {
    private static final Pattern DIGITS = Pattern.compile("\\d{5,}");

    private static final String HEAD =
            """
            # Configuration reference

            <!-- Written from the settings' declarations by ConfigurationPageTest: change those, not this. -->

            Each setting is read from the environment first, then from a properties file (`--config FILE`, or `DISPATCHER_CONFIG_FILE`), then its default is taken. In the file a setting has the lower-case name: `dispatcher.dedup-window` is `DISPATCHER_DEDUP_WINDOW` in the environment. Durations are ISO 8601 (`PT30S`, `PT24H`, `P14D`).

            All problems are told together at the start, each with what is expected. A key of the file that starts with `wawp.` or `dispatcher.` and is none of these stops the start, with a suggestion; in the environment it is a warning, since others put their variables there too, and what Kubernetes injects for services (`WAWP_PORT=tcp://…`) is ignored. The effective settings are logged once, each with where it came from, secrets masked.
            """;

    private static final String KAFKA =
            """

            ## Kafka

            | variable | default | meaning |
            |---|---|---|
            | `KAFKA_BOOTSTRAP_SERVERS` | required | One or more brokers: `broker-1:9092,broker-2:9092`. |
            | `KAFKA_GROUP_PROTOCOL` | `classic` | `classic` or `consumer` (KIP-848). With `consumer` the session time-out is the broker's (45 s at the least, unless the broker is set up otherwise), and that is how long a killed worker's numbers stand still. |
            | `KAFKA_…` | | Any property of Kafka's clients: `KAFKA_SECURITY_PROTOCOL`, `KAFKA_SASL_JAAS_CONFIG`, `KAFKA_SESSION_TIMEOUT_MS`… A name that no client knows is passed on with a warning. |

            What the guarantees stand on cannot be set: %s.
            """;

    private static final String TAIL =
            """

            ## Pacing profiles

            Built in are `standard` (2 s ± 50 %% between two sends of a number, 1 s more within a chat, 20 a minute, 600 an hour, 4,000 a day), `strict` (8 s ± 50 %%, 6 a minute, 200 an hour, 1,000 a day) and `off`. The file can define others, and `dispatcher.pacing` or an instance's `pacing` in the instances file names them:

            ```properties
            dispatcher.pacing-profiles.newsletter.gap=PT4S
            dispatcher.pacing-profiles.newsletter.jitter=0.3
            dispatcher.pacing-profiles.newsletter.chat-gap=PT2S
            dispatcher.pacing-profiles.newsletter.per-minute=10
            dispatcher.pacing-profiles.newsletter.per-hour=300
            dispatcher.pacing-profiles.newsletter.per-day=2000
            ```

            `gap` is the time between two sends of the number, `jitter` the part of it by which it varies (0 to 1), `chat-gap` what is added within one chat. A limit of 0, the default, is none.

            ## The instances file

            A JSON array; read again when it changes, so that a number can be added, and a token changed, without a restart. A file that cannot be used is told in the log, and the numbers stay as they were.

            ```json
            [
              {"instanceId": "123456789012", "accessTokenFile": "/run/secrets/shop-token", "pacing": "strict"},
              {"instanceId": "210987654321", "accessToken": "…"}
            ]
            ```

            ## Logging

            | variable | default | meaning |
            |---|---|---|
            | `LOG_LEVEL` | `INFO` | `ERROR`, `WARN`, `INFO`, `DEBUG` or `TRACE`. |
            | `LOG_FORMAT` | `text` | `json` writes one JSON object a line. The log goes to standard error. |

            ## The launcher

            | variable | meaning |
            |---|---|
            | `JAVA_HOME` | The JDK to use, 25 or newer; without it one is looked for in the usual places. |
            | `WAWP_JAVA_OPTS` | Further options of the JVM, such as `-Xmx1g`. |
            | `MAVEN_OPTS` | Further options of the build's JVM. |
            """;

    private SettingsPage() {}

    /** The whole page, in Markdown. */
    static String markdown() {
        var page = new StringBuilder(HEAD);
        page.append(KAFKA.formatted(reserved()));
        for (Settings.Section section : Settings.sections()) {
            page.append("\n## ").append(section.title()).append("\n\n");
            page.append("| variable | default | value | meaning |\n|---|---|---|---|\n");
            section.settings().forEach(setting -> page.append(row(setting)));
        }
        return page.append(TAIL.formatted()).toString();
    }

    private static String reserved() {
        return String.join(
                ", ",
                KafkaProperties.RESERVED.stream().sorted().map(name -> "`" + name + "`").toList());
    }

    private static String row(Setting<?> setting) {
        String preset = setting.defaultText();
        return "| `%s` | %s | %s | %s |\n"
                .formatted(
                        setting.variable(),
                        preset == null ? "" : "`" + preset + "`",
                        readable(setting.kind()),
                        setting.description() + (setting.secret() ? " Never shown." : ""));
    }

    /** Thousands apart: 68719476736 is a number that nobody reads. */
    private static String readable(String kind) {
        return DIGITS.matcher(kind)
                .replaceAll(match -> String.format(java.util.Locale.ROOT, "%,d", Long.parseLong(match.group())));
    }
}
