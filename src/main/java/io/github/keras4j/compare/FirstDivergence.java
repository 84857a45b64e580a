package io.github.keras4j.compare;

import io.github.keras4j.compare.TensorDiff.Element;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * The first layer, in the order in which they run, whose output differs although its inputs agree.
 *
 * @param call the call in which it shows, from 0
 * @param layer the layer, with both outputs
 * @param layers how many layers the model has
 * @param unrecorded layers before this one that could not be compared; empty if the layer's own inputs matched
 * @param diff the comparison of its outputs
 * @param step the first time step that differs, from 0; empty without a time axis
 * @param units the indices on the last axis that differ (at that step, if there is one), ascending
 * @param worst the elements that differ most, the worst first
 * @param errors the greatest absolute difference of every compared layer, including those before this one
 */
public record FirstDivergence(
        int call,
        LayerPair layer,
        int layers,
        List<String> unrecorded,
        TensorDiff diff,
        OptionalInt step,
        List<Integer> units,
        List<Element> worst,
        List<LayerError> errors) {
    private static final int WORST = 3;

    /** The lists are copied. */
    public FirstDivergence {
        unrecorded = List.copyOf(unrecorded);
        units = List.copyOf(units);
        worst = List.copyOf(worst);
        errors = List.copyOf(errors);
    }

    /** A layer's greatest absolute difference; infinite where shapes differ. */
    public record LayerError(int position, String name, double greatest, boolean passes) {}

    /**
     * Finds the first layer that differs. Layers are compared in the order in which they run, so the inputs of the
     * first that differs agree.
     *
     * @param pairs in that order
     * @param tolerance what is allowed, by layer name
     * @return empty when every compared layer agrees
     */
    public static Optional<FirstDivergence> find(
            int call, List<LayerPair> pairs, Function<String, Tolerance> tolerance) {
        List<String> unrecorded = new ArrayList<>();
        for (int i = 0; i < pairs.size(); i++) {
            LayerPair pair = pairs.get(i);
            if (!pair.isCompared()) {
                unrecorded.add(pair.name());
                continue;
            }
            TensorDiff diff = diff(pair, tolerance);
            if (!diff.passes()) {
                return Optional.of(at(call, pairs, i, unrecorded, diff, tolerance));
            }
            unrecorded.clear();
        }
        return Optional.empty();
    }

    /** The errors of this layer and of those after it. */
    public List<LayerError> growth() {
        return errors.stream()
                .filter(error -> error.position() >= layer.position())
                .toList();
    }

    /** As the contract for messages has it, in lines of their own without an end of line. */
    public String message() {
        return DivergenceMessage.of(this);
    }

    private static FirstDivergence at(
            int call,
            List<LayerPair> pairs,
            int at,
            List<String> unrecorded,
            TensorDiff diff,
            Function<String, Tolerance> tolerance) {
        LayerPair pair = pairs.get(at);
        List<LayerError> errors = new ArrayList<>();
        for (LayerPair one : pairs) {
            if (one.isCompared()) {
                TensorDiff itsDiff = diff(one, tolerance);
                errors.add(new LayerError(one.position(), one.name(), greatest(itsDiff), itsDiff.passes()));
            }
        }
        OptionalInt step = OptionalInt.empty();
        List<Integer> units = List.of();
        List<Element> worst = List.of();
        if (diff instanceof TensorDiff.ValuesDiff) {
            Tolerance allowed = tolerance.apply(pair.name());
            List<Element> wrong =
                    wrong(pair.java().orElseThrow(), pair.reference().orElseThrow(), allowed);
            Shape shape = diff.javaShape();
            if (pair.timeAxis() && shape.rank() >= 3) {
                step = wrong.stream().mapToInt(e -> step(shape, e.index())).min();
            }
            OptionalInt first = step;
            TreeSet<Integer> found = new TreeSet<>();
            wrong.stream()
                    .filter(e -> first.isEmpty() || step(shape, e.index()) == first.getAsInt())
                    .forEach(e -> found.add(shape.rank() == 0 ? 0 : e.index() % shape.size(-1)));
            units = List.copyOf(found);
            worst = wrong.stream()
                    .sorted(Comparator.comparingDouble(Element::absolute).reversed())
                    .limit(WORST)
                    .toList();
        }
        return new FirstDivergence(call, pair, pairs.size(), unrecorded, diff, step, units, worst, errors);
    }

    private static TensorDiff diff(LayerPair pair, Function<String, Tolerance> tolerance) {
        return TensorDiff.of(pair.java().orElseThrow(), pair.reference().orElseThrow(), tolerance.apply(pair.name()));
    }

    private static double greatest(TensorDiff diff) {
        return diff instanceof TensorDiff.ValuesDiff values
                ? values.worst().map(Element::absolute).orElse(0.0)
                : diff.passes() ? 0 : Double.POSITIVE_INFINITY;
    }

    private static List<Element> wrong(Tensor java, Tensor reference, Tolerance allowed) {
        Tensor rounded = reference.cast(java.dtype());
        List<Element> wrong = new ArrayList<>();
        for (int i = 0; i < java.size(); i++) {
            if (!allowed.allows(java.getDouble(i), rounded.getDouble(i))) {
                wrong.add(new Element(i, java.getDouble(i), rounded.getDouble(i)));
            }
        }
        return wrong;
    }

    private static int step(Shape shape, int index) {
        int perStep = shape.slice(2, shape.rank()).elements();
        return index / perStep % shape.size(1);
    }
}
