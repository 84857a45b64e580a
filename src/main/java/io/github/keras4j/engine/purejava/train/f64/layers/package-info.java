/**
 * What each layer does in training, forward and back: units of their own for what must be fast, and compositions of a
 * few differentiable array functions ({@code Tape}) for all the others.
 */
@NullMarked
package io.github.keras4j.engine.purejava.train.f64.layers;

import org.jspecify.annotations.NullMarked;
