/** Bare operations of functional models: {@code keras.ops} and {@code tf.*}. */
@NullMarked
package io.github.keras4j.engine.purejava.operations;

import org.jspecify.annotations.NullMarked;
