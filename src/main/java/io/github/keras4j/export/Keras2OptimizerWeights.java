package io.github.keras4j.export;

import io.github.keras4j.engine.OptimizerState;
import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.model.training.Compiled;
import io.github.keras4j.model.training.Optimizer;
import io.github.keras4j.model.training.Optimizer.Algorithm;
import io.github.keras4j.model.training.SlotLayout;
import io.github.keras4j.tensor.DType;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/**
 * How a model was compiled and its optimizer's variables, so that the Keras that compiled it goes on where Java stopped:
 * as Keras 2.2.4's {@code save_model} lays them out ({@code keras/engine/saving.py}), but for a model of tf.keras or
 * Keras 3 as those do, whose optimizers have other options and another order of variables.
 */
final class Keras2OptimizerWeights {
    private final KerasModel model;
    private final Compiled compiled;
    private final OptimizerState state;

    Keras2OptimizerWeights(KerasModel model, OptimizerState state) {
        this.model = model;
        this.state = state;
        compiled = Compiled.of(model);
        if (isKeras2() && !compiled.losses().stream().allMatch(Keras2Training::isSayable)) {
            throw new Keras4jException(
                    "Keras 2 stores a loss by its name alone, which does not say this one. Received: loss="
                            + compiled.losses());
        }
    }

    private boolean isKeras2() {
        return !compiled.rules().keepsConfiguration();
    }

    /** The training configuration of a model of tf.keras or Keras 3, as it was read; empty: Keras 2's words will do. */
    Optional<String> trainingConfig() {
        if (isKeras2()) {
            return Optional.empty();
        }
        ObjectNode config = (ObjectNode) model.training().orElseThrow().config().deepCopy();
        if (!config.has("optimizer_config")) { // a .keras file's
            config.set("optimizer_config", config.path("optimizer"));
        }
        return Optional.of(config.toString());
    }

    /** In the order of {@code optimizer.weights}; empty before the first update. */
    List<Tensor> variables() {
        if (state.iterations() == 0) {
            return List.of();
        }
        List<Tensor> variables = scalars();
        Optimizer optimizer = compiled.optimizer();
        List<List<String>> groups = SlotLayout.stored(optimizer);
        Map<String, Tensor> bySlotAndPath = new LinkedHashMap<>();
        Set<String> paths = new LinkedHashSet<>();
        state.slots()
                .forEach((slot, weights) -> weights.flatten().forEach((path, tensor) -> {
                    bySlotAndPath.put(slot + ":" + path, tensor);
                    paths.add(path);
                }));
        for (List<String> group : groups) {
            for (String path : paths) {
                for (String slot : group) {
                    Tensor variable = Objects.requireNonNull(bySlotAndPath.get(slot + ":" + path));
                    // Adafactor's r and c of what is no matrix: Keras 3 keeps a 0 for each, tf.keras nothing
                    boolean dummy = optimizer.algorithm() == Algorithm.ADAFACTOR
                            && !slot.equals("v")
                            && variable.shape().rank() == 0;
                    if (!dummy || compiled.rules().storesLearningRate()) {
                        variables.add(
                                dummy
                                        ? Tensor.wrap(Shape.of(), new double[] {0})
                                                .cast(dtype())
                                        : variable);
                    }
                }
            }
        }
        if (compiled.rules().storesLearningRate() && optimizer.algorithm() == Algorithm.NADAM) {
            // keras/src/optimizers/nadam.py: _u_product is made last
            variables.add(productOfMomenta());
        }
        if (isKeras2() && optimizer.algorithm() == Algorithm.ADAM && !optimizer.amsgrad()) {
            // keras/optimizers.py: vhats = [K.zeros(1) for _ in params]
            paths.forEach(path -> variables.add(Tensor.zeros(Shape.of(1), dtype())));
        }
        return variables;
    }

    private List<Tensor> scalars() {
        List<Tensor> scalars = new ArrayList<>();
        Algorithm algorithm = compiled.optimizer().algorithm();
        boolean counts = !isKeras2()
                || algorithm != Algorithm.RMSPROP && algorithm != Algorithm.ADAGRAD && algorithm != Algorithm.ADADELTA;
        if (counts) {
            scalars.add(Tensor.wrap(Shape.of(), new long[] {state.iterations()}));
        }
        if (compiled.rules().storesLearningRate()
                && compiled.optimizer().schedule().isEmpty()) {
            scalars.add(
                    Tensor.wrap(Shape.of(), new double[] {compiled.optimizer().learningRate()})
                            .cast(dtype()));
        }
        if (compiled.optimizer().style() == Optimizer.Style.LEGACY && algorithm == Algorithm.NADAM) {
            scalars.add(productOfMomenta()); // keras/src/optimizers/legacy/nadam.py: momentum_cache is made first
        }
        return scalars;
    }

    private Tensor productOfMomenta() {
        double product = state.scalars().getOrDefault("m_schedule", 1.0);
        return Tensor.wrap(Shape.of(), new double[] {product}).cast(dtype());
    }

    private DType dtype() {
        return model.weights().flatten().values().iterator().next().dtype();
    }
}
