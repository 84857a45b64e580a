/** Texts and colours for a terminal. */
@NullMarked
package io.github.keras4j.terminal;

import org.jspecify.annotations.NullMarked;
