package io.github.keras4j.engine.purejava.train.blueprint;

/**
 * Numbers that leave the training loops as float64. {@code src/build/Float32Twin.java} takes any other float that becomes
 * a double without a cast for a mistake.
 */
public final class Wide {
    private Wide() {}

    public static double of(double number) {
        return number;
    }
}
