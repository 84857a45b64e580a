/** Errors that users can fix: {@code Keras4jException} and its subclasses. Any other exception is a bug of keras4j. */
@NullMarked
package io.github.keras4j.errors;

import org.jspecify.annotations.NullMarked;
