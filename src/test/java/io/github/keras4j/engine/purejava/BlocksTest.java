package io.github.keras4j.engine.purejava;

import static io.github.keras4j.engine.purejava.Models.gaussian;
import static io.github.keras4j.engine.purejava.Models.info;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.keras4j.engine.Trace;
import io.github.keras4j.model.Activation;
import io.github.keras4j.model.Activations;
import io.github.keras4j.model.Convolutional;
import io.github.keras4j.model.Generation;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.Merging;
import io.github.keras4j.model.Node;
import io.github.keras4j.model.Padding;
import io.github.keras4j.model.Shaping;
import io.github.keras4j.model.TensorRef;
import io.github.keras4j.model.Weights;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Networks with depthwise convolutions answer as a trace does, in which every layer runs alone. */
class BlocksTest {
    private static final int SIZE = 12;
    private static final int INNER = 40;

    private final Random random = new Random(3);
    private final Map<String, Weights> weights = new LinkedHashMap<>();
    private final List<Node> nodes = new ArrayList<>();

    @Test
    void a_whole_block_answers_as_its_layers() {
        nodes.add(Models.input("input", Shape.of(Shape.UNKNOWN, SIZE, SIZE, 8)));
        int last = behind(padded(expanded(0)));
        same(last);
    }

    /** The residual sum reads the block's input, which is no part of it. */
    @Test
    void a_residual_block_answers_as_its_layers() {
        nodes.add(Models.input("input", Shape.of(Shape.UNKNOWN, SIZE, SIZE, 8)));
        int start = behind(depthwise(expanded(0), Padding.SAME));
        int end = behind(depthwise(expanded(start), Padding.SAME));
        same(add(start, end));
    }

    /** What else is read in between is computed. */
    @Test
    void another_reader_gets_its_layer_s_output() {
        nodes.add(Models.input("input", Shape.of(Shape.UNKNOWN, SIZE, SIZE, 8)));
        int expanded = expanded(0);
        int depthwise = depthwise(expanded, Padding.SAME);
        behind(depthwise);
        int projected = nodes.size() - 1;
        int sum = add(expanded, depthwise);
        same(sum, projected);
    }

    private int expanded(int from) {
        String name = "expand" + nodes.size();
        Convolutional.Conv conv = conv(name, INNER, Activation.LINEAR);
        kernel(name, "kernel", 8, INNER);
        return activated(node(conv, from));
    }

    private int behind(int from) {
        String name = "project" + nodes.size();
        kernel(name, "kernel", INNER, 8);
        return activated(node(conv(name, 8, Activation.LINEAR), from));
    }

    private int padded(int from) {
        Shaping.Range range = new Shaping.Range(0, 1);
        int pad = node(new Shaping.ZeroPadding(info("pad", "ZeroPadding2D"), List.of(range, range), false), from);
        return depthwise(pad, Padding.VALID);
    }

    private int depthwise(int from, Padding padding) {
        String name = "depthwise" + nodes.size();
        weights.put(name, Weights.of(Map.of("depthwise_kernel", gaussian(random, 0.5, 3, 3, INNER, 1))));
        int stride = padding == Padding.VALID ? 2 : 1;
        return activated(node(
                new Convolutional.DepthwiseConv(
                        info(name, "DepthwiseConv2D"),
                        List.of(3, 3),
                        List.of(stride, stride),
                        padding,
                        List.of(1, 1),
                        1,
                        false,
                        Activation.LINEAR,
                        false),
                from));
    }

    private int activated(int from) {
        Activation relu6 = new Activation(Activation.Kind.RELU, 0, 6, 0);
        String name = "relu" + nodes.size();
        return node(new Activations.Activate(info(name, "ReLU"), relu6, Activations.AtMask.SAME), from);
    }

    private int add(int a, int b) {
        Merging.Elementwise add = new Merging.Elementwise(info("add", "Add"), Merging.Operation.ADD, Merging.Masks.ALL);
        nodes.add(new Node(add, List.of(new TensorRef(a, 0), new TensorRef(b, 0))));
        return nodes.size() - 1;
    }

    private int node(Layer layer, int from) {
        nodes.add(new Node(layer, List.of(new TensorRef(from, 0))));
        return nodes.size() - 1;
    }

    private void kernel(String name, String kind, int in, int out) {
        weights.put(name, Weights.of(Map.of(kind, gaussian(random, 0.5, 1, 1, in, out))));
    }

    private static Convolutional.Conv conv(String name, int filters, Activation activation) {
        return new Convolutional.Conv(
                info(name, "Conv2D"),
                filters,
                List.of(1, 1),
                List.of(1, 1),
                Padding.SAME,
                List.of(1, 1),
                1,
                false,
                activation,
                false);
    }

    private void same(int... outputs) {
        TensorRef[] refs = new TensorRef[outputs.length];
        for (int i = 0; i < refs.length; i++) {
            refs[i] = new TensorRef(outputs[i], 0);
        }
        KerasModel model = Models.model(Generation.KERAS_3, weights, nodes, List.of(new TensorRef(0, 0)), refs);
        try (PureJavaSession session = new PureJavaEngine(1).plan(model).openSession()) {
            Tensor input = gaussian(random, 1, 2, SIZE, SIZE, 8);
            Trace trace = session.trace(List.of(input));
            List<Tensor> answers = session.predict(List.of(input));
            for (int i = 0; i < refs.length; i++) {
                float[] expected = trace.outputs().get(i).toFloats();
                float[] actual = answers.get(i).toFloats();
                assertThat(actual).hasSize(expected.length);
                for (int j = 0; j < actual.length; j++) {
                    assertThat(actual[j]).isCloseTo(expected[j], within(1e-4f));
                }
            }
        }
    }
}
