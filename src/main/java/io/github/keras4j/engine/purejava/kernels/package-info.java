/** The arithmetic, in plain Java and on the Vector API. */
@NullMarked
package io.github.keras4j.engine.purejava.kernels;

import org.jspecify.annotations.NullMarked;
