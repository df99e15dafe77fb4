package io.wawp.dispatcher.intake;

import io.wawp.common.json.CommandLimits;
import io.wawp.dispatcher.kafka.KafkaClients;
import io.wawp.dispatcher.records.Topics;

/**
 * What intake has to know of its deployment.
 *
 * @param kafka how to reach Kafka, and as whom
 * @param topics with the number of partitions that the dispatch topic really has
 * @param limits of a command
 */
public record IntakeSettings(KafkaClients.Settings kafka, Topics topics, CommandLimits limits) {}
