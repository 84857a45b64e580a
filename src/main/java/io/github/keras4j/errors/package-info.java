/**
 * What users can mend, as exceptions: {@code Keras4jException} and its kinds. Everything else that is thrown is a fault of
 * keras4j.
 */
@NullMarked
package io.github.keras4j.errors;

import org.jspecify.annotations.NullMarked;
