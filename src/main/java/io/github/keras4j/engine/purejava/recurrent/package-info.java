/** Cells, and the layers that run them over time steps. */
@NullMarked
package io.github.keras4j.engine.purejava.recurrent;

import org.jspecify.annotations.NullMarked;
