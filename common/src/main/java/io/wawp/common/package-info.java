@org.jspecify.annotations.NullMarked
package io.wawp.common;
