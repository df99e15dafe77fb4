/** Tests of accounts, gates and their probes. */
@NullMarked
package io.wawp.dispatcher.instance;

import org.jspecify.annotations.NullMarked;
