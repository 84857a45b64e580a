package io.github.keras4j.engine.purejava.kernels;

import java.util.Locale;

/**
 * Chooses the kernels once. The Vector API incubates: its module is there only with {@code --add-modules
 * jdk.incubator.vector}, which {@code bin/keras4j} gives. Without it no class that names it is touched.
 */
final class BestKernels {
    static final Kernels INSTANCE = choose(System.getProperty("keras4j.kernels", ""));

    private BestKernels() {}

    /** @param wanted {@code plain} to do without the Vector API though it is there */
    private static Kernels choose(String wanted) {
        boolean there = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
        if (!there || wanted.toLowerCase(Locale.ROOT).equals("plain")) {
            return new PlainKernels();
        }
        return new VectorKernels();
    }
}
