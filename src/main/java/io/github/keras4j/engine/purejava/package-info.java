/**
 * A compiled engine without natives: {@code compile} packs the weights once, a session binds them to the shapes of
 * a call as a flat list of steps over reused buffers.
 */
@NullMarked
package io.github.keras4j.engine.purejava;

import org.jspecify.annotations.NullMarked;
