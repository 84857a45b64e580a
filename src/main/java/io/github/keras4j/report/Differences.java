package io.github.keras4j.report;

import io.github.keras4j.compare.FirstDivergence;
import io.github.keras4j.compare.TensorDiff.Element;
import io.github.keras4j.compare.TensorDiff.ValuesDiff;
import io.github.keras4j.compare.Tolerance;
import io.github.keras4j.compare.Verification.Difference;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.util.Optional;

/**
 * {@code |java - python|} of every element of one tensor, for drawing.
 *
 * @param name the layer's
 * @param steps whether axis 1 is time
 * @param absolute in row-major order; infinite for a NaN or an infinity on one side
 * @param allowed how much of it the tolerance lets pass
 */
record Differences(String name, Shape shape, boolean steps, double[] absolute, double[] allowed) {
    /** Of the first layer that differs; empty when its shapes differ. */
    static Optional<Differences> of(FirstDivergence first) {
        return first.diff() instanceof ValuesDiff values
                ? Optional.of(of(
                        first.layer().name(),
                        first.layer().timeAxis(),
                        first.layer().java().orElseThrow(),
                        first.layer().reference().orElseThrow(),
                        values.tolerance()))
                : Optional.empty();
    }

    /** Of an output; empty when its shapes differ. */
    static Optional<Differences> of(Difference difference) {
        return difference.diff() instanceof ValuesDiff values
                ? Optional.of(of(difference.name(), false, difference.java(), difference.python(), values.tolerance()))
                : Optional.empty();
    }

    private static Differences of(String name, boolean timeAxis, Tensor java, Tensor python, Tolerance tolerance) {
        Tensor rounded = java.dtype().isFloating() ? python.cast(java.dtype()) : python;
        double[] absolute = new double[java.size()];
        double[] allowed = new double[absolute.length];
        for (int i = 0; i < absolute.length; i++) {
            absolute[i] = new Element(i, java.getDouble(i), rounded.getDouble(i)).absolute();
            allowed[i] = tolerance.atol() + tolerance.rtol() * Math.abs(rounded.getDouble(i));
        }
        return new Differences(name, java.shape(), timeAxis && java.shape().rank() >= 3, absolute, allowed);
    }

    boolean passes(int index) {
        return absolute[index] <= allowed[index] || absolute[index] == 0;
    }

    double greatest() {
        double greatest = 0;
        for (double one : absolute) {
            greatest = Math.max(greatest, one);
        }
        return greatest;
    }
}
