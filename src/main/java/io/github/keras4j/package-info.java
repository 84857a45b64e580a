/**
 * Brings a trained Keras model to Java, proves that the port is right, and runs it. Start at
 * {@code Keras4j.load}.
 */
@NullMarked
package io.github.keras4j;

import org.jspecify.annotations.NullMarked;
