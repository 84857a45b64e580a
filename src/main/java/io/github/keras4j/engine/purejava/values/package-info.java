/** The values that the engine computes with: tensors in flat buffers, their masks, lines along an axis. */
@NullMarked
package io.github.keras4j.engine.purejava.values;

import org.jspecify.annotations.NullMarked;
