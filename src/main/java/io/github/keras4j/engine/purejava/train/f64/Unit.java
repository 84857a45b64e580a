package io.github.keras4j.engine.purejava.train.f64;

/** One call of one layer, on buffers of its own. */
public abstract class Unit {
    /** Reads its inputs' values (and masks), writes its output's. */
    public abstract void forward(boolean training);

    /** Reads its output's gradient, adds to its inputs' gradients and to those of its parameters. */
    public abstract void backward();
}
