package io.github.keras4j.engine.purejava.train.blueprint;

import java.util.Locale;

/** Whether the Vector API is to be used: its module was added, and {@code -Dkeras4j.kernels=plain} not given. */
public final class VectorApi {
    private VectorApi() {}

    public static boolean isThere() {
        return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()
                && !System.getProperty("keras4j.kernels", "")
                        .toLowerCase(Locale.ROOT)
                        .equals("plain");
    }
}
