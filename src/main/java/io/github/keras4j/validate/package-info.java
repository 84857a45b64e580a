/** Holds a model's answers over a whole data set against Python's: metrics, agreement, flips, quantiles of difference. */
@NullMarked
package io.github.keras4j.validate;

import org.jspecify.annotations.NullMarked;
