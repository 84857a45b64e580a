/** Activations, as layers of their own and at the end of others. */
@NullMarked
package io.github.keras4j.engine.purejava.activations;

import org.jspecify.annotations.NullMarked;
