package io.github.keras4j.engine.purejava.train.f32;

/** How small and how large numbers may be for an exponential to be a normal number. */
final class Limits {
    static final float TINY = 1e-37f;
    static final float LARGE = 85;

    private Limits() {}
}
