/** The canonical Keras model: layers, topology, weights, training configuration. */
@NullMarked
package io.github.keras4j.model;

import org.jspecify.annotations.NullMarked;
