/**
 * The training loops. The build copies this package to {@code train.f32} with every {@code double}
 * turned into {@code float}; so literals and results of {@code Math} are cast to {@code double}.
 */
@NullMarked
package io.github.keras4j.engine.purejava.train.f64;

import org.jspecify.annotations.NullMarked;
