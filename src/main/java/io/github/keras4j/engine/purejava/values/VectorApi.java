package io.github.keras4j.engine.purejava.values;

import java.util.Locale;

/**
 * Whether the Vector API is to be used. It incubates: its module is there only with {@code --add-modules
 * jdk.incubator.vector}, which {@code bin/keras4j} gives, and {@code -Dkeras4j.kernels=plain} does without it all the
 * same. Where it is not to be used, no class that names it may be touched.
 */
public final class VectorApi {
    private VectorApi() {}

    public static boolean isThere() {
        return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()
                && !System.getProperty("keras4j.kernels", "")
                        .toLowerCase(Locale.ROOT)
                        .equals("plain");
    }
}
