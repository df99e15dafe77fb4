package io.wawp.dispatcher.cli;

import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/** What Kafka's clients throw, in words that say what to do. Stateless. */
final class KafkaTrouble {
    private final String servers;
    private final String protocol;

    /**
     * @param client the properties with which the clients were made
     */
    KafkaTrouble(Map<String, String> client) {
        this.servers = client.getOrDefault("bootstrap.servers", "");
        this.protocol = client.getOrDefault("security.protocol", "PLAINTEXT");
    }

    /** The end of a command that could not go on because of it. */
    CommandFailed failure(Throwable thrown) {
        Throwable cause = thrown;
        while (cause.getCause() != null
                && (cause instanceof ExecutionException
                        || cause.getClass() == KafkaException.class)) {
            cause = cause.getCause();
        }
        return new CommandFailed(words(cause), thrown);
    }

    private String words(Throwable cause) {
        return switch (cause) {
            case TimeoutException _ ->
                    "Kafka does not answer at "
                            + servers
                            + ". Is a broker running there? Set KAFKA_BOOTSTRAP_SERVERS to its"
                            + " address, or start one with ./wawp sandbox. If one is running, check"
                            + " KAFKA_SECURITY_PROTOCOL: it is "
                            + protocol
                            + " now, and a broker that expects another does not answer.";
            case AuthenticationException e ->
                    "Kafka at "
                            + servers
                            + " does not let this client in: "
                            + e.getMessage()
                            + ". Check KAFKA_SECURITY_PROTOCOL (it is "
                            + protocol
                            + " now), KAFKA_SASL_MECHANISM, KAFKA_SASL_JAAS_CONFIG and, for TLS,"
                            + " KAFKA_SSL_TRUSTSTORE_LOCATION.";
            case TopicAuthorizationException e ->
                    "This Kafka user may not use "
                            + (e.unauthorizedTopics().isEmpty()
                                    ? "a topic that is needed"
                                    : String.join(", ", e.unauthorizedTopics()))
                            + ". Grant it with kafka-acls.sh, or use another user"
                            + " (KAFKA_SASL_JAAS_CONFIG).";
            case ClusterAuthorizationException e -> notAllowed(e);
            case TransactionalIdAuthorizationException e -> notAllowed(e);
            case UnknownTopicOrPartitionException _ ->
                    "A topic that is needed is not on Kafka at "
                            + servers
                            + ". ./wawp topics creates what is missing; if it should be there,"
                            + " check KAFKA_BOOTSTRAP_SERVERS and the DISPATCHER_TOPICS_ settings.";
            case RecordTooLargeException _ ->
                    "The record is larger than the topic or the broker takes (max.message.bytes)."
                            + " Make the command smaller, or raise that limit.";
            case UnsupportedVersionException e ->
                    "The broker at "
                            + servers
                            + " is too old for this: "
                            + e.getMessage()
                            + ". Apache Kafka 4.0 or newer is needed.";
            case ConfigException e ->
                    "A KAFKA_ setting cannot be used: "
                            + e.getMessage()
                            + ". KAFKA_BOOTSTRAP_SERVERS is "
                            + servers
                            + ".";
            default ->
                    "Kafka at "
                            + servers
                            + " could not be used: "
                            + (cause.getMessage() == null
                                    ? cause.getClass().getSimpleName()
                                    : cause.getMessage())
                            + ". Check KAFKA_BOOTSTRAP_SERVERS and the other KAFKA_ settings.";
        };
    }

    private static String notAllowed(Exception e) {
        return "This Kafka user may not do that: "
                + e.getMessage()
                + ". Grant it with kafka-acls.sh, or use another user (KAFKA_SASL_JAAS_CONFIG).";
    }

    /** The end of a command that needs topics that are not there. */
    CommandFailed missing(Iterable<String> topics) {
        return new CommandFailed(
                "These topics are not on Kafka at "
                        + servers
                        + ": "
                        + String.join(", ", topics)
                        + ". ./wawp topics creates what is missing; if they should be there, check"
                        + " KAFKA_BOOTSTRAP_SERVERS and the DISPATCHER_TOPICS_ settings.");
    }
}
