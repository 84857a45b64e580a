package io.github.keras4j.engine.dl4j;

import io.github.keras4j.Keras4jException;
import io.github.keras4j.engine.OptimizerState;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.model.Weights;
import io.github.keras4j.model.training.Compiled;
import io.github.keras4j.model.training.Loss;
import io.github.keras4j.model.training.Optimizer;
import io.github.keras4j.model.training.Optimizer.Algorithm;
import io.github.keras4j.tensor.DType;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Optimizer variables as Keras 2.2.4's {@code save_model} lays them out ({@code keras/engine/saving.py}), so that
 * Keras goes on where Java stopped.
 */
final class Keras2OptimizerWeights {
    private final KerasModel model;
    private final Compiled compiled;
    private final OptimizerState state;

    Keras2OptimizerWeights(KerasModel model, OptimizerState state) {
        this.model = model;
        this.state = state;
        compiled = Compiled.of(model);
        refuseWhatKeras2DoesOtherwise();
    }

    private void refuseWhatKeras2DoesOtherwise() {
        Optimizer optimizer = compiled.optimizer();
        boolean another = optimizer.isModern()
                && (optimizer.algorithm() == Algorithm.RMSPROP
                        || optimizer.algorithm() == Algorithm.ADAGRAD
                        || optimizer.algorithm() == Algorithm.NADAM
                        || optimizer.clipNorm() > 0);
        if (another) {
            throw new Keras4jException("Keras 2 updates by another rule than the generation that compiled the model."
                    + " Received: optimizer=" + optimizer.algorithm() + "; write the model without its training with"
                    + " convert");
        }
        if (compiled.losses().stream().anyMatch(Loss::fromLogits)) {
            throw new Keras4jException("Keras 2 stores no from_logits. Received: loss=" + compiled.losses());
        }
    }

    /** In the order of {@code optimizer.weights}; empty before the first update. */
    List<Tensor> variables() {
        if (state.iterations() == 0) {
            return List.of();
        }
        List<Tensor> variables = new ArrayList<>();
        Algorithm algorithm = compiled.optimizer().algorithm();
        boolean counts =
                algorithm != Algorithm.RMSPROP && algorithm != Algorithm.ADAGRAD && algorithm != Algorithm.ADADELTA;
        if (counts) {
            variables.add(Tensor.wrap(Shape.of(), new long[] {state.iterations()}));
        }
        for (Weights slot : state.slots().values()) {
            variables.addAll(slot.flatten().values());
        }
        if (algorithm == Algorithm.ADAM && !compiled.optimizer().amsgrad()) {
            // keras/optimizers.py: vhats = [K.zeros(1) for _ in params]
            DType dtype = model.weights().flatten().values().iterator().next().dtype();
            int weights = state.slots().values().iterator().next().flatten().size();
            for (int i = 0; i < weights; i++) {
                variables.add(Tensor.zeros(Shape.of(1), dtype));
            }
        }
        return variables;
    }
}
