/**
 * The durable memory of the worker: one loop that owns the dispatch topic's consumer and the
 * transactional producer, and everything it keeps of the shards that are ours (index, restore,
 * hand-over, group commit, the format of an entry). Called by whoever has something to make durable
 * ({@code model.Journal}), and tells {@code model.Reception} what came in. Knows nothing of HTTP,
 * of pace, nor of what a command's state means to a user.
 */
@NullMarked
package io.wawp.dispatcher.journal;

import org.jspecify.annotations.NullMarked;
