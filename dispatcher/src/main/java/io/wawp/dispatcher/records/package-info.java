/**
 * How the worker's Kafka records look: topic names and their settings, the records of the dispatch
 * topic, and what is published. Called by intake and journal, which read and write the records; it
 * decides nothing about a command and talks to no broker itself.
 */
@NullMarked
package io.wawp.dispatcher.records;

import org.jspecify.annotations.NullMarked;
