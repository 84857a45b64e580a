package io.github.keras4j.engine.purejava.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.keras4j.engine.purejava.PureJavaEngine;
import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.errors.UnsupportedLayerException;
import io.github.keras4j.model.Core;
import io.github.keras4j.model.Generation;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.model.LayerInfo;
import io.github.keras4j.model.Network;
import io.github.keras4j.model.Node;
import io.github.keras4j.model.NumberType;
import io.github.keras4j.model.Provenance;
import io.github.keras4j.model.TensorOperation;
import io.github.keras4j.model.TensorRef;
import io.github.keras4j.model.Weights;
import io.github.keras4j.model.operations.Signature;
import io.github.keras4j.model.operations.Signatures;
import io.github.keras4j.tensor.DType;
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

/** Operations that Keras 3 does not build in a model on TensorFlow, by what it answers eagerly (3.15.1). */
class RareOperationsTest {
    private static final float NAN = Float.NaN;

    /** On these tensors, the first one fed and the others constants, with defaults but for what is given. */
    private static List<Tensor> run(String op, Map<String, Object> given, Tensor... inputs) {
        List<Node> nodes = new ArrayList<>();
        List<TensorRef> refs = new ArrayList<>();
        Map<String, List<TensorOperation.Operand>> operands = new LinkedHashMap<>();
        Map<String, Object> attributes = new LinkedHashMap<>();
        Signatures.named(op).parameters().forEach(parameter -> {
            if (!parameter.kind().isTensor()) {
                parameter.otherwise().ifPresent(value -> attributes.put(parameter.name(), value));
            }
        });
        attributes.putAll(given);
        LayerInfo info = LayerInfo.of("input", "InputLayer");
        nodes.add(new Node(new Core.InputLayer(info, inputs[0].shape(), DType.FLOAT32), List.of()));
        refs.add(new TensorRef(0, 0));
        for (int i = 0; i < inputs.length; i++) {
            operands.put(
                    Signatures.named(op).operands().get(i).name(),
                    List.of(
                            i == 0
                                    ? new TensorOperation.Input(0, NumberType.FLOAT32)
                                    : new TensorOperation.Constant(inputs[i], NumberType.FLOAT32, false)));
        }
        nodes.add(new Node(
                new TensorOperation(LayerInfo.of("it", op), op, operands, attributes, List.of(NumberType.FLOAT32)),
                refs));
        Network network =
                new Network("model", Network.Kind.FUNCTIONAL, nodes, refs, List.of(new TensorRef(nodes.size() - 1, 0)));
        KerasModel model = new KerasModel(
                new Provenance(Generation.KERAS_3, "3.15.1", "tensorflow", ".keras"),
                network,
                Weights.NONE,
                Optional.empty());
        return new PureJavaEngine().compile(model).orThrow().openSession().predict(List.of(inputs[0]));
    }

    private static Tensor tensor(List<Integer> shape, float... numbers) {
        return Tensor.of(Shape.of(shape.stream().mapToInt(Integer::intValue).toArray()), numbers);
    }

    private static float[] answer(String op, Map<String, Object> given, Tensor... inputs) {
        return run(op, given, inputs).get(0).toFloats();
    }

    /** What hostile files can ask of any operation: an answer or a refusal, and no other exception. */
    @Test
    void every_operation_runs_or_refuses_inputs_of_any_shapes() {
        List<List<Integer>> shapes = List.of(
                List.of(),
                List.of(1),
                List.of(2),
                List.of(3),
                List.of(2, 1),
                List.of(1, 2),
                List.of(3, 3),
                List.of(2, 0),
                List.of(1, 3, 2),
                List.of(2, 2, 2),
                List.of(1, 2, 2, 1),
                List.of(2, 3, 3, 2, 1));
        Random random = new Random(1);
        List<String> faults = new ArrayList<>();
        for (Signature signature : Signatures.all()) {
            Tensor[] inputs = new Tensor[signature.operands().size()];
            for (int draw = 0; draw < 25 && inputs.length > 0; draw++) {
                for (int i = 0; i < inputs.length; i++) {
                    List<Integer> shape = shapes.get(random.nextInt(i > 0 ? 0 : 1, shapes.size()));
                    float[] numbers = new float[shape.stream().reduce(1, (a, b) -> a * b)];
                    for (int k = 0; k < numbers.length; k++) {
                        numbers[k] = random.nextInt(-1, 4);
                    }
                    inputs[i] = tensor(shape, numbers);
                }
                fault(signature.op(), inputs).ifPresent(faults::add);
            }
        }
        assertThat(faults).isEmpty();
    }

    private static Optional<String> fault(String op, Tensor... inputs) {
        try {
            run(op, Map.of(), inputs);
            return Optional.empty();
        } catch (Keras4jException e) {
            return Optional.empty();
        } catch (RuntimeException e) {
            return Optional.of(op + " of " + Arrays.toString(inputs) + ": " + e + " at " + e.getStackTrace()[0]);
        }
    }

    @Test
    void kron() {
        float[] y = answer("kron", Map.of(), tensor(List.of(2, 2), 1, 2, 3, 4), tensor(List.of(1, 3), 1, 2, 0));
        assertThat(y).containsExactly(1, 2, 0, 2, 4, 0, 3, 6, 0, 4, 8, 0);
    }

    /** The factor's square is singular in float64; 2^60 by fractions. */
    @Test
    void cholesky_inverse_of_a_factor_whose_square_has_no_digits() {
        float e = 0x1p-30f;
        float g = 0x1p60f;
        float[] lower = answer("cholesky_inverse", Map.of("upper", false), tensor(List.of(2, 2), 1, 0, 1, e));
        float[] upper = answer("cholesky_inverse", Map.of("upper", true), tensor(List.of(2, 2), 1, 1, 0, e));
        assertThat(lower).containsExactly(g, -g, -g, g);
        assertThat(upper).containsExactly(g, -g, -g, g);
    }

    @Test
    void corrcoef() {
        float[] y = answer("corrcoef", Map.of(), tensor(List.of(2, 3), 1, 2, 4, 3, 1, 0.5f));
        assertThat(y).usingComparatorWithPrecision(1e-6f).containsExactly(1, -0.866025984f, -0.866025984f, 1);
    }

    @Test
    void ldexp() {
        float[] y = answer("ldexp", Map.of(), tensor(List.of(2), 1, 3), tensor(List.of(2), 2, -1));
        assertThat(y).containsExactly(4, 1.5f);
    }

    @Test
    void nanmedian() {
        float[] y = answer("nanmedian", Map.of("axis", 1), tensor(List.of(2, 3), 1, NAN, 4, 3, 1, 2));
        assertThat(y).containsExactly(2.5f, 2);
    }

    @Test
    void quantiles_go_on_in_the_line_of_the_last_two_numbers() {
        Tensor x = tensor(List.of(2, 3), 1.6905257f, -0.46593738f, 0.032820165f, 0.40751627f, -0.788923f, 0.002065573f);
        float[] y = answer("nanquantile", Map.of("axis", 1), x, tensor(List.of(2), 1.7886285f, 0.43650985f));
        assertThat(y)
                .usingComparatorWithPrecision(1e-5f)
                .containsExactly(4.305153f, 1.0470161f, -0.03051222f, -0.0983744f);
    }

    @Test
    void over_no_axes_nanmedian_is_what_it_is_given() {
        float[] y = answer("nanmedian", Map.of("axis", List.of()), tensor(List.of(3), NAN, Float.NEGATIVE_INFINITY, 2));
        assertThat(y).containsExactly(NAN, Float.NEGATIVE_INFINITY, 2);
    }

    @Test
    void unravel_index_takes_the_sizes_in_their_order_for_more_than_a_vector() {
        Map<String, Object> shape = Map.of("shape", List.of(3, 4));
        assertThat(run("unravel_index", shape, tensor(List.of(1, 2), 7, 10))
                        .get(0)
                        .toFloats())
                .containsExactly(2, 3);
        assertThat(run("unravel_index", shape, tensor(List.of(2), 7, 10)).get(0).toFloats())
                .containsExactly(1, 2);
    }

    @Test
    void differences_of_too_few_numbers_are_none() {
        assertThat(answer("diff", Map.of("n", 4), tensor(List.of(2, 3), 1, 2, 4, 3, 1, 0)))
                .isEmpty();
    }

    @Test
    void least_squares() {
        float[] y = answer("lstsq", Map.of(), tensor(List.of(2, 2), 1, 2, 3, 4), tensor(List.of(2), 1, 2));
        assertThat(y).usingComparatorWithPrecision(1e-6f).containsExactly(0, 0.5f);
    }

    @Test
    void geomspace() {
        float[] y = answer("geomspace", Map.of("num", 4), tensor(List.of(2), 1, 2), tensor(List.of(2), 8, 16));
        assertThat(y).usingComparatorWithPrecision(1e-5f).containsExactly(1, 2, 2, 4, 4, 8, 8, 16);
    }

    @Test
    void transposed_convolution() {
        Tensor x = tensor(List.of(1, 3, 1), 1, 2, 3);
        Tensor kernel = tensor(List.of(3, 1, 1), 1, 2, 4);
        Map<String, Object> twos = Map.of("strides", 2);
        assertThat(answer("conv_transpose", twos, x, kernel)).containsExactly(1, 2, 6, 4, 11, 6, 12);
        assertThat(answer("conv_transpose", Map.of("strides", 2, "padding", "same"), x, kernel))
                .containsExactly(1, 2, 6, 4, 11, 6);
        assertThat(answer("conv_transpose", twos, x, tensor(List.of(1, 1, 1), 2)))
                .containsExactly(2, 0, 4, 0, 6, 0);
        assertThat(answer("conv_transpose", Map.of("padding", "same"), x, tensor(List.of(4, 1, 1), 1, 2, 4, 8)))
                .containsExactly(4, 11, 22);
    }

    @Test
    void what_keras_answers_otherwise_than_it_says_is_refused_when_the_model_is_compiled() {
        assertThatThrownBy(() -> answer("extract_patches", Map.of("size", -1), tensor(List.of(1, 2, 2, 1), 1, 2, 3, 4)))
                .isInstanceOf(UnsupportedLayerException.class)
                .hasMessageContaining("size of extract_patches is at least 1");
        assertThatThrownBy(() -> answer("rot90", Map.of("k", 2), tensor(List.of(2, 2), 1, 2, 3, 4)))
                .isInstanceOf(UnsupportedLayerException.class)
                .hasMessageContaining("k=2");
        assertThatThrownBy(() -> answer(
                        "quantile", Map.of("method", "lower"), tensor(List.of(3), 1, 2, 3), tensor(List.of(), 0.5f)))
                .isInstanceOf(UnsupportedLayerException.class)
                .hasMessageContaining("method=lower");
        assertThatThrownBy(() -> answer(
                        "pad",
                        Map.of("mode", "edge", "pad_width", List.of(List.of(1, 1))),
                        tensor(List.of(3), 1, 2, 3)))
                .isInstanceOf(UnsupportedLayerException.class)
                .hasMessageContaining("mode=edge");
        assertThatThrownBy(() -> answer("round", Map.of("surprise", 1), tensor(List.of(3), 1, 2, 3)))
                .isInstanceOf(UnsupportedLayerException.class)
                .hasMessageContaining("does not look at its argument [surprise]");
    }

    @Test
    void whole_numbers_wrap_at_their_width_and_stop_where_a_float_does_not_hold_them() {
        assertThat(NumberType.UINT8.store(300)).isEqualTo(44);
        assertThat(NumberType.INT8.store(200)).isEqualTo(-56);
        assertThat(NumberType.INT32.store(4294967297.0)).isEqualTo(1);
        assertThatThrownBy(() -> NumberType.INT32.store(16777217)).isInstanceOf(ArithmeticException.class);
    }
}
