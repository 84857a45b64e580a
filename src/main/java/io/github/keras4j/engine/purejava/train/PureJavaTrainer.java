package io.github.keras4j.engine.purejava.train;

import io.github.keras4j.engine.Noise;
import io.github.keras4j.engine.Support;
import io.github.keras4j.engine.Support.Refusal;
import io.github.keras4j.engine.Trainer;
import io.github.keras4j.engine.TrainingSession;
import io.github.keras4j.engine.purejava.train.blueprint.Blueprint;
import io.github.keras4j.engine.purejava.train.blueprint.Loops;
import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.model.Core;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.training.Compiled;
import io.github.keras4j.model.training.Optimizer;
import io.github.keras4j.model.training.OptimizerSlots;
import io.github.keras4j.model.training.StoredState;
import io.github.keras4j.model.training.TrainingRules;
import io.github.keras4j.tensor.DType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Trains in pure Java, in float32 or float64. */
public final class PureJavaTrainer implements Trainer {
    private static final long DEFAULT_SEED = 20160101; // any number: the same training twice draws the same

    @Override
    public String name() {
        return "purejava";
    }

    @Override
    public Support supports(KerasModel model, DType dtype) {
        return new Support(examine(model, dtype, () -> Compiled.of(model)).refusals());
    }

    /** What a training is opened with, or why it is not. */
    private record Examined(List<Refusal> refusals, Optional<Blueprint> blueprint, StoredState state) {}

    private static Examined examine(KerasModel model, DType dtype, Supplier<Compiled> compiled) {
        List<Refusal> refusals =
                new ArrayList<>(TrainingSupport.refusals(model.network(), TrainingRules.of(model.provenance())));
        if (dtype != DType.FLOAT32 && dtype != DType.FLOAT64) {
            refusals.add(new Refusal(
                    model.name(), "Model", "training computes in float32 or float64. Received: dtype=" + dtype));
        }
        try {
            Blueprint blueprint = Blueprint.of(model, compiled.get());
            StoredState state = OptimizerSlots.read(model, blueprint.compiled(), blueprint.trained());
            refuseClippedSlices(model, blueprint.compiled(), refusals);
            return new Examined(refusals, Optional.of(blueprint), state);
        } catch (Keras4jException e) {
            refusals.add(new Refusal(model.name(), "Model", String.valueOf(e.getMessage())));
            return new Examined(refusals, Optional.empty(), StoredState.FRESH);
        }
    }

    /** tf.keras and Keras 3 clip each slice of an embedding's gradient by itself (Keras 3 fails on global_clipnorm). */
    private static void refuseClippedSlices(KerasModel model, Compiled compiled, List<Refusal> refusals) {
        Optimizer optimizer = compiled.optimizer();
        boolean slices = compiled.rules().embeddingGradient() != TrainingRules.EmbeddingGradient.DENSE;
        if (!slices || optimizer.clipValue() == 0 && optimizer.globalClipNorm() == 0) {
            return;
        }
        for (Layer layer : model.network().layers()) {
            if (layer instanceof Core.Embedding && layer.info().trainable()) {
                refusals.add(new Refusal(
                        layer.name(),
                        layer.className(),
                        "this Keras clips an embedding's gradient slice by slice, which is not done here. Received:"
                                + " clipvalue=" + optimizer.clipValue() + ", global_clipnorm="
                                + optimizer.globalClipNorm() + "; clipnorm is trained"));
            }
        }
    }

    @Override
    public boolean takesNoise() {
        return true;
    }

    @Override
    public TrainingSession open(KerasModel model, DType dtype) {
        return open(model, dtype, () -> Compiled.of(model), Noise.seeded(DEFAULT_SEED));
    }

    @Override
    public TrainingSession open(KerasModel model, DType dtype, Noise noise) {
        return open(model, dtype, () -> Compiled.of(model), noise);
    }

    /** As {@link #open(KerasModel, DType)}, but compiled in another way than the file says. */
    public TrainingSession open(KerasModel model, DType dtype, Compiled compiled) {
        return open(model, dtype, () -> compiled, Noise.seeded(DEFAULT_SEED));
    }

    /** Both: compiled in another way than the file says, with random numbers from {@code noise}. */
    public TrainingSession open(KerasModel model, DType dtype, Compiled compiled, Noise noise) {
        return open(model, dtype, () -> compiled, noise);
    }

    private static TrainingSession open(KerasModel model, DType dtype, Supplier<Compiled> compiled, Noise noise) {
        Examined examined = examine(model, dtype, compiled);
        if (!examined.refusals().isEmpty()) {
            throw new Keras4jException("purejava does not train this model: "
                    + examined.refusals().stream().map(Refusal::toString).collect(Collectors.joining("; ")));
        }
        Blueprint blueprint = examined.blueprint().orElseThrow();
        Loops loops = dtype == DType.FLOAT64
                ? new io.github.keras4j.engine.purejava.train.f64.NetworkLoops(
                        blueprint, noise, new io.github.keras4j.engine.purejava.train.f64.layers.LayerBuilder())
                : new io.github.keras4j.engine.purejava.train.f32.NetworkLoops(
                        blueprint, noise, new io.github.keras4j.engine.purejava.train.f32.layers.LayerBuilder());
        return new PureJavaTrainingSession(blueprint, loops, examined.state());
    }
}
