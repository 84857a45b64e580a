package io.github.keras4j.engine.purejava.train.f32;

/** What float32 has apart from its type; see its float64 sibling. */
public final class Precision {
    public static final float SIGMOID_IS_ONE = 15;

    public static final float SIGMOID_IS_ZERO = -88;

    private Precision() {}
}
