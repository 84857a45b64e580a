/** The operations that a file may hold: their parameters, and the types of what they give. */
@NullMarked
package io.github.keras4j.model.operations;

import org.jspecify.annotations.NullMarked;
