/**
 * A simulator of Wawp's HTTP API, generation v1, as far as public material describes it: it answers
 * as Wawp does, keeps chats, moves acks, writes down every call, and fails on demand, in its bodies
 * and on the wire. It knows nothing of Kafka and nothing of the worker; where the real service is
 * unknown, the javadoc says what was chosen here.
 */
@NullMarked
package io.wawp.sandbox.wawp;

import org.jspecify.annotations.NullMarked;
