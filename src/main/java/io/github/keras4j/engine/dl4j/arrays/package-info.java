/** ND4J's arrays as values that masks hang on and that gradients flow through. Knows no layer. */
@NullMarked
package io.github.keras4j.engine.dl4j.arrays;

import org.jspecify.annotations.NullMarked;
