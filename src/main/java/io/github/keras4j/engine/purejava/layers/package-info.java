/** Layers that belong to no larger family. */
@NullMarked
package io.github.keras4j.engine.purejava.layers;

import org.jspecify.annotations.NullMarked;
