/** Holds the files with which the worker is deployed against the code that they deploy. */
@NullMarked
package io.wawp.dispatcher.deploy;

import org.jspecify.annotations.NullMarked;
