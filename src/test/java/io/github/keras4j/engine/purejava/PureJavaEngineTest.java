package io.github.keras4j.engine.purejava;

import static io.github.keras4j.engine.purejava.Models.chain;
import static io.github.keras4j.engine.purejava.Models.info;
import static io.github.keras4j.engine.purejava.Models.weights;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.errors.UnsupportedLayerException;
import io.github.keras4j.model.Activation;
import io.github.keras4j.model.Activations;
import io.github.keras4j.model.Core;
import io.github.keras4j.model.Generation;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.model.Merging;
import io.github.keras4j.model.Node;
import io.github.keras4j.model.Shaping;
import io.github.keras4j.model.TensorRef;
import io.github.keras4j.model.Unknown;
import io.github.keras4j.model.Weights;
import io.github.keras4j.model.Wrapper;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PureJavaEngineTest {
    private static final Core.Dense DENSE =
            new Core.Dense(info("dense", "Dense"), 2, Activation.of(Activation.Kind.RELU, 0), true);
    private static final Map<String, Weights> DENSE_WEIGHTS = Map.of(
            "dense",
            weights("kernel", Tensor.of(new float[][] {{1, -2}, {3, -4}, {5, -6}}), "bias", Tensor.of(new float[] {
                0.5f, 1f
            })));

    private static KerasModel dense() {
        Core.Dense relu =
                new Core.Dense(info("dense", "Dense"), 2, new Activation(Activation.Kind.RELU, 0, 1e9, 0), true);
        return chain(Generation.KERAS_3, Shape.of(Shape.UNKNOWN, 3), DENSE_WEIGHTS, relu);
    }

    @Test
    void should_multiply_add_and_activate() {
        Tensor y = Models.run(dense(), Tensor.of(new float[][] {{1, 1, 1}, {0, -1, 0}}));
        assertThat(y).isEqualTo(Tensor.of(new float[][] {{9.5f, 0}, {0, 5}}));
    }

    @Test
    void should_answer_flat_arrays_as_tensors() {
        PureJavaSession session = new PureJavaEngine().plan(dense()).openSession();
        float[][] answers = {new float[4]};
        session.predict(new float[][] {{1, 1, 1, 0, -1, 0}}, answers);
        assertThat(answers[0]).containsExactly(9.5f, 0, 0, 5);
        assertThat(session.bind(List.of(Shape.of(7, 3)))).containsExactly(Shape.of(7, 2));
    }

    @Test
    void should_fail_if_the_input_has_another_shape() {
        assertThatThrownBy(() -> Models.run(dense(), Tensor.of(new float[][] {{1, 1}})))
                .isInstanceOf(Keras4jException.class)
                .hasMessage("input 'input' of model 'model' takes shape (None, 3). Received: (1, 2)");
        assertThatThrownBy(
                        () -> new PureJavaEngine().plan(dense()).openSession().predict(List.of()))
                .hasMessage("model 'model' takes 1 input(s) [input]. Received: 0");
    }

    @Test
    void should_trace_every_layer() {
        KerasModel model = chain(
                Generation.KERAS_3,
                Shape.of(Shape.UNKNOWN, 2),
                Map.of(),
                new Activations.Activate(
                        info("a", "Activation"), Activation.of(Activation.Kind.HARD_TANH), Activations.AtMask.SAME),
                new Activations.Activate(
                        info("b", "Activation"), Activation.of(Activation.Kind.SOFTMAX, -1), Activations.AtMask.SAME));
        var trace = new PureJavaEngine().plan(model).openSession().trace(List.of(Tensor.of(new float[][] {{-3, 3}})));
        assertThat(trace.layers().keySet()).containsExactly("input", "a", "b");
        assertThat(trace.layers().get("a")).containsExactly(Tensor.of(new float[][] {{-1, 1}}));
        float expected = (float) (1 / (1 + Math.exp(2)));
        // exponentials in float32, as Keras has them
        assertThat(trace.outputs().get(0).getDouble(0)).isCloseTo((double) expected, within(1.01 * Math.ulp(expected)));
    }

    @Test
    void should_name_every_layer_that_it_does_not_run() {
        KerasModel model = chain(
                Generation.KERAS_3,
                Shape.of(Shape.UNKNOWN, 3),
                Map.of(),
                new Unknown(info("lambda", "Lambda"), "Python code does not come with the file"),
                DENSE,
                new Unknown(info("mine", "MyLayer"), "a custom layer"));
        assertThat(new PureJavaEngine().supports(model).refusals())
                .extracting(Object::toString)
                .containsExactly(
                        "layer 'lambda' (Lambda): Python code does not come with the file",
                        "layer 'dense' (Dense): its weights do not fit: No weight of that name. Received: kernel;"
                                + " known are []",
                        "layer 'mine' (MyLayer): a custom layer");
        assertThatThrownBy(() -> new PureJavaEngine().plan(model))
                .isInstanceOf(UnsupportedLayerException.class)
                .hasMessageContaining("'lambda'")
                .hasMessageContaining("'mine'");
    }

    @Test
    void should_refuse_a_number_without_axes_by_the_layer_that_needs_them() {
        List<Node> nodes = List.of(
                Models.input("input", Shape.of(Shape.UNKNOWN, 3)),
                new Node(
                        new Core.Constant(info("number", "Constant"), Tensor.wrap(Shape.of(), new float[] {2})),
                        List.of()),
                new Node(
                        new Merging.Elementwise(info("add", "Add"), Merging.Operation.ADD, Merging.Masks.ALL),
                        List.of(new TensorRef(0, 0), new TensorRef(1, 0))));
        KerasModel model =
                Models.model(Generation.KERAS_3, Map.of(), nodes, List.of(new TensorRef(0, 0)), new TensorRef(2, 0));
        assertThatThrownBy(() -> Models.run(model, Tensor.of(new float[][] {{1, 1, 1}})))
                .isInstanceOf(Keras4jException.class)
                .hasMessageContaining("layer 'add' (Add)")
                .hasMessageContaining("takes inputs with other axes");
    }

    @Test
    void should_refuse_an_input_that_lacks_an_axis_that_the_layer_looks_at() {
        Shaping.Flatten flatten = new Shaping.Flatten(info("flatten", "Flatten"), false);
        KerasModel model = chain(
                Generation.KERAS_1,
                Shape.of(Shape.UNKNOWN),
                Map.of(),
                new Wrapper.TimeDistributed(info("each", "TimeDistributed"), flatten, Wrapper.InnerMask.NONE));
        assertThatThrownBy(() -> Models.run(model, Tensor.of(new float[] {1, 1})))
                .isInstanceOf(Keras4jException.class)
                .hasMessageContaining("layer 'each' (TimeDistributed): takes inputs with other axes")
                .hasMessageContaining("Its inputs: [(1,)]");
    }

    @Test
    void should_fail_if_an_index_is_out_of_range() {
        KerasModel model = chain(
                Generation.KERAS_3,
                Shape.of(Shape.UNKNOWN, 2),
                Map.of("e", weights("embeddings", Tensor.of(new float[][] {{1, 2}, {3, 4}}))),
                new Core.Embedding(info("e", "Embedding"), 2, 2, false));
        assertThat(Models.run(model, Tensor.of(new int[][] {{1, 0}}))).isEqualTo(Tensor.of(new float[][][] {
            {{3, 4}, {1, 2}}
        }));
        assertThatThrownBy(() -> Models.run(model, Tensor.of(new int[][] {{1, 2}})))
                .hasMessage("layer 'e' (Embedding) takes indices from 0 to 1. Received: 2.0");
    }
}
