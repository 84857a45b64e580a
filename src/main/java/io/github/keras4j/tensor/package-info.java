/** Immutable tensors. Uses nothing else of keras4j. */
@NullMarked
package io.github.keras4j.tensor;

import org.jspecify.annotations.NullMarked;
