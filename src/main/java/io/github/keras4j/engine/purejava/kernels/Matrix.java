package io.github.keras4j.engine.purejava.kernels;

import org.jspecify.annotations.Nullable;

/**
 * The right-hand side of matrix products, prepared once by {@link Kernels#pack}: row-major values, and whatever a
 * kernel keeps beside them.
 *
 * @param planes into how many equal groups its columns are cut, whose products go to different places
 * @param values row-major {@code [rows][columns]}
 * @param packed the kernels' own layout; the row-major values themselves where they need none
 * @param lines {@link PlainKernels}' layout: each row of each plane an array of its own; empty for other kernels
 * @param panels how {@link VectorKernels} packed it; null for other kernels
 * @param wide how {@link WideKernels} packed it; null for other kernels
 */
public record Matrix(
        int rows,
        int columns,
        int planes,
        float[] values,
        float[] packed,
        float[][] lines,
        @Nullable Panels panels,
        @Nullable WidePanels wide) {}
