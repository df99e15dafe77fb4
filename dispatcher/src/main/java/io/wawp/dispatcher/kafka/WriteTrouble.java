package io.wawp.dispatcher.kafka;

import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.KafkaStorageException;
import org.apache.kafka.common.errors.NotEnoughReplicasAfterAppendException;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TransactionAbortedException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** Why Kafka takes no records, in words that say what to do. Stateless. */
public final class WriteTrouble {
    private WriteTrouble() {}

    /**
     * In words.
     *
     * @param topic whose record failed; null when it is not known
     * @param thrown what the client threw
     */
    public static String words(@Nullable String topic, Throwable thrown) {
        String it = topic == null ? "the topics" : "the topic " + topic;
        return switch (thrown) {
            case RecordTooLargeException _ ->
                    it
                            + " must take larger records: raise max.message.bytes to Kafka's default,"
                            + " 1048588 (./wawp topics --dry-run names topics that are set up"
                            + " wrongly)";
            case InvalidRecordException e ->
                    it
                            + " does not take our records ("
                            + e.getMessage()
                            + "): ./wawp topics --dry-run names what is set up wrongly";
            case NotEnoughReplicasException _ -> replicas(it);
            case NotEnoughReplicasAfterAppendException _ -> replicas(it);
            case UnknownTopicOrPartitionException _ ->
                    it + " is missing: ./wawp topics creates what is missing";
            case KafkaStorageException _ ->
                    "the broker cannot write " + it + ": look at its disk and its log";
            case AuthorizationException e ->
                    "this Kafka user may not do what is needed ("
                            + e.getMessage()
                            + "): grant it with kafka-acls.sh, or use another user"
                            + " (KAFKA_SASL_JAAS_CONFIG)";
            case AuthenticationException e ->
                    "Kafka does not let this client in ("
                            + e.getMessage()
                            + "): check KAFKA_SECURITY_PROTOCOL and KAFKA_SASL_JAAS_CONFIG";
            case TimeoutException _ when topic != null ->
                    "Kafka to take records for "
                            + it
                            + ". Is it there (./wawp topics creates what is missing)? Are as many"
                            + " of its replicas in sync as its min.insync.replicas asks for, and"
                            + " their disks not full?";
            case TimeoutException _ ->
                    "an answer of Kafka. Do brokers run at KAFKA_BOOTSTRAP_SERVERS, with disks that"
                            + " are not full, and enough of them for min.insync.replicas?";
            default -> "Kafka: " + root(thrown);
        };
    }

    /** Whether it only follows from another failure of the same transaction. */
    public static boolean isConsequence(Throwable thrown) {
        return thrown instanceof TransactionAbortedException;
    }

    private static String replicas(String topic) {
        return "as many replicas of "
                + topic
                + " in sync as its min.insync.replicas asks for: bring its brokers back";
    }

    private static String root(Throwable thrown) {
        Throwable cause = thrown;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getClass().getSimpleName() + ", " + cause.getMessage();
    }
}
