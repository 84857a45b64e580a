package io.github.keras4j.engine.purejava.train.f64;

/** What the two precisions have apart from their type; the float32 twin has a file of its own. */
public final class Precision {
    /**
     * Above it Theano's sigmoid is 1, and its slope 0 (theano/tensor/nnet/sigm.py, {@code ScalarSigmoid.c_code}).
     * Trained for long enough, gates get that far.
     */
    public static final double SIGMOID_IS_ONE = 19;

    /** Below it Theano's sigmoid is 0. */
    public static final double SIGMOID_IS_ZERO = -709;

    private Precision() {}
}
