/** Layers and their calls, read into a network. */
@NullMarked
package io.github.keras4j.model.dialect.graph;

import org.jspecify.annotations.NullMarked;
