package io.github.keras4j.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.keras4j.errors.InputException;
import io.github.keras4j.errors.UnsupportedLayerException;
import io.github.keras4j.model.Core;
import io.github.keras4j.model.Generation;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.model.LayerInfo;
import io.github.keras4j.model.Network;
import io.github.keras4j.model.Node;
import io.github.keras4j.model.Provenance;
import io.github.keras4j.model.TensorRef;
import io.github.keras4j.model.Weights;
import io.github.keras4j.tensor.DType;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class CrossCheckedEngineTest {
    private final List<Tensor> asked = new ArrayList<>();

    @Test
    void engines_that_agree_are_trusted_after_calls_of_two_batch_sizes() {
        Compilation plan = checked(x -> x, x -> x, Support.YES).compile(embedding());
        assertThat(plan).isInstanceOf(Compilation.Compiled.class);
        assertThat(asked.stream().map(x -> x.shape().size(0)).distinct()).containsExactly(2, 3);
    }

    @Test
    void inputs_of_an_embedding_are_integers_within_its_table() {
        checked(x -> x, x -> x, Support.YES).compile(embedding());
        for (Tensor x : asked) {
            assertThat(x.dtype()).isEqualTo(DType.INT32);
            for (int i = 0; i < x.size(); i++) {
                assertThat(x.getLong(i)).isBetween(0L, 4L);
            }
        }
    }

    @Test
    void a_difference_is_refused_with_output_and_values() {
        assertThatThrownBy(
                        () -> checked(x -> plus(x, 1e-2f), x -> x, Support.YES).compile(embedding()))
                .isInstanceOf(UnsupportedLayerException.class)
                .hasMessageContaining("output 'embedding_1'")
                .hasMessageContaining("--no-cross-check");
    }

    @Test
    void rounding_is_no_difference() {
        assertThat(checked(x -> plus(x, 1e-7f), x -> x, Support.YES).compile(embedding()))
                .isInstanceOf(Compilation.Compiled.class);
    }

    @Test
    void another_shape_is_refused() {
        assertThatThrownBy(() -> checked(x -> x.reshape(Shape.of(x.size())), x -> x, Support.YES)
                        .compile(embedding()))
                .hasMessageContaining("shape");
    }

    @Test
    void a_fault_of_the_checked_engine_is_refused() {
        UnaryOperator<Tensor> broken = x -> {
            throw new IllegalStateException("native code says no");
        };
        assertThatThrownBy(() -> checked(broken, x -> x, Support.YES).compile(embedding()))
                .isInstanceOf(UnsupportedLayerException.class)
                .hasMessageContaining("native code says no");
    }

    @Test
    void a_witness_that_does_not_know_the_model_is_not_asked() {
        Support no = new Support(List.of(new Support.Refusal("embedding_1", "Embedding", "unknown here")));
        assertThat(checked(x -> plus(x, 1), x -> x, no).compile(embedding())).isInstanceOf(Compilation.Compiled.class);
        assertThat(asked).isEmpty();
    }

    @Test
    void an_engine_that_fails_at_every_size_is_refused_when_the_witness_does_not_know_the_model() {
        Support no = new Support(List.of(new Support.Refusal("embedding_1", "Embedding", "unknown here")));
        UnaryOperator<Tensor> broken = x -> {
            throw new InputException("Layer 'embedding_1' (Embedding): masks of other sizes");
        };
        assertThatThrownBy(() -> checked(broken, x -> x, no).compile(embedding()))
                .isInstanceOf(UnsupportedLayerException.class)
                .hasMessageContaining("masks of other sizes");
    }

    private Engine checked(UnaryOperator<Tensor> answer, UnaryOperator<Tensor> expected, Support witnessSupports) {
        return new CrossCheckedEngine(
                new Fake("checked", answer, Support.YES, new ArrayList<>()),
                new Fake("witness", expected, witnessSupports, asked));
    }

    private static Tensor plus(Tensor x, float more) {
        float[] values = x.toFloats();
        for (int i = 0; i < values.length; i++) {
            values[i] += more;
        }
        return Tensor.wrap(x.shape(), values);
    }

    private static KerasModel embedding() {
        Core.InputLayer input = new Core.InputLayer(
                LayerInfo.of("input", "InputLayer"), Shape.of(Shape.UNKNOWN, Shape.UNKNOWN), DType.FLOAT32);
        Core.Embedding embedding = new Core.Embedding(LayerInfo.of("embedding_1", "Embedding"), 5, 2, true);
        Network network = new Network(
                "model",
                Network.Kind.SEQUENTIAL,
                List.of(new Node(input, List.of()), new Node(embedding, List.of(new TensorRef(0, 0)))),
                List.of(new TensorRef(0, 0)),
                List.of(new TensorRef(1, 0)));
        return new KerasModel(
                new Provenance(Generation.KERAS_2, "2.2.4", "tensorflow", "HDF5"),
                network,
                Weights.NONE,
                Optional.empty());
    }

    private record Fake(String name, UnaryOperator<Tensor> answer, Support support, List<Tensor> asked)
            implements Engine {
        @Override
        public Support supports(KerasModel model) {
            return support;
        }

        @Override
        public Compilation compile(KerasModel model) {
            return support.isYes()
                    ? new Compilation.Compiled(this::session)
                    : new Compilation.Refused(name, model.name(), support);
        }

        private Session session() {
            return new Session() {
                @Override
                public List<Tensor> predict(List<Tensor> inputs) {
                    asked.addAll(inputs);
                    return List.of(answer.apply(inputs.get(0)));
                }

                @Override
                public Trace trace(List<Tensor> inputs) {
                    throw new UnsupportedOperationException();
                }

                @Override
                public void predict(float[] input, float[] output) {
                    throw new UnsupportedOperationException();
                }

                @Override
                public void predict(float[][] inputs, float[][] outputs) {
                    throw new UnsupportedOperationException();
                }

                @Override
                public List<Shape> bind(List<Shape> inputs) {
                    throw new UnsupportedOperationException();
                }

                @Override
                public void resetStates() {}
            };
        }
    }
}
