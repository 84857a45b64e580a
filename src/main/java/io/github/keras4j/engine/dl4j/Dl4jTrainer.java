package io.github.keras4j.engine.dl4j;

import io.github.keras4j.engine.Support;
import io.github.keras4j.engine.Support.Refusal;
import io.github.keras4j.engine.Trainer;
import io.github.keras4j.engine.TrainingSession;
import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.errors.OptionalLibrary;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.model.training.Compiled;
import io.github.keras4j.model.training.OptimizerSlots;
import io.github.keras4j.model.training.StoredState;
import io.github.keras4j.tensor.DType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Trains by DL4J's own {@code fit} with the training configuration that its importer reads, in float32 or float64.
 * Chains of Dense, LSTM (stateful too), SimpleRNN and Activation by categorical cross-entropy with Adam or SGD: what
 * DL4J updates as Keras does. Everything else is refused.
 */
public final class Dl4jTrainer implements Trainer {
    @Override
    public String name() {
        return "dl4j";
    }

    @Override
    public Optional<String> missing() {
        return OptionalLibrary.DL4J.missingFor("Training on dl4j");
    }

    @Override
    public Support supports(KerasModel model, DType dtype) {
        return missing().map(Support::no).orElseGet(() -> rules(model, dtype));
    }

    private static Support rules(KerasModel model, DType dtype) {
        List<Refusal> refusals = new ArrayList<>(Dl4jTrainingRules.refusals(model));
        try {
            Dl4jTrainingRules.check(model, Compiled.of(model), dtype);
        } catch (Keras4jException e) {
            refusals.add(new Refusal(model.name(), "Model", String.valueOf(e.getMessage())));
        }
        return new Support(refusals);
    }

    @Override
    public TrainingSession open(KerasModel model, DType dtype) {
        OptionalLibrary.DL4J.require("Training on dl4j");
        Support support = supports(model, dtype);
        if (!support.isYes()) {
            throw new Keras4jException("dl4j does not train this model: "
                    + support.refusals().stream().map(Refusal::toString).collect(Collectors.joining("; "))
                    + ". Use --engine purejava");
        }
        StoredState state = OptimizerSlots.read(
                model, Compiled.of(model), model.weights().flatten().keySet());
        return open(model, dtype, state);
    }

    /** @param state the optimizer's memory to go on from */
    static TrainingSession open(KerasModel model, DType dtype, StoredState state) {
        Compiled compiled = Compiled.of(model);
        MultiLayerNetwork imported =
                (MultiLayerNetwork) Dl4jImporter.load(Dl4jTrainingRules.forImport(model, compiled), true);
        MultiLayerNetwork network = dtype == DType.FLOAT64 ? imported.convertDataType(DataType.DOUBLE) : imported;
        Dl4jTrainingRules.repair(network, model, compiled, dtype);
        return new Dl4jTrainingSession(model, compiled, network, new NetworkParameters(network, model), state);
    }
}
