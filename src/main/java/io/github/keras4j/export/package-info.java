/** Writes canonical models as files that Keras loads. */
@NullMarked
package io.github.keras4j.export;

import org.jspecify.annotations.NullMarked;
