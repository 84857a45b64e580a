/** How a model was compiled, in canonical form: loss, optimizer and its state, metrics, regularizers, constraints. */
@NullMarked
package io.github.keras4j.model.training;

import org.jspecify.annotations.NullMarked;
