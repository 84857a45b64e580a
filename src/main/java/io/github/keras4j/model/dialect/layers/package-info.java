/** One layer's configuration of any generation, read into its record: a reader per class, a rule per quirk. */
@NullMarked
package io.github.keras4j.model.dialect.layers;

import org.jspecify.annotations.NullMarked;
