package io.github.keras4j.compare;

import io.github.keras4j.compare.TensorDiff.Element;
import io.github.keras4j.compare.TensorDiff.ValuesDiff;
import io.github.keras4j.tensor.Tensor;
import java.util.Optional;
import java.util.OptionalDouble;

/** One walk over two tensors of equal shape. */
final class ElementCount {
    private final Tolerance tolerance;
    private int mismatched;
    private int notFinite;
    private Optional<Element> worst = Optional.empty();
    private double worstAbsolute = -1;
    private Optional<Element> greatestRelative = Optional.empty();
    private double relative = -1;
    private double sufficientAtol;

    private ElementCount(Tolerance tolerance) {
        this.tolerance = tolerance;
    }

    static ValuesDiff compare(Tensor java, Tensor python, Tolerance tolerance) {
        ElementCount count = new ElementCount(tolerance);
        for (int i = 0, n = java.size(); i < n; i++) {
            count.add(i, java.getDouble(i), python.getDouble(i));
        }
        return new ValuesDiff(
                java.shape(),
                java.dtype(),
                tolerance,
                java.size(),
                count.mismatched,
                count.notFinite,
                count.worst,
                count.greatestRelative,
                count.notFinite > 0 ? OptionalDouble.empty() : OptionalDouble.of(count.sufficientAtol));
    }

    private void add(int index, double java, double python) {
        boolean passes = tolerance.allows(java, python);
        boolean finite = Double.isFinite(java) && Double.isFinite(python);
        if (!passes) {
            mismatched++;
            notFinite += finite ? 0 : 1;
        }
        Element element = new Element(index, java, python);
        double absolute = element.absolute();
        if (absolute > worstAbsolute) {
            worstAbsolute = absolute;
            worst = Optional.of(element);
        }
        if (!finite) {
            return;
        }
        if (python != 0 && element.relative() > relative) {
            relative = element.relative();
            greatestRelative = Optional.of(element);
        }
        sufficientAtol = Math.max(sufficientAtol, absolute - tolerance.rtol() * Math.abs(python));
    }
}
