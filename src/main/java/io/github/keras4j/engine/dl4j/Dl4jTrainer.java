package io.github.keras4j.engine.dl4j;

import io.github.keras4j.engine.EngineChoice;
import io.github.keras4j.engine.Support;
import io.github.keras4j.engine.Support.Refusal;
import io.github.keras4j.engine.Trainer;
import io.github.keras4j.engine.TrainingSession;
import io.github.keras4j.engine.dl4j.layers.Losses;
import io.github.keras4j.engine.dl4j.network.TrainedNetwork;
import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.errors.OptionalLibrary;
import io.github.keras4j.model.Core;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.Node;
import io.github.keras4j.model.Normalizing;
import io.github.keras4j.model.shapes.Shapes;
import io.github.keras4j.model.training.Compiled;
import io.github.keras4j.model.training.Loss;
import io.github.keras4j.model.training.Optimizer;
import io.github.keras4j.model.training.OptimizerSlots;
import io.github.keras4j.model.training.StoredState;
import io.github.keras4j.model.training.TrainingRules;
import io.github.keras4j.tensor.DType;
import io.github.keras4j.tensor.Shape;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Trains by DL4J's own {@code fit}, in float32 or float64: keras4j's layers in DL4J, Keras's losses, and its optimizers as
 * DL4J updaters. What Keras does in training that is not known by recorded runs is refused ({@link Dl4jTrained}).
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
        return missing().map(Support::no).orElseGet(() -> refusals(model, dtype));
    }

    private static Support refusals(KerasModel model, DType dtype) {
        List<Refusal> refusals = new ArrayList<>(
                EngineChoice.PUREJAVA.trainer().supports(model, dtype).refusals());
        Set<String> called = new HashSet<>();
        List<List<Shape>> shapes = Shapes.infer(model.network());
        for (Node node : model.network().nodes()) {
            Dl4jTrained.refusal(node, shapes)
                    .ifPresent(reason -> refusals.add(
                            new Refusal(node.layer().name(), node.layer().className(), reason)));
            if (!called.add(node.layer().name())
                    && !model.weights().child(node.layer().name()).flatten().isEmpty()) {
                refusals.add(new Refusal(
                        node.layer().name(),
                        node.layer().className(),
                        "each call is a layer of its own in DL4J, and this one's calls share their weights"));
            }
        }
        refuseMaskedMoments(model, refusals);
        refuseCompiled(model, refusals);
        return new Support(refusals);
    }

    private static void refuseMaskedMoments(KerasModel model, List<Refusal> refusals) {
        boolean masks = model.network().layers().stream()
                .anyMatch(layer ->
                        layer instanceof Core.Masking || layer instanceof Core.Embedding table && table.maskZero());
        if (!masks || TrainingRules.of(model.provenance()).maskedMoments() == TrainingRules.MaskedMoments.ALL) {
            return;
        }
        for (Layer layer : model.network().layers()) {
            if (layer instanceof Normalizing.BatchNormalization) {
                refusals.add(new Refusal(
                        layer.name(),
                        layer.className(),
                        "this Keras leaves masked steps out of its moments, which is not done on DL4J. Received: a model"
                                + " with masks; use --engine purejava"));
            }
        }
    }

    private static void refuseCompiled(KerasModel model, List<Refusal> refusals) {
        if (!refusals.isEmpty()) {
            return;
        }
        Compiled compiled = Compiled.of(model);
        Optimizer optimizer = compiled.optimizer();
        boolean known = switch (optimizer.algorithm()) {
            case SGD, RMSPROP, ADAGRAD, ADADELTA, ADAM, ADAMAX -> true;
            case NADAM -> optimizer.schedule().isEmpty();
            case LION, FTRL, ADAFACTOR, LAMB -> false;
        };
        boolean legacy = optimizer.style() == Optimizer.Style.LEGACY
                && optimizer.algorithm() != Optimizer.Algorithm.SGD
                && optimizer.algorithm() != Optimizer.Algorithm.ADAM;
        if (!known || legacy || !optimizer.around().equals(Optimizer.Around.NONE)) {
            refusals.add(new Refusal(
                    model.name(), "Model", "dl4j does not train by this optimizer. Received: optimizer=" + optimizer));
        }
        for (Loss loss : compiled.losses()) {
            boolean plain = loss.labelSmoothing() == 0
                    && loss.ignoreClass() == Loss.NO_CLASS
                    && loss.reduction() == Loss.Reduction.SUM_OVER_BATCH_SIZE;
            if (!plain || !Losses.knows(loss.kind())) {
                refusals.add(new Refusal(
                        model.name(), "Model", "dl4j does not train with this loss. Received: loss=" + loss));
            }
        }
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
        Compiled compiled = Compiled.of(model);
        StoredState state =
                OptimizerSlots.read(model, compiled, Set.copyOf(new TrainingPlan(model, compiled).trainedPaths()));
        return open(model, dtype, state);
    }

    /** @param state the optimizer's memory to go on from */
    static TrainingSession open(KerasModel model, DType dtype, StoredState state) {
        TrainingPlan plan = new TrainingPlan(model, Compiled.of(model));
        Lowered lowered = Dl4jLowering.lower(model, plan);
        TrainedNetwork imported = new TrainedNetwork(Dl4jImporter.load(lowered, false));
        TrainedNetwork network = dtype == DType.FLOAT64 ? imported.in(DataType.DOUBLE) : imported;
        return new Dl4jTrainingSession(model, plan, network, new NetworkParameters(network, lowered, model), state);
    }
}
