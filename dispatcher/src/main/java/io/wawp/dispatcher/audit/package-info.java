/**
 * The auditor: reads what a deployment's topics hold, and in tests what Wawp was called with, and
 * says which of the worker's promises was broken where. Called by the command line and by tests. It
 * knows the published contract and Kafka alone, and none of the worker's other packages: a mistake
 * of theirs must not be its own.
 */
@NullMarked
package io.wawp.dispatcher.audit;

import org.jspecify.annotations.NullMarked;
