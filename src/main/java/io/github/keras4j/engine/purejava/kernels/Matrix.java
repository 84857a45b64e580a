package io.github.keras4j.engine.purejava.kernels;

import org.jspecify.annotations.Nullable;

/**
 * The right-hand side of matrix products, prepared once by {@link Kernels#pack}.
 *
 * @param planes into how many equal groups its columns are cut, whose products go to different places
 * @param values the one row of a matrix that has no other; else empty, and always for {@link PlainKernels}
 * @param packed the kernels' own layout; empty for {@link PlainKernels}
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
