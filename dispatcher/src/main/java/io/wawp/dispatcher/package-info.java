@org.jspecify.annotations.NullMarked
package io.wawp.dispatcher;
