package io.wawp.dispatcher.model;

import io.wawp.common.outcome.Source;

/**
 * An earlier run of a command: remembered so that its record is known when it is read again.
 *
 * @param number of the run
 * @param source the record that asked for it
 */
public record PastRun(int number, Source source) {}
