/**
 * From stored configurations of any Keras generation to the canonical model: readers for the layers, and one small
 * rule class for each quirk of a generation.
 */
@NullMarked
package io.github.keras4j.model.dialect;

import org.jspecify.annotations.NullMarked;
