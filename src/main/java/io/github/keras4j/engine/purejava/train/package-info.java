/**
 * Training in pure Java: forward, backward and update as the generation of Keras that compiled the model does them.
 * The loops are written once in {@code f64}; the build makes their float32 twin.
 */
@NullMarked
package io.github.keras4j.engine.purejava.train;

import org.jspecify.annotations.NullMarked;
