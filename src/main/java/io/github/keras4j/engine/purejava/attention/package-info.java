/** Attention layers and their masks. */
@NullMarked
package io.github.keras4j.engine.purejava.attention;

import org.jspecify.annotations.NullMarked;
