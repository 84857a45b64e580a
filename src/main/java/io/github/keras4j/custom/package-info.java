/** Java code for what a model file can't hold: Lambdas, subclasses of {@code keras.layers.Layer}, registered classes. */
@NullMarked
package io.github.keras4j.custom;

import org.jspecify.annotations.NullMarked;
