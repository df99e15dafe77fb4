/**
 * Everything a worker talks to, on one machine: a real Kafka broker and a simulator of Wawp, and
 * the program that runs both. For development, demonstrations and tests; nothing of it belongs in a
 * production image, and nothing of it may know the worker.
 */
@NullMarked
package io.wawp.sandbox;

import org.jspecify.annotations.NullMarked;
