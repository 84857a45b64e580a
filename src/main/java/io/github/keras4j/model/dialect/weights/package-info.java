/** Stored arrays of any generation's layout, brought into the canonical one. */
@NullMarked
package io.github.keras4j.model.dialect.weights;

import org.jspecify.annotations.NullMarked;
