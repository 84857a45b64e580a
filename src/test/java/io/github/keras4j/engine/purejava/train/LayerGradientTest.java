package io.github.keras4j.engine.purejava.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keras4j.archive.KerasArchive;
import io.github.keras4j.archive.KerasArchives;
import io.github.keras4j.compare.TensorDiff;
import io.github.keras4j.compare.Tolerance;
import io.github.keras4j.data.Fixture;
import io.github.keras4j.data.FixtureReader;
import io.github.keras4j.data.FixtureStore;
import io.github.keras4j.engine.Noise;
import io.github.keras4j.engine.Support.Refusal;
import io.github.keras4j.engine.purejava.train.blueprint.Blueprint;
import io.github.keras4j.engine.purejava.train.f64.Flow;
import io.github.keras4j.engine.purejava.train.f64.Graph;
import io.github.keras4j.engine.purejava.train.f64.Parameters;
import io.github.keras4j.engine.purejava.train.f64.SlicedGradients;
import io.github.keras4j.engine.purejava.train.f64.States;
import io.github.keras4j.engine.purejava.train.f64.layers.LayerBuilder;
import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.model.Core;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.Network;
import io.github.keras4j.model.TrainingConfiguration;
import io.github.keras4j.model.Wrapper;
import io.github.keras4j.model.dialect.CanonicalModels;
import io.github.keras4j.model.training.Compiled;
import io.github.keras4j.model.training.TrainingRules;
import io.github.keras4j.tensor.DType;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.opentest4j.MultipleFailuresError;
import tools.jackson.databind.json.JsonMapper;

/**
 * Every stored layer case that can be trained: the trainer's answer is the one that Keras recorded, and its gradients of
 * weights and inputs are those of central differences, in training, with dropout's numbers held.
 */
class LayerGradientTest {
    /** Entries looked at of each array. */
    private static final int ENTRIES = 3;

    private static final int LARGEST = 20_000;
    private static final String COMPILED = "{\"loss\": \"mean_squared_error\", \"optimizer_config\": {\"class_name\":"
            + " \"SGD\", \"config\": {\"name\": \"SGD\", \"learning_rate\": 0.01, \"lr\": 0.01, \"momentum\": 0.0,"
            + " \"nesterov\": false, \"decay\": 0.0}}}";

    private final List<Throwable> failures = new ArrayList<>();
    private final TreeSet<String> classes = new TreeSet<>();
    private final Map<String, Integer> refused = new TreeMap<>();
    private int models;
    private int checked;

    @Test
    void answers_and_gradients_of_every_stored_layer() {
        String only = System.getProperty("keras4j.layer", "");
        for (FixtureStore.Found found : FixtureStore.find(List.of(Path.of("fixtures/layers")))) {
            if (found.name().contains(only)) {
                check(found);
            }
        }
        if (!System.getProperty("keras4j.summary", "").isEmpty()) {
            System.out.println(models + " models, " + checked + " gradients, layers " + classes);
            System.out.println("refused: " + refused);
        }
        if (!failures.isEmpty()) {
            throw new MultipleFailuresError(failures.size() + " cases", failures);
        }
        if (only.isEmpty()) {
            assertThat(models).isGreaterThan(900);
            assertThat(checked).isGreaterThan(5000);
        }
    }

    private void check(FixtureStore.Found found) {
        Fixture fixture = FixtureReader.read(found.folder());
        if (fixture.reject().isPresent()) {
            return;
        }
        KerasModel model;
        try {
            KerasArchive archive = fixture.config()
                    .map(config -> KerasArchives.open(fixture.model(), config))
                    .orElseGet(() -> KerasArchives.open(fixture.model()));
            model = compiled(CanonicalModels.read(archive));
        } catch (Keras4jException e) {
            return; // EveryFixtureTest holds what is refused
        }
        List<Refusal> refusals = TrainingSupport.refusals(model.network(), TrainingRules.of(model.provenance()));
        if (!refusals.isEmpty()) {
            refused.merge(
                    refusals.get(0).className() + ": "
                            + refusals.get(0)
                                    .reason()
                                    .replaceAll("Received: .*", "")
                                    .replaceAll("'.*'", ""),
                    1,
                    Integer::sum);
        }
        if (!refusals.isEmpty() || fixture.calls().isEmpty() || model.weights().count() > LARGEST) {
            return;
        }
        try {
            Case run = new Case(model, fixture, found);
            run.answers();
            run.gradients();
            models++;
            model.network().layers().stream().map(Layer::className).forEach(classes::add);
        } catch (Throwable e) {
            failures.add(new AssertionError(found.folder() + ": " + e, e));
        }
    }

    private static KerasModel compiled(KerasModel model) {
        return new KerasModel(
                model.provenance(),
                model.network(),
                model.weights(),
                Optional.of(new TrainingConfiguration(new JsonMapper().readTree(COMPILED), Map.of())));
    }

    private final class Case {
        private final Fixture fixture;
        private final FixtureStore.Found found;
        private final Parameters parameters;
        private final States states = new States();
        private final Graph graph;
        private final List<Tensor> first;
        private final Set<Double> maskValues = new HashSet<>();

        private Case(KerasModel model, Fixture fixture, FixtureStore.Found found) {
            this.fixture = fixture;
            this.found = found;
            Blueprint blueprint = Blueprint.of(model, Compiled.of(model));
            collectMaskValues(model.network());
            parameters = new Parameters(model.weights().flatten(), blueprint.trained()::contains, false);
            first = inputs(fixture.calls().get(0));
            List<Shape> shapes = first.stream().map(Tensor::shape).toList();
            Noise noise =
                    (draw, kind, rate, shape) -> Noise.seeded(draw.hashCode()).draw(draw, kind, rate, shape);
            SlicedGradients slices = new SlicedGradients(parameters, blueprint);
            graph = new Graph(blueprint, parameters, slices, states, noise, new LayerBuilder(false), shapes);
        }

        private void collectMaskValues(Network network) {
            for (Layer layer : network.layers()) {
                if (layer instanceof Core.Masking masking) {
                    maskValues.add(masking.maskValue());
                } else if (layer instanceof Wrapper.NestedModel nested) {
                    collectMaskValues(nested.network());
                }
            }
        }

        private static List<Tensor> inputs(Fixture.Call call) {
            return call.inputs().stream().map(Fixture.Named::value).toList();
        }

        private void answers() {
            Tolerance tolerance = new Tolerance(
                    fixture.rtol().orElse(Tolerance.DEFAULT.rtol()),
                    fixture.atol().orElse(Tolerance.DEFAULT.atol()));
            for (Fixture.Call call : fixture.calls()) {
                List<Tensor> x = inputs(call);
                if (!x.stream()
                        .map(Tensor::shape)
                        .toList()
                        .equals(first.stream().map(Tensor::shape).toList())) {
                    return;
                }
                if (call.resetStates()) {
                    states.reset();
                }
                graph.setInputs(x);
                graph.forward(false);
                for (int i = 0; i < call.outputs().size(); i++) {
                    Tensor expected = call.outputs().get(i).value();
                    Flow flow = graph.outputs.get(i);
                    Tensor answer = Tensor.wrap(Shape.of(flow.shape()), flow.value.clone());
                    assertThat(answer.shape()).as("shape").isEqualTo(expected.shape());
                    TensorDiff diff = TensorDiff.of(answer, expected, tolerance);
                    assertThat(diff.passes()).as("answer: " + diff.message()).isTrue();
                }
            }
        }

        private double projected(List<double[]> weights) {
            states.reset();
            graph.forward(true);
            double sum = graph.penalties();
            for (int i = 0; i < weights.size(); i++) {
                double[] y = graph.outputs.get(i).value;
                for (int k = 0; k < y.length; k++) {
                    sum += weights.get(i)[k] * y[k];
                }
            }
            return sum;
        }

        private void gradients() {
            Random random = new Random(found.name().hashCode());
            List<double[]> projection = new ArrayList<>();
            for (Flow output : graph.outputs) {
                projection.add(random.doubles(output.value.length, -1, 1).toArray());
            }
            graph.setInputs(first);
            double size = Math.abs(projected(projection)) + 1;
            if (Double.isNaN(size) || Double.isInfinite(size)) {
                return;
            }
            parameters.clearGradients();
            graph.clearGradients();
            for (int i = 0; i < projection.size(); i++) {
                double[] gradient = graph.outputs.get(i).gradient;
                for (int k = 0; k < gradient.length; k++) {
                    gradient[k] += projection.get(i)[k];
                }
            }
            graph.backward();
            double[] weights = parameters.gradient.clone();
            List<double[]> ofInputs =
                    graph.inputs.stream().map(flow -> flow.gradient.clone()).toList();
            for (Parameters.Parameter parameter : parameters.all()) {
                for (int n = 0; n < ENTRIES && parameters.isTrained(parameter) && parameter.size() > 0; n++) {
                    int at = parameter.offset() + random.nextInt(parameter.size());
                    compare(parameter.path(), parameters.value, at, weights[at], projection, size);
                }
            }
            for (int i = 0; i < ofInputs.size(); i++) {
                Flow input = graph.inputs.get(i);
                boolean real =
                        first.get(i).dtype() == DType.FLOAT32 || first.get(i).dtype() == DType.FLOAT64;
                for (int n = 0; n < 2 * ENTRIES && real && input.value.length > 0; n++) {
                    int at = random.nextInt(input.value.length);
                    if (maskValues.contains(input.value[at])) {
                        continue; // a step that would no longer be masked
                    }
                    compare("input " + i, input.value, at, ofInputs.get(i)[at], projection, size);
                }
            }
        }

        private void compare(
                String what, double[] values, int at, double gradient, List<double[]> projection, double size) {
            double before = values[at];
            double here = projected(projection);
            double[] slopes = new double[4]; // over 2e-5 and 5e-6, up and down
            for (int i = 0; i < 4; i++) {
                double step = (i < 2 ? 2e-5 : 5e-6) * (i % 2 == 0 ? 1 : -1);
                values[at] = before + step;
                slopes[i] = (projected(projection) - here) / step;
            }
            values[at] = before;
            double narrow = (slopes[2] + slopes[3]) / 2;
            double allowed = 1e-6 * Math.max(Math.abs(gradient), 1e-2 * size);
            boolean kink = Math.abs(slopes[2] - slopes[3]) > 1e-3 * Math.max(Math.abs(narrow), 1e-2 * size);
            if (kink || Math.abs((slopes[0] + slopes[1]) / 2 - narrow) > allowed) {
                return; // a kink at the point or near it, or too steep to tell
            }
            checked++;
            assertThat(Math.abs(gradient - narrow))
                    .as("%s[%d]: gradient %s, by differences %s", what, at, gradient, narrow)
                    .isLessThanOrEqualTo(allowed);
        }
    }
}
