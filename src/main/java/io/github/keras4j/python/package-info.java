/** A Python with Keras, asked while it runs: finds one that loads a model, has it record fixtures or answer batches. */
@NullMarked
package io.github.keras4j.python;

import org.jspecify.annotations.NullMarked;
