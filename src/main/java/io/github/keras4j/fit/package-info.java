/** {@code fit} and {@code evaluate} as Keras has them: epochs over a data set, callbacks, a history. */
@NullMarked
package io.github.keras4j.fit;

import org.jspecify.annotations.NullMarked;
