/**
 * The contract's JSON: any bytes to a valid command or to a rejection with a stable code and the
 * field's path, and every record of ours to bytes and back. Pure functions over bytes; nothing here
 * throws for what a producer wrote.
 */
@NullMarked
package io.wawp.common.json;

import org.jspecify.annotations.NullMarked;
