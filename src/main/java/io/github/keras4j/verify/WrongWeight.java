package io.github.keras4j.verify;

import io.github.keras4j.compare.Cause;
import io.github.keras4j.compare.FirstDivergence;
import io.github.keras4j.data.Fixture;
import io.github.keras4j.diagnosis.Suspects;
import io.github.keras4j.engine.EngineChoice;
import io.github.keras4j.engine.Plan;
import io.github.keras4j.engine.Trace;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.Recurrent;
import io.github.keras4j.model.Weights;
import io.github.keras4j.tensor.DType;
import io.github.keras4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiPredicate;

/**
 * Finds one number of the layer's weights that differs from Python's. For every weight it asks whether a small change
 * moves the layer's output in the direction of the difference. For the few that do, Newton's method finds the value,
 * and the whole fixture must then match.
 */
final class WrongWeight {
    /** The most weights that are tried. */
    static final int MOST = 4_000;
    /** The most work: weights that are tried times weights of the model. */
    private static final long MOST_WORK = 2_000_000_000;

    private static final int NEAREST = 24;
    private static final int NEWTON_STEPS = 14;
    private static final double SAME_DIRECTION = 0.3;

    private final KerasModel model;
    private final Fixture fixture;
    private final VerifyOptions options;
    private final FirstDivergence first;
    private final String layer;
    private final Weights weights;
    private final double[] python;
    private final List<Place> candidates;

    WrongWeight(KerasModel model, Fixture fixture, VerifyOptions options, FirstDivergence first) {
        this.model = model;
        this.fixture = CallSuspects.with(fixture, call -> call);
        this.options = options;
        this.first = first;
        this.layer = first.layer().name();
        this.weights = model.weights().child(layer);
        this.python = first.layer().reference().orElseThrow().toDoubles();
        this.candidates = candidates();
    }

    private record Place(String array, int index, double cosine) {}

    List<Cause> find(BiPredicate<KerasModel, Fixture> removes) {
        double[] now = first.layer().java().orElseThrow().toDoubles();
        if (now.length != python.length || first.worst().size() < 2 || tooMany()) {
            return List.of();
        }
        double[] residual = minus(python, now);
        List<Place> places = new ArrayList<>();
        for (Place tried : candidates) {
            double value = weights.get(tried.array()).getDouble(tried.index());
            double[] slope = minus(outputs(tried.array(), tried.index(), value + nudge(value)), now);
            double cosine = Math.abs(dot(residual, slope))
                    / Math.sqrt(Math.max(1e-300, dot(residual, residual) * dot(slope, slope)));
            if (cosine > SAME_DIRECTION) {
                places.add(new Place(tried.array(), tried.index(), cosine));
            }
        }
        places.sort(Comparator.comparingDouble(Place::cosine).reversed());
        List<Cause> causes = new ArrayList<>();
        for (Place place : places.subList(0, Math.min(NEAREST, places.size()))) {
            double value = solve(place);
            if (Double.isFinite(value) && removes.test(with(place.array(), place.index(), value), fixture)) {
                causes.add(cause(place, value));
            }
        }
        return causes;
    }

    /** Where it was not looked for, and why; empty if it was. */
    String limit() {
        return tooMany()
                ? String.format(
                        Locale.ROOT,
                        "One wrong weight of '%s' was not looked for: %,d could be it, and at most %,d are tried",
                        layer,
                        candidates.size(),
                        Math.min(MOST, MOST_WORK / Math.max(1, model.weights().count())))
                : "";
    }

    private boolean tooMany() {
        return candidates.size() > MOST || candidates.size() * model.weights().count() > MOST_WORK;
    }

    /**
     * The weights that can be the wrong one. Of a layer with many, only those of the units that differ: a weight in
     * column u of a kernel moves unit u alone, at the first step of a recurrent layer too, whose gates lie side by side.
     */
    private List<Place> candidates() {
        List<Place> all = new ArrayList<>();
        int units = first.layer().java().orElseThrow().shape().rank() == 0
                ? 1
                : first.layer().java().orElseThrow().shape().size(-1);
        boolean bounded = weights.count() > MOST && first.units().size() < units && units > 0;
        weights.tensors().forEach((array, values) -> {
            if (values.dtype() == DType.STRING || values.shape().rank() == 0) {
                return;
            }
            boolean byUnit = bounded && values.shape().size(-1) % units == 0;
            for (int i = 0; i < values.size(); i++) {
                if (!byUnit || first.units().contains(i % values.shape().size(-1) % units)) {
                    all.add(new Place(array, i, 0));
                }
            }
        });
        return all;
    }

    private double solve(Place place) {
        double value = weights.get(place.array()).getDouble(place.index());
        for (int step = 0; step < NEWTON_STEPS; step++) {
            double[] now = outputs(place.array(), place.index(), value);
            double[] residual = minus(python, now);
            double nudge = nudge(value);
            double[] slope = minus(outputs(place.array(), place.index(), value + nudge), now);
            double move = nudge * dot(residual, slope) / Math.max(1e-300, dot(slope, slope));
            value += Math.max(-10, Math.min(10, move));
            if (Math.abs(move) < 1e-7 * Math.max(1, Math.abs(value))) {
                break;
            }
        }
        return value;
    }

    private static double nudge(double value) {
        return 5e-3 * Math.max(0.1, Math.abs(value));
    }

    /** The layer's output in the call that differs, with that one weight. */
    private double[] outputs(String array, int index, double value) {
        KerasModel changed = with(array, index, value);
        LayerWalk walk = new LayerWalk(changed, upToTheCall(), options);
        try (Plan plan = EngineChoice.pureJava().compile(changed).orThrow()) {
            List<Trace> traces = walk.traces(plan);
            return traces.get(first.call())
                    .layers()
                    .getOrDefault(layer, List.of())
                    .get(0)
                    .toDoubles();
        }
    }

    private Fixture upToTheCall() {
        List<Fixture.Call> calls = fixture.calls().subList(0, first.call() + 1);
        return new Fixture(
                fixture.folder(),
                fixture.description(),
                fixture.model(),
                fixture.config(),
                fixture.sha256(),
                fixture.producer(),
                fixture.rtol(),
                fixture.atol(),
                fixture.reject(),
                fixture.recipe(),
                calls,
                fixture.training());
    }

    private KerasModel with(String array, int index, double value) {
        Tensor old = weights.get(array);
        float[] values = old.toFloats();
        values[index] = (float) value;
        Map<String, Tensor> tensors = new LinkedHashMap<>(weights.tensors());
        tensors.put(array, Tensor.wrap(old.shape(), values));
        return Suspects.withWeights(model, layer, new Weights(tensors, weights.children()));
    }

    private Cause cause(Place place, double value) {
        Tensor array = weights.get(place.array());
        int last = array.shape().size(-1);
        String at = array.shape().rank() == 1
                ? "[" + place.index() + "]"
                : array.shape().rank() == 2
                        ? "[" + place.index() / last + ", " + place.index() % last + "]"
                        : ", element " + place.index();
        return new Cause(
                Cause.Kind.WEIGHT,
                layer,
                String.format(
                        Locale.ROOT,
                        "layer '%s': one weight, %s%s%s, is %.8g here and was %.8g in Python",
                        layer,
                        place.array(),
                        at,
                        gate(place.index() % last),
                        array.getDouble(place.index()),
                        value));
    }

    private String gate(int column) {
        Layer found = model.network().layers().stream()
                .filter(one -> one.name().equals(layer))
                .findFirst()
                .orElseThrow();
        if (found instanceof Recurrent.Rnn rnn) {
            String gates = rnn.cell() instanceof Recurrent.LstmCell
                    ? "ifco"
                    : rnn.cell() instanceof Recurrent.GruCell ? "zrh" : "";
            int units = rnn.cell().outputSize();
            return gates.isEmpty() ? "" : " (gate " + gates.charAt(column / units) + ", unit " + column % units + ")";
        }
        return "";
    }

    private static double[] minus(double[] one, double[] other) {
        double[] difference = new double[one.length];
        for (int i = 0; i < one.length; i++) {
            difference[i] = one[i] - other[i];
        }
        return difference;
    }

    private static double dot(double[] one, double[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += one[i] * other[i];
        }
        return sum;
    }
}
