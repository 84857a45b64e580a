package io.github.keras4j.model.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keras4j.json.JsonTrees;
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
import tools.jackson.databind.node.ObjectNode;

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

    /** Its _create_slots makes both of a weight before those of the next (optimizers/legacy/ftrl.py of tf.keras 2.15). */
    @Test
    void should_take_a_legacy_ftrls_slots_weight_by_weight() {
        KerasModel model = ModelSource.of(Path.of("fixtures/training/activation-tf-keras-2.15-float64/initial.h5"))
                .read();
        ObjectNode config = ((ObjectNode) model.training().orElseThrow().config()).deepCopy();
        config.set(
                "optimizer_config",
                JsonTrees.read(
                        "{\"class_name\": \"Ftrl\", \"config\": {\"name\": \"Ftrl\", \"learning_rate\": 0.05, \"decay\": 0.0,"
                                + " \"learning_rate_power\": -0.5, \"initial_accumulator_value\": 0.1, \"beta\": 0.0,"
                                + " \"l1_regularization_strength\": 0.0, \"l2_regularization_strength\": 0.0,"
                                + " \"l2_shrinkage_regularization_strength\": 0.0}}"));
        Map<String, Tensor> stored = new LinkedHashMap<>();
        stored.put("iter", Tensor.wrap(Shape.of(), new double[] {7}));
        Map<String, Tensor> weights = model.weights().flatten();
        Map<String, Double> marks = new LinkedHashMap<>();
        weights.forEach((path, weight) -> {
            for (String slot : new String[] {"accumulator", "linear"}) {
                double[] values = new double[weight.size()];
                Arrays.fill(values, stored.size());
                marks.put(slot + " " + path, (double) stored.size());
                stored.put(path + "/" + slot, Tensor.wrap(weight.shape(), values));
            }
        });
        KerasModel halfWay = new KerasModel(
                model.provenance(),
                model.network(),
                model.weights(),
                Optional.of(new TrainingConfiguration(config, stored)));
        StoredState state = OptimizerSlots.read(halfWay, Compiled.of(halfWay), weights.keySet());
        assertThat(state.iterations()).isEqualTo(7);
        marks.forEach((name, mark) -> {
            String[] slot = name.split(" ");
            assertThat(state.slots().get(slot[0]).get(slot[1]).toDoubles())
                    .as(name)
                    .containsOnly(mark);
        });
    }
}
