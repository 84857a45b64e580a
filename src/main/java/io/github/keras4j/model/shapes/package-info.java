/** The shapes of what layers give, and Keras's summary table, which shows them. */
@NullMarked
package io.github.keras4j.model.shapes;

import org.jspecify.annotations.NullMarked;
