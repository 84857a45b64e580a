package io.github.keras4j.engine.purejava;

import static io.github.keras4j.engine.purejava.Models.gaussian;
import static io.github.keras4j.engine.purejava.Models.info;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.keras4j.engine.Trace;
import io.github.keras4j.engine.purejava.convolution.ConvSumLayer;
import io.github.keras4j.engine.purejava.kernels.Kernels;
import io.github.keras4j.engine.purejava.program.Context;
import io.github.keras4j.engine.purejava.program.Workers;
import io.github.keras4j.model.Activation;
import io.github.keras4j.model.Activations;
import io.github.keras4j.model.Convolutional;
import io.github.keras4j.model.Generation;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.Merging;
import io.github.keras4j.model.Node;
import io.github.keras4j.model.Normalizing;
import io.github.keras4j.model.Padding;
import io.github.keras4j.model.TensorRef;
import io.github.keras4j.model.Weights;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Sums behind convolutions answer as a trace does, in which every layer runs alone. */
class ResidualsTest {
    private static final int SIZE = 9;
    private static final int CHANNELS = 20;

    private final Random random = new Random(4);
    private final Map<String, Weights> weights = new LinkedHashMap<>();
    private final List<Node> nodes = new ArrayList<>();

    ResidualsTest() {
        nodes.add(Models.input("input", Shape.of(Shape.UNKNOWN, SIZE, SIZE, CHANNELS)));
    }

    @Test
    void a_residual_block_answers_as_its_layers() {
        int convolved = normalized(convolution(0, 3));
        int sum = add(convolved, 0);
        int relu = activated(sum);
        assertThat(isJoined(sum, relu)).isTrue();
        same(relu);
    }

    /** The convolution may be the second input, and nothing may follow. */
    @Test
    void a_linear_residual_block_answers_as_its_layers() {
        int first = normalized(convolution(0, 1));
        int sum = add(first, normalized(convolution(first, 3)));
        assertThat(isJoined(sum, sum)).isTrue();
        same(sum);
    }

    /** ResNet50 begins its stages so: one of the two convolutions gives its output, the other is added to it. */
    @Test
    void two_convolutions_answer_as_their_layers() {
        int sum = add(normalized(convolution(0, 1)), normalized(convolution(0, 3)));
        int relu = activated(sum);
        assertThat(isJoined(sum, relu)).isTrue();
        same(relu);
    }

    @Test
    void what_else_is_read_keeps_its_own_output() {
        int convolved = normalized(convolution(0, 3));
        int sum = add(0, convolved);
        assertThat(isJoined(sum, sum, convolved)).isFalse();
        same(sum, convolved);
    }

    /** A sum over one position's channels, repeated over the image. */
    @Test
    void a_sum_of_other_shapes_answers_as_its_layers() {
        nodes.add(Models.input("other", Shape.of(Shape.UNKNOWN, 1, 1, CHANNELS)));
        int sum = add(1, normalized(convolution(0, 3)));
        same(List.of(new TensorRef(0, 0), new TensorRef(1, 0)), sum);
    }

    private int convolution(int from, int size) {
        String name = "conv" + nodes.size();
        weights.put(
                name,
                Models.weights(
                        "kernel", gaussian(random, 0.3, size, size, CHANNELS, CHANNELS),
                        "bias", gaussian(random, 1, CHANNELS)));
        return node(
                new Convolutional.Conv(
                        info(name, "Conv2D"),
                        CHANNELS,
                        List.of(size, size),
                        List.of(1, 1),
                        Padding.SAME,
                        List.of(1, 1),
                        1,
                        false,
                        Activation.LINEAR,
                        true),
                from);
    }

    private int normalized(int from) {
        String name = "norm" + nodes.size();
        Tensor ones = Tensor.wrap(Shape.of(CHANNELS), ones());
        weights.put(
                name,
                Models.weights(
                        "gamma", gaussian(random, 1, CHANNELS),
                        "beta", gaussian(random, 1, CHANNELS),
                        "moving_mean", gaussian(random, 1, CHANNELS),
                        "moving_variance", ones));
        return node(
                new Normalizing.BatchNormalization(
                        info(name, "BatchNormalization"), List.of(-1), 0.99, 1e-3, true, true, false),
                from);
    }

    private static float[] ones() {
        float[] ones = new float[CHANNELS];
        Arrays.fill(ones, 1);
        return ones;
    }

    private int activated(int from) {
        Activation relu = Activation.of(Activation.Kind.RELU, -1);
        return node(new Activations.Activate(info("relu" + nodes.size(), "ReLU"), relu, Activations.AtMask.SAME), from);
    }

    private int add(int a, int b) {
        Merging.Elementwise add =
                new Merging.Elementwise(info("add" + nodes.size(), "Add"), Merging.Operation.ADD, Merging.Masks.ALL);
        nodes.add(new Node(add, List.of(new TensorRef(a, 0), new TensorRef(b, 0))));
        return nodes.size() - 1;
    }

    private int node(Layer layer, int from) {
        nodes.add(new Node(layer, List.of(new TensorRef(from, 0))));
        return nodes.size() - 1;
    }

    /** Whether the sum at this node has a convolution in it. */
    private boolean isJoined(int sum, int... outputs) {
        KerasModel model = model(List.of(new TensorRef(0, 0)), outputs);
        Context context = new Context(Kernels.best(), Workers.NONE, false, false);
        return Fusion.of(model.network(), model.weights(), new LayerCompiler(context))
                .startingAt(sum)
                .filter(ConvSumLayer.class::isInstance)
                .isPresent();
    }

    private KerasModel model(List<TensorRef> inputs, int... outputs) {
        TensorRef[] refs =
                Arrays.stream(outputs).mapToObj(node -> new TensorRef(node, 0)).toArray(TensorRef[]::new);
        return Models.model(Generation.KERAS_3, weights, nodes, inputs, refs);
    }

    private void same(int... outputs) {
        same(List.of(new TensorRef(0, 0)), outputs);
    }

    /** On one thread and on several, of one sample and of three. */
    private void same(List<TensorRef> inputs, int... outputs) {
        KerasModel model = model(inputs, outputs);
        for (int threads : new int[] {1, 3}) {
            for (int batch : new int[] {1, 3}) {
                try (PureJavaSession session =
                        new PureJavaEngine(threads).plan(model).openSession()) {
                    List<Tensor> given = inputs.size() == 1
                            ? List.of(gaussian(random, 1, batch, SIZE, SIZE, CHANNELS))
                            : List.of(
                                    gaussian(random, 1, batch, SIZE, SIZE, CHANNELS),
                                    gaussian(random, 1, batch, 1, 1, CHANNELS));
                    Trace trace = session.trace(given);
                    List<Tensor> answers = session.predict(given);
                    for (int i = 0; i < outputs.length; i++) {
                        assertThat(answers.get(i).shape())
                                .isEqualTo(trace.outputs().get(i).shape());
                        assertThat(answers.get(i).toFloats())
                                .containsExactly(trace.outputs().get(i).toFloats(), Offset.offset(1e-4f));
                    }
                }
            }
        }
    }
}
