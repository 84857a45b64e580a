package io.github.keras4j.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.keras4j.engine.dl4j.Dl4jEngine;
import io.github.keras4j.engine.purejava.Models;
import io.github.keras4j.engine.purejava.PureJavaEngine;
import io.github.keras4j.errors.UnsupportedLayerException;
import io.github.keras4j.model.Activations;
import io.github.keras4j.model.Attentive;
import io.github.keras4j.model.Core;
import io.github.keras4j.model.Generation;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.model.Node;
import io.github.keras4j.model.Normalizing;
import io.github.keras4j.model.TensorRef;
import io.github.keras4j.model.Weights;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What Keras does with masks that few models have, as real Keras answered. */
class MaskMeaningTest {
    private static final List<Engine> ENGINES =
            List.of(new PureJavaEngine(), new CrossCheckedEngine(new Dl4jEngine(), new PureJavaEngine()));

    /** Masking, then GroupNormalization: tf.keras 2.15 weighs by the mask, Keras 3.15 does not. */
    private static KerasModel normalized(boolean weighsByMask) {
        return Models.chain(
                weighsByMask ? Generation.TF_KERAS : Generation.KERAS_3,
                Shape.of(-1, 4, 4),
                Map.of(),
                new Core.Masking(Models.info("masking", "Masking"), 0),
                new Normalizing.GroupNormalization(
                        Models.info("norm", "GroupNormalization"), 2, -1, 1e-3, false, false, weighsByMask));
    }

    @Test
    void should_refuse_to_weigh_groups_by_a_mask() {
        for (Engine engine : ENGINES) {
            assertThat(engine.compile(normalized(false))).isInstanceOf(Compilation.Compiled.class);
            assertThatThrownBy(() -> engine.compile(normalized(true)).orThrow())
                    .isInstanceOf(UnsupportedLayerException.class)
                    .hasMessageContainingAll("norm", "by a mask");
        }
    }

    /** Attention over the second axis after the batch: the causal triangle is over the first. */
    private static KerasModel causal(Shape input) {
        Random random = new Random(1);
        Weights projection = Models.weights("kernel", Models.gaussian(random, 1, 4, 1, 2));
        Weights weights = Weights.ofChildren(Map.of(
                "query",
                projection,
                "key",
                projection,
                "value",
                projection,
                "output",
                Models.weights("kernel", Models.gaussian(random, 1, 1, 2, 4))));
        Attentive.MultiHeadAttention heads = new Attentive.MultiHeadAttention(
                Models.info("heads", "MultiHeadAttention"),
                1,
                2,
                2,
                false,
                Optional.empty(),
                List.of(2),
                0,
                false,
                false,
                Attentive.Unattended.LOWERED);
        TensorRef x = new TensorRef(0, 0);
        Node called = new Node(heads, List.of(x, x), Map.of(), Map.of("use_causal_mask", true), Node.Masks.SEEN);
        return Models.model(
                Generation.TF_KERAS,
                Map.of("heads", weights),
                List.of(Models.input("x", input), called),
                List.of(x),
                new TensorRef(1, 0));
    }

    @Test
    void should_refuse_a_causal_mask_over_another_axis_than_the_attended_one() {
        for (Engine engine : ENGINES) {
            assertThat(engine.compile(causal(Shape.of(-1, 3, 3, 4)))).isInstanceOf(Compilation.Compiled.class);
            assertThatThrownBy(
                            () -> engine.compile(causal(Shape.of(-1, 1, 3, 4))).orThrow())
                    .isInstanceOf(UnsupportedLayerException.class)
                    .hasMessageContainingAll("heads", "causal");
        }
    }

    @Test
    void softmax_over_several_axes_gives_ones_where_all_is_lowered_by_1e9() {
        KerasModel model = Models.chain(
                Generation.TF_KERAS,
                Shape.of(-1, 2, 2),
                Map.of(),
                new Activations.AxesSoftmax(
                        Models.info("softmax", "Softmax"), List.of(1, 2), Activations.AtMask.LOWERED));
        float[] lowered = new float[4];
        Arrays.fill(lowered, -1e9f);
        for (Engine engine : ENGINES) {
            List<Tensor> answer = engine.compile(model)
                    .orThrow()
                    .openSession()
                    .predict(List.of(Tensor.wrap(Shape.of(1, 2, 2), lowered)));
            assertThat(answer.get(0).toFloats())
                    .as(engine.getClass().getSimpleName())
                    .containsExactly(1, 1, 1, 1);
        }
    }
}
