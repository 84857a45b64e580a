package io.github.keras4j.engine.purejava.kernels;

import io.github.keras4j.engine.purejava.values.VectorApi;

/** Chooses the kernels once. */
final class BestKernels {
    static final Kernels INSTANCE = choose();

    private BestKernels() {}

    private static Kernels choose() {
        if (!VectorApi.isThere()) {
            return new PlainKernels();
        }
        return WideKernels.fit() ? new WideKernels() : new VectorKernels();
    }
}
