package io.wawp.dispatcher.audit;

/**
 * What could not be checked, and why: said instead of guessed.
 *
 * @param what of the promises or records
 * @param count how many records it concerns; 0 where it is not about single ones
 * @param why in words, with what would make it possible where something would
 */
public record Unchecked(String what, long count, String why) {}
