package io.github.keras4j.engine.purejava.convolution;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keras4j.engine.Engine;
import io.github.keras4j.engine.Session;
import io.github.keras4j.engine.dl4j.Dl4jEngine;
import io.github.keras4j.engine.purejava.Models;
import io.github.keras4j.engine.purejava.PureJavaEngine;
import io.github.keras4j.model.Activation;
import io.github.keras4j.model.Convolutional;
import io.github.keras4j.model.Generation;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.model.Padding;
import io.github.keras4j.model.Weights;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A convolution over more batch axes than one answers as over their samples in one axis (base_conv.py 2.15, call). */
class ConvBatchAxesTest {
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void batch_axes_are_joined_and_split_again(boolean channelsFirst) {
        Random random = new Random(1);
        Convolutional.Conv conv = new Convolutional.Conv(
                Models.info("conv", "Conv1D"),
                3,
                List.of(2),
                List.of(2),
                Padding.SAME,
                List.of(1),
                1,
                channelsFirst,
                Activation.TANH,
                true);
        Weights weights =
                Models.weights("kernel", Models.gaussian(random, 1, 2, 4, 3), "bias", Models.gaussian(random, 1, 3));
        int[] sample = channelsFirst ? new int[] {4, 5} : new int[] {5, 4};
        Tensor x = Models.gaussian(random, 1, 2, 3, sample[0], sample[1]);
        KerasModel deep = model(conv, weights, Shape.of(Shape.UNKNOWN, 3, sample[0], sample[1]));
        KerasModel flat = model(conv, weights, Shape.of(Shape.UNKNOWN, sample[0], sample[1]));

        Tensor expected =
                answer(new PureJavaEngine(), flat, Tensor.of(Shape.of(6, sample[0], sample[1]), x.toFloats()));
        Tensor java = answer(new PureJavaEngine(), deep, x);
        Tensor dl4j = answer(new Dl4jEngine(), deep, x);

        Shape shape = Shape.of(2, 3, 3, 3); // 3 steps and 3 filters
        assertThat(java.shape()).isEqualTo(shape);
        assertThat(java.toFloats()).containsExactly(expected.toFloats());
        assertThat(dl4j.shape()).isEqualTo(shape);
        assertThat(dl4j.toFloats()).usingComparatorWithPrecision(1e-6f).containsExactly(expected.toFloats());
    }

    private static KerasModel model(Convolutional.Conv conv, Weights weights, Shape input) {
        return Models.chain(Generation.TF_KERAS, input, Map.of("conv", weights), conv);
    }

    private static Tensor answer(Engine engine, KerasModel model, Tensor x) {
        try (Session session = engine.compile(model).orThrow().openSession()) {
            return session.predict(List.of(x)).get(0);
        }
    }
}
