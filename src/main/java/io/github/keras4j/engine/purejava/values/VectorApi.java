package io.github.keras4j.engine.purejava.values;

import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Whether the Vector API is to be used. It incubates: its module is there only with {@code --add-modules
 * jdk.incubator.vector}, which {@code bin/keras4j} gives. Where the JVM does not compile it to vector instructions, it is
 * slower than plain Java by far. {@code -Dkeras4j.kernels=plain} does without it all the same, {@code vector} takes it where
 * only the compiler speaks against it. Where it is not to be used, no class that names it may be touched.
 */
public final class VectorApi {
    private static final Optional<String> REFUSAL =
            refusal(ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent(), System::getProperty);

    private VectorApi() {}

    public static boolean isThere() {
        return REFUSAL.isEmpty();
    }

    /** Why it is not used, and what to do; empty where it is. */
    public static Optional<String> refusal() {
        return REFUSAL;
    }

    /**
     * As Lucene's provider of vectors decides.
     *
     * @param module whether the API's module is there
     * @param properties the JVM's
     */
    static Optional<String> refusal(boolean module, UnaryOperator<String> properties) {
        String asked = property(properties, "keras4j.kernels");
        String name = property(properties, "java.vm.name");
        String info = property(properties, "java.vm.info");
        if (asked.equals("plain")) {
            return Optional.of("-Dkeras4j.kernels=plain asks for it");
        }
        if (!module) {
            return Optional.of("the JVM option --add-modules jdk.incubator.vector is missing; with it the Vector API is"
                    + " used, which is several times faster");
        }
        if (info.contains("interpreted mode") || name.contains("zero")) {
            return Optional.of(
                    "the JVM only interprets (" + info + "), so the Vector API would be slow. Leave out -Xint");
        }
        if (asked.equals("vector")) {
            return Optional.empty();
        }
        if (info.contains("emulated-client") || !name.contains("server vm")) {
            return Optional.of(
                    "the JVM runs without C2 (" + name + ", " + info + "), which alone makes vector instructions"
                            + " of the Vector API. Leave out -XX:TieredStopAtLevel, or give -Dkeras4j.kernels=vector");
        }
        if (property(properties, "java.vm.version").contains("jvmci") || info.contains("jvmci")) {
            return Optional.of(
                    "Graal may compile here, and not every Graal makes vector instructions of the Vector API. If"
                            + " yours does, give -Dkeras4j.kernels=vector");
        }
        return Optional.empty();
    }

    private static String property(UnaryOperator<String> properties, String name) {
        String value = properties.apply(name);
        return value == null ? "" : value.toLowerCase(Locale.ROOT);
    }
}
