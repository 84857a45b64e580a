package io.github.keras4j.engine.purejava.kernels;

import io.github.keras4j.engine.purejava.values.VectorApi;

/** Chooses the kernels once. */
final class BestKernels {
    static final Kernels INSTANCE = VectorApi.isThere() ? new VectorKernels() : new PlainKernels();

    private BestKernels() {}
}
