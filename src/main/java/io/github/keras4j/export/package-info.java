/**
 * Writers of model files: Keras 2's {@code .h5} and Keras 3's {@code .keras}. Each record says what is computed; each
 * writer holds that against what the {@link io.github.keras4j.export.Target} would compute, and refuses or writes it
 * another way. What was written is read back and asked before it gets its name.
 */
@NullMarked
package io.github.keras4j.export;

import org.jspecify.annotations.NullMarked;
