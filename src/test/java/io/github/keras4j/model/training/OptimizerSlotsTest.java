package io.github.keras4j.model.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keras4j.model.KerasModel;
import io.github.keras4j.model.TrainingConfiguration;
import io.github.keras4j.source.ModelSource;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class OptimizerSlotsTest {
    /** A Bidirectional's halves are forward_lstm_1 and backward_lstm_1, and dense_1 stands between them. */
    @Test
    void should_take_keras_1s_slots_in_the_order_of_the_variables_names() {
        KerasModel model = ModelSource.of(Path.of("fixtures/training/bidirectional-keras-1.2.2-float64/initial.h5"))
                .read();
        Map<String, Shape> variables = new TreeMap<>();
        Tensor kernel = model.weights().flatten().get("bidirectional_1/forward/kernel");
        int inputs = kernel.shape().size(0);
        int units = kernel.shape().size(1) / 4;
        for (String half : new String[] {"forward_lstm_1", "backward_lstm_1"}) {
            for (String gate : new String[] {"i", "f", "c", "o"}) {
                variables.put(half + "_W_" + gate, Shape.of(inputs, units));
                variables.put(half + "_U_" + gate, Shape.of(units, units));
                variables.put(half + "_b_" + gate, Shape.of(units));
            }
        }
        variables.put(
                "dense_1_W", model.weights().flatten().get("dense_1/kernel").shape());
        variables.put("dense_1_b", model.weights().flatten().get("dense_1/bias").shape());

        Map<String, Tensor> stored = new LinkedHashMap<>();
        stored.put("iterations", Tensor.wrap(Shape.of(), new double[] {7}));
        Map<String, Double> marks = new LinkedHashMap<>();
        for (int slot = 0; slot < 2; slot++) {
            for (Map.Entry<String, Shape> variable : variables.entrySet()) {
                double mark = stored.size();
                double[] values = new double[variable.getValue().elements()];
                Arrays.fill(values, mark);
                stored.put("param_" + stored.size(), Tensor.wrap(variable.getValue(), values));
                marks.putIfAbsent(variable.getKey(), mark);
            }
        }
        KerasModel halfWay = new KerasModel(
                model.provenance(),
                model.network(),
                model.weights(),
                Optional.of(
                        new TrainingConfiguration(model.training().orElseThrow().config(), stored)));

        Set<String> trained = model.weights().flatten().keySet();
        StoredState state = OptimizerSlots.read(halfWay, Compiled.of(halfWay), trained);

        assertThat(state.iterations()).isEqualTo(7);
        Map<String, Tensor> first = state.slots().get("m");
        for (String half : new String[] {"forward", "backward"}) {
            double[] recurrent =
                    first.get("bidirectional_1/" + half + "/recurrent_kernel").toDoubles();
            String[] gates = {"i", "f", "c", "o"};
            for (int gate = 0; gate < 4; gate++) {
                assertThat(recurrent[gate * units]).isEqualTo(marks.get(half + "_lstm_1_U_" + gates[gate]));
            }
        }
        assertThat(first.get("dense_1/kernel").getDouble(0)).isEqualTo(marks.get("dense_1_W"));
    }

    /** A .keras numbers its variables. Keras 3 saves an optimizer before its first update with a count and a rate. */
    @Test
    void should_not_take_keras_3s_learning_rate_for_nadams_product_of_momenta() {
        KerasModel stored = CompileArguments.NONE
                .withOptimizer("Nadam(learning_rate=0.05)")
                .compile(ModelSource.of(
                                Path.of("fixtures/training/adam-sparse-categorical-gru-keras-3-float64/initial.h5"))
                        .read());
        Map<String, Tensor> variables = new LinkedHashMap<>();
        variables.put("0", Tensor.wrap(Shape.of(), new long[] {0}));
        variables.put("1", Tensor.wrap(Shape.of(), new double[] {0.05}));
        KerasModel fresh = new KerasModel(
                stored.provenance(),
                stored.network(),
                stored.weights(),
                Optional.of(new TrainingConfiguration(
                        stored.training().orElseThrow().config(), variables)));

        StoredState state = OptimizerSlots.read(
                fresh, Compiled.of(fresh), stored.weights().flatten().keySet());

        assertThat(state.scalars()).containsExactly(Map.entry("m_schedule", 1.0));
    }
}
