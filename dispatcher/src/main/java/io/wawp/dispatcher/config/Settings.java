package io.wawp.dispatcher.config;

import java.time.Duration;
import java.util.List;

/**
 * Every setting of the worker, each declared here and nowhere else. Properties of Kafka's clients
 * ({@code kafka.*}) and pacing profiles ({@code dispatcher.pacing-profiles.*}) are families of
 * their own.
 */
public final class Settings {
    private static final String TOPIC = "[a-zA-Z0-9._-]{1,249}";
    private static final String TOPIC_KIND = "a topic's name (letters, digits, . _ -)";
    private static final String ID = "[A-Za-z0-9._-]{1,100}";
    private static final String ID_KIND = "1 to 100 letters, digits, . _ -";
    private static final String INSTANCE = "[A-Za-z0-9_-]{1,64}";
    private static final String INSTANCE_KIND = "1 to 64 letters, digits, _ -";

    static final Setting<String> BASE_URL =
            Setting.matching(
                    "wawp.base-url",
                    "https://wawp.net/wp-json/awp/v1",
                    "https?://[^\\s/@?#]+(/[^\\s@?#]*)?",
                    "an http or https address without user, query and fragment",
                    "Where Wawp's API is.");
    static final Setting<String> API =
            Setting.oneOf("wawp.api", List.of("v1"), "The generation of Wawp's API.");
    static final Setting<String> ENCODING =
            Setting.oneOf(
                    "wawp.encoding",
                    List.of("auto", "query", "json"),
                    "Where parameters stand: in the query as Wawp documents it, in a JSON body, or"
                            + " in the query while the address stays under 4 KiB (auto).");
    static final Setting<String> INSTANCE_ID =
            Setting.matching(
                    "wawp.instance-id",
                    null,
                    INSTANCE,
                    INSTANCE_KIND,
                    "The Wawp instance that sends, where there is one only.");
    static final Setting<String> ACCESS_TOKEN =
            Setting.secret("wawp.access-token", "The access token of wawp.instance-id.");
    static final Setting<String> ACCESS_TOKEN_FILE =
            Setting.text(
                    "wawp.access-token-file",
                    null,
                    "A file with the access token of wawp.instance-id, instead of the token itself.");
    static final Setting<String> INSTANCES_FILE =
            Setting.text(
                    "wawp.instances-file",
                    null,
                    "A JSON file with several instances; read again when it changes.");
    static final Setting<Duration> REQUEST_TIMEOUT =
            Setting.duration(
                    "wawp.request-timeout",
                    "PT30S",
                    "PT1S",
                    "PT10M",
                    "One whole call, from leasing a connection to the last byte of its answer.");
    static final Setting<Integer> MAX_TEXT_LENGTH =
            Setting.number(
                    "wawp.max-text-length", 4096, 1, 65_536, "The longest text, in code points.");

    static final Setting<String> DEFAULT_INSTANCE_ID =
            Setting.matching(
                    "dispatcher.default-instance-id",
                    null,
                    INSTANCE,
                    INSTANCE_KIND,
                    "The instance of commands that name none; without it they are rejected.");
    static final Setting<List<String>> TOPICS_COMMANDS =
            Setting.names(
                    "dispatcher.topics.commands",
                    "wawp.commands",
                    TOPIC,
                    "names of topics, separated by commas",
                    "Where producers write commands; one topic or several.");
    static final Setting<String> TOPICS_OUTCOMES = topic("outcomes", "What became of commands.");
    static final Setting<String> TOPICS_DELIVERIES =
            topic("deliveries", "What became of sent messages.");
    static final Setting<String> TOPICS_INSTANCES =
            topic("instances", "Which instances are paused, and why.");
    static final Setting<String> TOPICS_DEAD_LETTERS =
            topic("dead-letters", "The originals of commands that were rejected or failed.");
    static final Setting<String> TOPICS_DISPATCH =
            topic("dispatch", "Internal: commands regrouped by instance.");
    static final Setting<String> TOPICS_JOURNAL =
            topic("journal", "Internal: the state of commands and instances.");
    static final Setting<String> GROUP_ID =
            Setting.matching(
                    "dispatcher.group-id",
                    "wawp-dispatcher",
                    ID,
                    ID_KIND,
                    "Names the deployment; two on one cluster use two. Consumer groups and"
                            + " transactional ids start with it.");
    static final Setting<String> WORKER_ID =
            Setting.matching(
                    "dispatcher.worker-id",
                    null,
                    ID,
                    ID_KIND,
                    "A stable name of this worker, such as its pod's in a StatefulSet; random at"
                            + " each start if it is not set. Two living workers must not share one.");
    static final Setting<Integer> PARTITIONS =
            Setting.number(
                    "dispatcher.partitions",
                    24,
                    1,
                    1000,
                    "Partitions of the internal topics when they are created: the upper limit on"
                            + " workers, fixed for life.");
    static final Setting<String> PACING =
            Setting.matching(
                    "dispatcher.pacing",
                    "standard",
                    "[a-z0-9-]{1,40}",
                    "the name of a pacing profile",
                    "Pacing profile of instances that name none: standard, strict, off, or one of"
                            + " dispatcher.pacing-profiles.");
    static final Setting<Boolean> TYPING =
            Setting.flag("dispatcher.typing", true, "Whether typing indicators are shown at all.");
    static final Setting<Duration> DEDUP_WINDOW =
            Setting.duration(
                    "dispatcher.dedup-window",
                    "PT24H",
                    "PT1M",
                    "P400D",
                    "How long after a command's end its idempotency key is remembered.");
    static final Setting<Duration> REDRIVE_WINDOW =
            Setting.duration(
                    "dispatcher.redrive-window",
                    "P14D",
                    "PT1M",
                    "P400D",
                    "How long a command that ended with a dead letter, or may have been sent, is"
                            + " remembered and may be redriven or resolved: the life of dead"
                            + " letters.");
    static final Setting<Integer> MAX_OPEN =
            Setting.number(
                    "dispatcher.max-open",
                    500_000,
                    100,
                    50_000_000,
                    "How many commands a worker holds open before it stops reading.");
    static final Setting<Duration> UNKNOWN_INSTANCE_GRACE =
            Setting.duration(
                    "dispatcher.unknown-instance-grace",
                    "PT30S",
                    "PT0S",
                    "P1D",
                    "How long a command of an instance that is not configured (yet) waits before it"
                            + " is rejected.");
    static final Setting<String> IN_DOUBT =
            Setting.oneOf(
                    "dispatcher.in-doubt",
                    List.of("resend", "unresolved"),
                    "What follows when a send was unclear and the message is not in the chat: send"
                            + " again, or never risk a second copy.");
    static final Setting<Duration> RECONCILE_SETTLE =
            Setting.duration(
                    "dispatcher.reconcile-settle",
                    "PT90S",
                    "PT0.001S",
                    "P1D",
                    "How long an unclear send must have been over before its absence from the chat"
                            + " counts.");
    static final Setting<Duration> RECONCILE_DEADLINE =
            Setting.duration(
                    "dispatcher.reconcile-deadline",
                    "PT1H",
                    "PT1S",
                    "P7D",
                    "Without a conclusive look by then an unclear send ends UNRESOLVED.");
    static final Setting<Duration> RETRY_MAX_ELAPSED =
            Setting.duration(
                    "dispatcher.retry-max-elapsed",
                    "PT15M",
                    "PT0.001S",
                    "P7D",
                    "How long, from its first attempt, a command that Wawp answered with a passing"
                            + " failure is tried again.");
    static final Setting<List<Duration>> DELIVERY_SCHEDULE =
            Setting.durations(
                    "dispatcher.delivery-schedule",
                    "PT5S,PT30S,PT2M,PT10M,PT1H,PT6H,PT24H",
                    "When, after sending, it is looked up how far a message got.");
    static final Setting<Duration> DELIVERY_DEADLINE =
            Setting.duration(
                    "dispatcher.delivery-deadline",
                    "PT72H",
                    "PT1S",
                    "P30D",
                    "When looking up stops.");
    static final Setting<Duration> PROBE_BACKOFF =
            Setting.duration(
                    "dispatcher.probe-backoff",
                    "PT5S",
                    "PT0.1S",
                    "P1D",
                    "The first pause between two probes of a paused instance; it doubles.");
    static final Setting<Duration> PROBE_BACKOFF_MAX =
            Setting.duration(
                    "dispatcher.probe-backoff-max",
                    "PT5M",
                    "PT0.1S",
                    "P1D",
                    "The longest pause between two probes of a paused instance.");
    static final Setting<Integer> ADMIN_PORT =
            Setting.number(
                    "dispatcher.admin-port",
                    8080,
                    0,
                    65_535,
                    "Where /livez, /readyz and /metrics are served; 0 takes any free port.");
    static final Setting<Integer> MAX_COMMAND_BYTES =
            Setting.number(
                    "dispatcher.max-command-bytes",
                    256 * 1024,
                    1024,
                    // the journal keeps the original inside an entry, under Kafka's default limit
                    512 * 1024,
                    "The largest command; a larger one is rejected.");
    static final Setting<Integer> MAX_CONNECTIONS =
            Setting.number(
                    "dispatcher.max-connections",
                    256,
                    1,
                    10_000,
                    "How many calls to Wawp are on the wire at once.");
    static final Setting<Boolean> ALLOW_PRIVATE_URLS =
            Setting.flag(
                    "dispatcher.allow-private-urls",
                    false,
                    "Whether file.url may point to loopback, link-local and private addresses.");
    static final Setting<Long> CONTENT_MEMORY_BYTES =
            Setting.bytes(
                    "dispatcher.content-memory-bytes",
                    64L * 1024 * 1024,
                    1024 * 1024,
                    64L * 1024 * 1024 * 1024,
                    "How much content of waiting commands is kept in memory; what was dropped is"
                            + " read back from the journal.");

    private static final List<Section> SECTIONS =
            List.of(
                    new Section(
                            "Wawp",
                            BASE_URL,
                            API,
                            ENCODING,
                            INSTANCE_ID,
                            ACCESS_TOKEN,
                            ACCESS_TOKEN_FILE,
                            INSTANCES_FILE,
                            REQUEST_TIMEOUT,
                            MAX_CONNECTIONS),
                    new Section(
                            "The deployment and its topics",
                            GROUP_ID,
                            WORKER_ID,
                            PARTITIONS,
                            TOPICS_COMMANDS,
                            TOPICS_OUTCOMES,
                            TOPICS_DELIVERIES,
                            TOPICS_INSTANCES,
                            TOPICS_DEAD_LETTERS,
                            TOPICS_DISPATCH,
                            TOPICS_JOURNAL),
                    new Section(
                            "What a command may be",
                            DEFAULT_INSTANCE_ID,
                            UNKNOWN_INSTANCE_GRACE,
                            MAX_TEXT_LENGTH,
                            MAX_COMMAND_BYTES,
                            ALLOW_PRIVATE_URLS),
                    new Section("Pace and typing", PACING, TYPING),
                    new Section(
                            "Once, and what follows a lost answer",
                            DEDUP_WINDOW,
                            REDRIVE_WINDOW,
                            IN_DOUBT,
                            RECONCILE_SETTLE,
                            RECONCILE_DEADLINE),
                    new Section(
                            "Trying again, and numbers that are paused",
                            RETRY_MAX_ELAPSED,
                            PROBE_BACKOFF,
                            PROBE_BACKOFF_MAX),
                    new Section("Following deliveries", DELIVERY_SCHEDULE, DELIVERY_DEADLINE),
                    new Section("The process", MAX_OPEN, CONTENT_MEMORY_BYTES, ADMIN_PORT));

    private static final List<Setting<?>> ALL =
            SECTIONS.stream().<Setting<?>>flatMap(section -> section.settings().stream()).toList();

    private Settings() {}

    /** Settings that a reader looks for together. */
    public record Section(String title, List<Setting<?>> settings) {
        Section(String title, Setting<?>... settings) {
            this(title, List.of(settings));
        }
    }

    /** All of them, grouped and in the order of the reference page. */
    public static List<Section> sections() {
        return SECTIONS;
    }

    /** All of them. */
    static List<Setting<?>> all() {
        return ALL;
    }

    private static Setting<String> topic(String name, String description) {
        return Setting.matching(
                "dispatcher.topics." + name, "wawp." + name, TOPIC, TOPIC_KIND, description);
    }
}
