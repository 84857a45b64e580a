package io.github.keras4j.engine.purejava;

import static io.github.keras4j.engine.purejava.Models.gaussian;
import static io.github.keras4j.engine.purejava.Models.info;
import static io.github.keras4j.engine.purejava.Models.weights;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.keras4j.engine.Trace;
import io.github.keras4j.engine.purejava.kernels.Kernels;
import io.github.keras4j.engine.purejava.program.Binding;
import io.github.keras4j.engine.purejava.program.Context;
import io.github.keras4j.engine.purejava.program.Workers;
import io.github.keras4j.engine.purejava.values.States;
import io.github.keras4j.engine.purejava.values.Texts;
import io.github.keras4j.engine.purejava.values.Value;
import io.github.keras4j.model.Activation;
import io.github.keras4j.model.Core;
import io.github.keras4j.model.Generation;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.model.Merging;
import io.github.keras4j.model.Node;
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

/** Outputs that nothing reads any more give their arrays to later ones, and only these. */
class SharedArraysTest {
    private static final int WIDTH = 8;
    private static final Context CONTEXT = new Context(Kernels.best(), Workers.NONE, false, false);

    private final Random random = new Random(11);

    private static Binding sharing() {
        return new Binding(CONTEXT, new States(), true, false, new Texts());
    }

    @Test
    void an_array_that_is_released_serves_once() {
        Binding binding = sharing();
        Value first = binding.passing(2, 3);
        binding.release(first.data());
        binding.release(first.data());
        Value second = binding.passing(3, 2);
        assertThat(second.data()).isSameAs(first.data());
        assertThat(binding.passing(2, 3).data()).isNotSameAs(first.data());
        binding.release(second.data());
        assertThat(binding.passing(6).data()).isSameAs(first.data());
        assertThat(binding.passing(7).data()).isNotSameAs(first.data());
    }

    @Test
    void arrays_of_others_and_of_a_trace_are_left_alone() {
        Binding binding = sharing();
        Value state = binding.value(6);
        binding.release(state.data());
        assertThat(binding.passing(6).data()).isNotSameAs(state.data());
        Binding trace = new Binding(CONTEXT, new States(), false);
        Value output = trace.passing(6);
        trace.release(output.data());
        assertThat(trace.passing(6).data()).isNotSameAs(output.data());
    }

    @Test
    void a_chain_takes_two_arrays() {
        int[] inputs = new int[20];
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = i;
        }
        KerasModel model = dense(inputs);
        CompiledNetwork network = CompiledNetwork.compile(
                model.network(), model.weights(), new LayerCompiler(CONTEXT), new ArrayList<>());
        Binding binding = sharing();
        network.bind(List.of(binding.value(3, WIDTH)), binding, new LinkedHashMap<>());
        assertThat(binding.allocated()).isEqualTo(3 * 3 * WIDTH); // the input's is none of them
    }

    /** Every output of a random graph, as it is with an array of its own. */
    @Test
    void answers_are_those_of_a_trace() {
        for (int graph = 0; graph < 60; graph++) {
            KerasModel model = drawn();
            try (PureJavaSession session = new PureJavaEngine().plan(model).openSession()) {
                for (int call = 0; call < 2; call++) {
                    Tensor x = gaussian(random, 1, 3, WIDTH);
                    Trace trace = session.trace(List.of(x));
                    List<Tensor> answers = session.predict(List.of(x));
                    for (int i = 0; i < answers.size(); i++) {
                        assertThat(answers.get(i).toFloats())
                                .as("graph %d, output %d", graph, i)
                                .isEqualTo(trace.outputs().get(i).toFloats());
                    }
                }
            }
        }
    }

    private KerasModel dense(int... inputs) {
        List<Node> nodes = new ArrayList<>(List.of(Models.input("input", Shape.of(-1, WIDTH))));
        Map<String, Weights> weights = new LinkedHashMap<>();
        for (int input : inputs) {
            nodes.add(layer(nodes.size(), input, weights));
        }
        return Models.model(
                Generation.TF_KERAS, weights, nodes, List.of(new TensorRef(0, 0)), new TensorRef(nodes.size() - 1, 0));
    }

    private Node layer(int index, int input, Map<String, Weights> weights) {
        String name = "dense_" + index;
        weights.put(name, weights("kernel", gaussian(random, 0.4, WIDTH, WIDTH), "bias", gaussian(random, 0.1, WIDTH)));
        Core.Dense dense = new Core.Dense(info(name, "Dense"), WIDTH, Activation.of(Activation.Kind.TANH, -1), true);
        return new Node(dense, List.of(new TensorRef(input, 0)));
    }

    private KerasModel drawn() {
        List<Node> nodes = new ArrayList<>(List.of(Models.input("input", Shape.of(-1, WIDTH))));
        Map<String, Weights> weights = new LinkedHashMap<>();
        List<TensorRef> outputs = new ArrayList<>();
        while (nodes.size() < 24) {
            int index = nodes.size();
            int one = random.nextInt(index);
            if (random.nextInt(3) > 0) {
                nodes.add(layer(index, one, weights));
            } else {
                Merging.Elementwise merge = new Merging.Elementwise(
                        info("merge_" + index, "Add"), Merging.Operation.ADD, Merging.Masks.ALL);
                nodes.add(new Node(merge, List.of(new TensorRef(one, 0), new TensorRef(random.nextInt(index), 0))));
            }
            if (random.nextInt(6) == 0) {
                outputs.add(new TensorRef(index, 0));
            }
        }
        outputs.add(new TensorRef(nodes.size() - 1, 0));
        return Models.model(
                Generation.TF_KERAS, weights, nodes, List.of(new TensorRef(0, 0)), outputs.toArray(TensorRef[]::new));
    }
}
