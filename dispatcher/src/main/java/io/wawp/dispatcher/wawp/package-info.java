/**
 * Speaks HTTP with Wawp: how a command becomes a request, what each answer means, and what must
 * never happen on the way (a repeat, an unbounded wait, a token in a log). Built by the wiring and
 * called through {@code model.MessageGateway} by whoever sends or looks. Never knows topics, lanes,
 * pacing or what follows from an ending; and nobody outside knows which generation of the API it
 * speaks.
 */
@NullMarked
package io.wawp.dispatcher.wawp;

import org.jspecify.annotations.NullMarked;
