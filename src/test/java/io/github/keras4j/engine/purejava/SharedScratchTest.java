package io.github.keras4j.engine.purejava;

import static io.github.keras4j.engine.purejava.Models.gaussian;
import static io.github.keras4j.engine.purejava.Models.info;
import static io.github.keras4j.engine.purejava.Models.weights;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.keras4j.engine.Trace;
import io.github.keras4j.engine.purejava.kernels.Kernels;
import io.github.keras4j.engine.purejava.program.Binding;
import io.github.keras4j.engine.purejava.program.Context;
import io.github.keras4j.engine.purejava.program.Scratch;
import io.github.keras4j.engine.purejava.program.Workers;
import io.github.keras4j.engine.purejava.values.States;
import io.github.keras4j.engine.purejava.values.Texts;
import io.github.keras4j.model.Activation;
import io.github.keras4j.model.Attentive;
import io.github.keras4j.model.Convolutional;
import io.github.keras4j.model.Generation;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.Padding;
import io.github.keras4j.model.Weights;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Steps that share room find in it what they need, whoever had it before. */
class SharedScratchTest {
    private static final Context CONTEXT = new Context(Kernels.best(), Workers.NONE, false, false);
    private static final int WIDTH = 8;

    private final Random random = new Random(12);

    @Test
    void room_is_cleared_for_another_user_and_as_long_as_the_most() {
        Scratch scratch = new Scratch();
        scratch.reserve(3);
        scratch.reserve(2);
        float[] first = scratch.array("one", array -> Arrays.fill(array, 1));
        assertThat(first).containsExactly(1, 1, 1);
        assertThat(scratch.array("on" + "e".strip(), array -> Arrays.fill(array, 2)))
                .isSameAs(first)
                .containsExactly(1, 1, 1);
        assertThat(scratch.array("two", array -> Arrays.fill(array, 2))).containsExactly(2, 2, 2);
        assertThat(scratch.array("one", array -> Arrays.fill(array, 3))).containsExactly(3, 3, 3);
    }

    /** Each layer's answer in a chain of convolutions of many shapes is its answer alone. */
    @Test
    void convolutions_leave_each_other_s_borders_alone() {
        for (int chain = 0; chain < 8; chain++) {
            List<Layer> layers = new ArrayList<>();
            Map<String, Weights> weights = new LinkedHashMap<>();
            for (int channels = 3; layers.size() < 9; ) {
                channels = convolution(layers, weights, channels);
            }
            Shape input = Shape.of(-1, 9, 10, 3);
            KerasModel model = Models.chain(Generation.TF_KERAS, input, weights, layers.toArray(Layer[]::new));
            PureJavaPlan plan = new PureJavaEngine().plan(model);
            assertThat(plan.share(List.of(Shape.of(400, 9, 10, 3)), 2)).isLessThan(400); // in parts, and so in chunks
            try (PureJavaSession session = plan.openSession()) {
                for (int batch : new int[] {1, 2, 6}) {
                    Tensor x = gaussian(random, 1, batch, 9, 10, 3);
                    Trace trace = session.trace(List.of(x));
                    Tensor before = x;
                    for (Layer layer : layers) {
                        String name = layer.info().name();
                        Tensor after = trace.layers().get(name).get(0);
                        Tensor alone = Models.run(
                                Models.chain(
                                        Generation.TF_KERAS,
                                        before.shape().with(0, -1),
                                        Map.of(name, weights.get(name)),
                                        layer),
                                before);
                        assertThat(after.toFloats()).as(name).isEqualTo(alone.toFloats());
                        before = after;
                    }
                    assertThat(session.predict(List.of(x)).get(0).toFloats()).isEqualTo(before.toFloats());
                }
            }
        }
    }

    private int convolution(List<Layer> layers, Map<String, Weights> weights, int channels) {
        String name = "layer_" + layers.size();
        int filters = 1 + random.nextInt(20);
        int size = 1 + random.nextInt(4);
        int stride = 1 + random.nextInt(2);
        Activation activation = Activation.of(Activation.Kind.TANH, -1);
        boolean transposed = random.nextInt(3) == 0;
        layers.add(
                transposed
                        ? new Convolutional.ConvTranspose(
                                info(name, "Conv2DTranspose"),
                                filters,
                                List.of(size, 2),
                                List.of(stride, stride),
                                Padding.SAME,
                                List.of(),
                                List.of(1, 1),
                                false,
                                activation,
                                true)
                        : new Convolutional.Conv(
                                info(name, "Conv2D"),
                                filters,
                                List.of(size, 3),
                                List.of(stride, 1),
                                Padding.SAME,
                                List.of(1, 1),
                                1,
                                false,
                                activation,
                                true));
        Tensor kernel = transposed
                ? gaussian(random, 0.3, size, 2, filters, channels)
                : gaussian(random, 0.3, size, 3, channels, filters);
        weights.put(name, weights("kernel", kernel, "bias", gaussian(random, 0.1, filters)));
        return filters;
    }

    @Test
    void attention_gives_its_arrays_back() {
        List<Layer> layers = new ArrayList<>();
        Map<String, Weights> weights = new LinkedHashMap<>();
        for (int i = 0; i < 10; i++) {
            layers.add(new Attentive.MultiHeadAttention(
                    info("heads_" + i, "MultiHeadAttention"),
                    2,
                    4,
                    4,
                    true,
                    Optional.empty(),
                    List.of(),
                    0,
                    false,
                    false,
                    Attentive.Unattended.LOWERED));
            Map<String, Weights> parts = new LinkedHashMap<>();
            for (String part : List.of("query", "key", "value")) {
                parts.put(
                        part,
                        weights("kernel", gaussian(random, 0.5, WIDTH, 2, 4), "bias", gaussian(random, 0.1, 2, 4)));
            }
            parts.put(
                    "output",
                    weights("kernel", gaussian(random, 0.5, 2, 4, WIDTH), "bias", gaussian(random, 0.1, WIDTH)));
            weights.put("heads_" + i, Weights.ofChildren(parts));
        }
        KerasModel model =
                Models.chain(Generation.TF_KERAS, Shape.of(-1, 5, WIDTH), weights, layers.toArray(Layer[]::new));
        try (PureJavaSession session = new PureJavaEngine().plan(model).openSession()) {
            for (int call = 0; call < 3; call++) {
                Tensor x = gaussian(random, 1, 2, 5, WIDTH);
                assertThat(session.predict(List.of(x)).get(0).toFloats())
                        .isEqualTo(session.trace(List.of(x)).outputs().get(0).toFloats());
            }
        }
        CompiledNetwork network = CompiledNetwork.compile(
                model.network(), model.weights(), new LayerCompiler(CONTEXT), new ArrayList<>());
        Binding binding = new Binding(CONTEXT, new States(), true, false, new Texts());
        network.bind(List.of(binding.value(2, 5, WIDTH)), binding, new LinkedHashMap<>());
        int row = 2 * 5 * WIDTH;
        int scores = 2 * 2 * 5 * 5;
        // the input, the layer's four, its output, and the one before it, whatever the number of layers
        assertThat(binding.allocated()).isLessThanOrEqualTo(7 * row + scores);
    }
}
