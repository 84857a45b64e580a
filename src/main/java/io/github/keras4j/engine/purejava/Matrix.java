package io.github.keras4j.engine.purejava;

/**
 * The right-hand side of matrix products, prepared once by {@link Kernels#pack}: row-major values, and whatever a
 * kernel keeps beside them.
 *
 * @param values row-major {@code [rows][columns]}
 * @param packed the kernels' own layout; the row-major values themselves where they need none
 */
record Matrix(int rows, int columns, float[] values, float[] packed) {}
