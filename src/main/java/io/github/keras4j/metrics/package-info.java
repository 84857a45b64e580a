/** Keras's metrics, computed from targets and answers batch by batch. */
@NullMarked
package io.github.keras4j.metrics;

import org.jspecify.annotations.NullMarked;
