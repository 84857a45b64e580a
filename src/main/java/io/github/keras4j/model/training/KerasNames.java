package io.github.keras4j.model.training;

import java.util.Locale;

/** Keras's functions and classes by what their names share: {@code mean_squared_error}, {@code MeanSquaredError}. */
public final class KerasNames {
    private KerasNames() {}

    /** A name without its package, case and underscores. */
    public static String key(String name) {
        return name.substring(name.lastIndexOf('>') + 1).replace("_", "").toLowerCase(Locale.ROOT);
    }
}
