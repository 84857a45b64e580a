/**
 * What each of Keras's layers computes, on ND4J's operations and independent of {@code purejava}. Axes are Keras's:
 * {@code [batch, steps, features]}, {@code [batch, height, width, channels]}.
 */
@NullMarked
package io.github.keras4j.engine.dl4j.layers;

import org.jspecify.annotations.NullMarked;
