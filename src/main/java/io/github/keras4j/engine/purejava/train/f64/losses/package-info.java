/** The formulas of Keras's losses over one row or one element, with their gradients. */
@NullMarked
package io.github.keras4j.engine.purejava.train.f64.losses;

import org.jspecify.annotations.NullMarked;
