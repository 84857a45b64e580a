/** Cells, and the layers that walk them over steps. */
@NullMarked
package io.github.keras4j.engine.purejava.recurrent;

import org.jspecify.annotations.NullMarked;
