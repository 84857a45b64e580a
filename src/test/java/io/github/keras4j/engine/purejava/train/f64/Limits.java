package io.github.keras4j.engine.purejava.train.f64;

/** How small and how large numbers may be for an exponential to be a normal number. */
final class Limits {
    static final double TINY = 1e-300;
    static final double LARGE = 700;

    private Limits() {}
}
