package io.github.keras4j.engine.purejava.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.keras4j.engine.Noise;
import io.github.keras4j.engine.purejava.train.blueprint.Blueprint;
import io.github.keras4j.engine.purejava.train.f64.Graph;
import io.github.keras4j.engine.purejava.train.f64.Parameters;
import io.github.keras4j.engine.purejava.train.f64.SlicedGradients;
import io.github.keras4j.engine.purejava.train.f64.States;
import io.github.keras4j.engine.purejava.train.f64.layers.LayerBuilder;
import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.model.Core;
import io.github.keras4j.model.Core.InTraining;
import io.github.keras4j.model.Generation;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.model.LayerInfo;
import io.github.keras4j.model.Network;
import io.github.keras4j.model.Node;
import io.github.keras4j.model.Provenance;
import io.github.keras4j.model.TensorRef;
import io.github.keras4j.model.TrainingConfiguration;
import io.github.keras4j.model.Weights;
import io.github.keras4j.model.training.Compiled;
import io.github.keras4j.tensor.DType;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** What dropout and noise layers do to ones, and to the numbers that a training draws; in inference nothing. */
class NoiseLayersTest {
    private static final int BATCH = 50;
    private static final int STEPS = 20;
    private static final int CHANNELS = 40;
    private static final int ALL = BATCH * STEPS * CHANNELS;

    private static double[] of(
            InTraining kind, double rate, Map<String, Object> extras, boolean training, Noise noise) {
        LayerInfo info = new LayerInfo("noise", "Noise", DType.FLOAT32, true, extras);
        Shape shape = Shape.of(BATCH, STEPS, CHANNELS);
        Network network = new Network(
                "model",
                Network.Kind.SEQUENTIAL,
                List.of(
                        new Node(
                                new Core.InputLayer(LayerInfo.of("in", "InputLayer"), shape, DType.FLOAT32), List.of()),
                        new Node(new Core.Passthrough(info, kind, rate, true), List.of(new TensorRef(0, 0)))),
                List.of(new TensorRef(0, 0)),
                List.of(new TensorRef(1, 0)));
        String compiled =
                "{\"loss\": \"mean_squared_error\", \"optimizer_config\": {\"class_name\": \"SGD\", \"config\":"
                        + " {\"name\": \"SGD\", \"learning_rate\": 0.01}}}";
        KerasModel model = new KerasModel(
                new Provenance(Generation.KERAS_3, "", "tensorflow", "HDF5"),
                network,
                Weights.NONE,
                Optional.of(new TrainingConfiguration(new JsonMapper().readTree(compiled), Map.of())));
        Blueprint blueprint = Blueprint.of(model, Compiled.of(model));
        Parameters parameters = new Parameters(Map.of(), path -> false, false);
        Graph graph = new Graph(
                blueprint,
                parameters,
                new SlicedGradients(parameters, blueprint),
                new States(),
                noise,
                new LayerBuilder(false),
                List.of(shape));
        Arrays.fill(graph.inputs.get(0).value, 1);
        graph.forward(training);
        return graph.outputs.get(0).value;
    }

    private static double[] trained(InTraining kind, double rate) {
        return of(kind, rate, Map.of(), true, Noise.seeded(7));
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }

    private static double deviation(double[] values) {
        double mean = mean(values);
        return Math.sqrt(Arrays.stream(values)
                .map(v -> (v - mean) * (v - mean))
                .average()
                .orElseThrow());
    }

    @Test
    void dropout_zeroes_its_share_and_scales_the_rest() {
        double[] y = trained(InTraining.DROPOUT, 0.3);
        assertThat(Arrays.stream(y).distinct().sorted().toArray()).containsExactly(0, 1 / 0.7);
        assertThat(Arrays.stream(y).filter(v -> v == 0).count()).isBetween((long) (0.29 * ALL), (long) (0.31 * ALL));
    }

    @Test
    void spatial_dropout_zeroes_a_channel_in_every_step() {
        double[] y = trained(InTraining.SPATIAL_DROPOUT_1D, 0.5);
        for (int i = 0; i < ALL; i++) {
            int first = i / (STEPS * CHANNELS) * STEPS * CHANNELS + i % CHANNELS;
            assertThat(y[i]).isEqualTo(y[first]);
        }
        assertThat(mean(y)).isCloseTo(1, within(0.1));
    }

    @Test
    void a_noise_shape_is_broadcast() {
        double[] y =
                of(InTraining.DROPOUT, 0.5, Map.of(LayerInfo.NOISE_SHAPE, List.of(-1, -1, 1)), true, Noise.seeded(7));
        for (int i = 0; i < ALL; i++) {
            assertThat(y[i]).isEqualTo(y[i / CHANNELS * CHANNELS]);
        }
        assertThat(mean(y)).isCloseTo(1, within(0.15));
    }

    @Test
    void noise_has_its_standard_deviation() {
        double[] added = trained(InTraining.GAUSSIAN_NOISE, 0.4);
        assertThat(mean(added)).isCloseTo(1, within(0.01));
        assertThat(deviation(added)).isCloseTo(0.4, within(0.01));
        double[] multiplied = trained(InTraining.GAUSSIAN_DROPOUT, 0.2);
        assertThat(mean(multiplied)).isCloseTo(1, within(0.01));
        assertThat(deviation(multiplied)).isCloseTo(Math.sqrt(0.2 / 0.8), within(0.01));
    }

    @Test
    void alpha_dropout_gives_two_numbers_by_their_formula() {
        double rate = 0.2;
        double low = -1.6732632423543772 * 1.0507009873554805;
        double a = 1 / Math.sqrt((1 - rate) * (1 + rate * low * low));
        double b = -a * low * rate;
        double[] y = trained(InTraining.ALPHA_DROPOUT, rate);
        double[] distinct = Arrays.stream(y).distinct().sorted().toArray();
        assertThat(distinct).hasSize(2);
        assertThat(distinct[0]).isCloseTo(a * low + b, within(1e-12));
        assertThat(distinct[1]).isCloseTo(a + b, within(1e-12));
    }

    @Test
    void inference_passes_its_input_through() {
        for (InTraining kind : List.of(InTraining.DROPOUT, InTraining.GAUSSIAN_NOISE, InTraining.ALPHA_DROPOUT)) {
            assertThat(of(kind, 0.5, Map.of(), false, Noise.seeded(7))).containsOnly(1);
        }
    }

    @Test
    void the_same_seed_draws_the_same_and_another_draws_others() {
        double[] y = trained(InTraining.DROPOUT, 0.3);
        assertThat(trained(InTraining.DROPOUT, 0.3)).isEqualTo(y);
        assertThat(of(InTraining.DROPOUT, 0.3, Map.of(), true, Noise.seeded(8))).isNotEqualTo(y);
    }

    @Test
    void recorded_numbers_are_taken_one_after_the_other_and_never_made_up() {
        double[] mask = new double[ALL];
        mask[3] = 1;
        Noise recorded = Noise.recorded(Map.of("noise", Tensor.wrap(Shape.of(1, BATCH, STEPS, CHANNELS), mask)));
        double[] y = of(InTraining.DROPOUT, 0.5, Map.of(), true, recorded);
        assertThat(y[3]).isEqualTo(2);
        assertThat(Arrays.stream(y).sum()).isEqualTo(2);
        assertThatThrownBy(() -> of(InTraining.DROPOUT, 0.5, Map.of(), true, recorded))
                .isInstanceOf(Keras4jException.class)
                .hasMessageContaining("Received: 'noise'");
        assertThatThrownBy(() -> of(InTraining.DROPOUT, 0.5, Map.of(), true, Noise.recorded(Map.of())))
                .hasMessageContaining("no recorded random numbers");
        Noise small = Noise.recorded(Map.of("noise", Tensor.wrap(Shape.of(1, 2), new double[2])));
        assertThatThrownBy(() -> of(InTraining.DROPOUT, 0.5, Map.of(), true, small))
                .hasMessageContaining("have another shape");
    }
}
