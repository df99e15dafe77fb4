/**
 * {@code ./wawp chaos}: workers, brokers and the gateway fail by a script that is drawn from a
 * seed, while commands flow; then everything is mended, drained and audited. It sees the worker as
 * anybody does: as a process, through the topics, through Wawp, and through its health and metrics.
 * It must never know the worker's inner parts.
 */
@NullMarked
package io.wawp.chaos;

import org.jspecify.annotations.NullMarked;
