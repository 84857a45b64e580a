/** The command line: a thin skin over {@link io.github.keras4j.Keras4j}. Nothing else uses it. */
@NullMarked
package io.github.keras4j.cli;

import org.jspecify.annotations.NullMarked;
