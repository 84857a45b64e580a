package io.github.keras4j.export;

import io.github.keras4j.errors.UnsupportedLayerException;
import io.github.keras4j.model.Activation;
import io.github.keras4j.model.Activations;
import io.github.keras4j.model.Core;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.LayerInfo;
import io.github.keras4j.model.Merging;
import io.github.keras4j.model.Normalizing;
import io.github.keras4j.model.Recurrent;
import io.github.keras4j.model.Wrapper;
import io.github.keras4j.model.training.Penalty;
import io.github.keras4j.tensor.DType;
import io.github.keras4j.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Canonical layers in the words of Keras 2.2.4 (class names and {@code get_config} of {@code keras/layers}), which
 * tf.keras 2.15 reads as well.
 */
final class Keras2Layers {
    private Keras2Layers() {}

    /**
     * @throws UnsupportedLayerException for a layer or option that Keras 2.2.4 does not have
     */
    static Keras2Layer of(Layer layer, Target target) {
        return new WrittenLayers(target).visit(layer);
    }

    /** What to throw for a layer that the target can't be told of. */
    static UnsupportedLayerException lacking(Target target, Layer layer, String what) {
        return new UnsupportedLayerException("Layer '" + layer.name() + "' (" + layer.className()
                + ") can't be written for " + target.title() + ": there is " + what + ". "
                + target.wayOut());
    }

    /** What to throw for what keras4j writes for nobody, whatever the target has. */
    static UnsupportedLayerException notWritten(Target target, Layer layer, String what) {
        return new UnsupportedLayerException("Layer '" + layer.name() + "' (" + layer.className()
                + ") can't be written for " + target.title() + ": keras4j does not write " + what
                + ", whoever is to read it. Run the model from its own file");
    }

    static Keras2Layer core(Core core, Target target) {
        if (core instanceof Core.InputLayer input) {
            Keras2Layer json = new Keras2Layer(input, "InputLayer", target)
                    .with(target == Target.KERAS_3 ? "batch_shape" : "batch_input_shape", sizes(input.shape()))
                    .with("dtype", inputDtype(input.inputDtype(), target))
                    .with("sparse", false);
            // DL4J otherwise guesses an input's layout from whichever layer comes next in the list
            return target == Target.DL4J ? json.withDataFormat(false) : json;
        }
        if (core instanceof Core.Dense dense) {
            return new Keras2Layer(dense, "Dense", target)
                    .with("units", dense.units())
                    .withActivation("activation", dense.activation())
                    .with("use_bias", dense.useBias())
                    .withWeights("kernel", "bias")
                    .withActivityRegularizer();
        }
        if (core instanceof Core.Embedding embedding) {
            return new Keras2Layer(embedding, "Embedding", target)
                    .with("input_dim", embedding.inputDim())
                    .with("output_dim", embedding.outputDim())
                    .with("mask_zero", embedding.maskZero())
                    .withUnlessKeras3("input_length", embedding.info().extras().get("input_length"))
                    .withWeights("embeddings")
                    .withActivityRegularizer();
        }
        if (core instanceof Core.Masking masking) {
            return new Keras2Layer(masking, "Masking", target).with("mask_value", masking.maskValue());
        }
        if (core instanceof Core.Passthrough through) {
            return passthrough(through, target);
        }
        throw lacking(target, core, "no such layer");
    }

    /** None is the session's floatx: in Keras 2.2.4 all weights have that type, so inputs of another fail. */
    private static @Nullable String inputDtype(DType dtype, Target target) {
        return target == Target.KERAS_2_2 && dtype == DType.FLOAT64 ? null : dtype.kerasName();
    }

    private static Keras2Layer passthrough(Core.Passthrough layer, Target target) {
        return switch (layer.inTraining()) {
            case DROPOUT -> rated(layer, "Dropout", "rate", target).withExtra(LayerInfo.NOISE_SHAPE);
            case SPATIAL_DROPOUT_1D -> spatial(layer, 1, target);
            case SPATIAL_DROPOUT_2D -> spatial(layer, 2, target);
            case SPATIAL_DROPOUT_3D -> spatial(layer, 3, target);
            case GAUSSIAN_DROPOUT -> rated(layer, "GaussianDropout", "rate", target);
            case ALPHA_DROPOUT -> rated(layer, "AlphaDropout", "rate", target);
            case GAUSSIAN_NOISE -> rated(layer, "GaussianNoise", "stddev", target);
            case PENALTY -> penalty(layer, target);
            case NOTHING, AUGMENTATION, STOCHASTIC_DEPTH ->
                new Keras2Layer(layer, "Activation", target).with("activation", "linear");
        };
    }

    private static Keras2Layer penalty(Core.Passthrough layer, Target target) {
        if (target == Target.DL4J) {
            return new Keras2Layer(layer, "Activation", target).with("activation", "linear");
        }
        Penalty penalty = Penalty.of(layer.info(), "activity");
        return new Keras2Layer(layer, "ActivityRegularization", target)
                .with("l1", penalty.l1())
                .with("l2", penalty.l2());
    }

    private static Keras2Layer spatial(Core.Passthrough layer, int rank, Target target) {
        Keras2Layer json = rated(layer, "SpatialDropout" + rank + "D", "rate", target);
        // they take no such option there (keras/src/layers/regularization/spatial_dropout.py 3.15)
        return target == Target.KERAS_3 ? json.without("trainable") : json;
    }

    private static Keras2Layer rated(Core.Passthrough layer, String className, String option, Target target) {
        return new Keras2Layer(layer, className, target).with(option, layer.rate());
    }

    static Keras2Layer activation(Activations layer, Target target) {
        if (layer instanceof Activations.PReLU prelu) {
            return new Keras2Layer(prelu, "PReLU", target)
                    .with("shared_axes", prelu.sharedAxes().isEmpty() ? null : prelu.sharedAxes())
                    .withWeights("alpha");
        }
        if (!(layer instanceof Activations.Activate activate)) {
            throw lacking(target, layer, "no such layer");
        }
        Activation activation = activate.activation();
        if (activate.atMask() != Activations.AtMask.SAME && target.isModern()) {
            // unlike Activation it looks at masks and can be called with one
            return new Keras2Layer(layer, "Softmax", target).with("axis", (int) activation.alpha());
        }
        String name = Keras2Activations.nameOrEmpty(activation, target);
        if (!name.isEmpty()) {
            return new Keras2Layer(layer, "Activation", target).with("activation", name);
        }
        return switch (activation.kind()) {
            case RELU ->
                activation.beta() == Double.POSITIVE_INFINITY && activation.gamma() == 0
                        ? new Keras2Layer(layer, "LeakyReLU", target)
                                .with(target == Target.KERAS_3 ? "negative_slope" : "alpha", activation.alpha())
                        : new Keras2Layer(layer, "ReLU", target)
                                .with("max_value", finiteOrNull(activation.beta()))
                                .with("negative_slope", activation.alpha())
                                .with("threshold", activation.gamma());
            case ELU -> new Keras2Layer(layer, "ELU", target).with("alpha", activation.alpha());
            case SOFTMAX -> new Keras2Layer(layer, "Softmax", target).with("axis", (int) activation.alpha());
            case THRESHOLD -> {
                if (activation.beta() != 0) {
                    throw lacking(target, layer, "no threshold with a default value");
                }
                if (target == Target.KERAS_3) {
                    throw lacking(target, layer, "no ThresholdedReLU");
                }
                yield new Keras2Layer(layer, "ThresholdedReLU", target).with("theta", activation.alpha());
            }
            default -> throw lacking(target, layer, Keras2Activations.none(activation));
        };
    }

    private static @Nullable Object finiteOrNull(double value) {
        return Double.isInfinite(value) ? null : value;
    }

    static Keras2Layer wrapper(Wrapper layer, Target target) {
        if (layer instanceof Wrapper.TimeDistributed timeDistributed) {
            if (target.isModern() && ChannelsLast.isWanted(timeDistributed.layer())) {
                throw lacking(target, layer, "no channels_first on a CPU");
            }
            return new Keras2Layer(layer, "TimeDistributed", target)
                    .with("layer", of(timeDistributed.layer(), target).toJson());
        }
        if (layer instanceof Wrapper.Bidirectional bidirectional) {
            Recurrent forward = bidirectional.forward();
            if (forward.walk().stateful() && !target.isModern()) {
                // Keras 2 and Keras 3 hand the two directions' states over differently (bidirectional-stateful)
                throw lacking(target, layer, "no Bidirectional that carries states as later generations do");
            }
            boolean mirrored = bidirectional.backward().equals(Keras2Recurrent.mirrored(bidirectional));
            if (!mirrored && !target.isModern()) {
                throw lacking(target, layer, "no Bidirectional whose two layers differ");
            }
            if (forward.walk().goBackwards() == bidirectional.backward().walk().goBackwards()) {
                throw lacking(target, layer, "no Bidirectional whose two layers go the same way");
            }
            Keras2Layer json = new Keras2Layer(layer, "Bidirectional", target);
            // Keras 3 derives a backward layer that goes backwards, whichever way the forward one goes
            // (keras/src/layers/rnn/bidirectional.py 3.15, __init__)
            if (!mirrored || target == Target.KERAS_3 && forward.walk().goBackwards()) {
                json.with("backward_layer", of(bidirectional.backward(), target).toJson());
            }
            return json.with("layer", of(forward, target).toJson())
                    .with(
                            "merge_mode",
                            switch (bidirectional.mergeMode()) {
                                case CONCAT -> "concat";
                                case SUM -> "sum";
                                case MUL -> "mul";
                                case AVE -> "ave";
                                case NONE -> null;
                            });
        }
        throw notWritten(target, layer, "a nested model in another wrapper");
    }

    static Keras2Layer merging(Merging layer, Target target) {
        if (layer instanceof Merging.Concatenate concatenate) {
            return new Keras2Layer(layer, "Concatenate", target).with("axis", concatenate.axis());
        }
        if (layer instanceof Merging.Dot dot) {
            if (dot.style() != Merging.DotStyle.DOT) {
                throw lacking(target, layer, "no Dot of Keras 1's output shape");
            }
            return new Keras2Layer(layer, "Dot", target)
                    .with("axes", dot.axes())
                    .with("normalize", dot.normalize());
        }
        String name = ((Merging.Elementwise) layer).operation().name();
        return new Keras2Layer(layer, name.charAt(0) + name.substring(1).toLowerCase(java.util.Locale.ROOT), target);
    }

    static Keras2Layer normalizing(Normalizing layer, Target target) {
        if (layer instanceof Normalizing.BatchNormalization norm) {
            return batchNormalization(norm, target);
        }
        if (layer instanceof Normalizing.LayerNormalization norm && target.isModern()) {
            Keras2Layer json = new Keras2Layer(norm, "LayerNormalization", target)
                    .with("axis", norm.axis())
                    .with("epsilon", norm.epsilon())
                    .with("center", norm.center())
                    .with("scale", norm.scale());
            if (norm.rmsScaling() && target == Target.TF_KERAS) {
                throw lacking(target, norm, "no rms_scaling");
            }
            return norm.rmsScaling() ? json.with("rms_scaling", true) : json;
        }
        if (layer instanceof Normalizing.GroupNormalization norm && target.isModern()) {
            return new Keras2Layer(norm, "GroupNormalization", target)
                    .with("groups", norm.groups())
                    .with("axis", norm.axis())
                    .with("epsilon", norm.epsilon())
                    .with("center", norm.center())
                    .with("scale", norm.scale());
        }
        if (layer instanceof Normalizing.RmsNormalization norm && target == Target.KERAS_3) {
            return new Keras2Layer(norm, "RMSNormalization", target)
                    .with("axis", norm.axis())
                    .with("epsilon", norm.epsilon());
        }
        if (layer instanceof Normalizing.UnitNormalization norm && target.isModern()) {
            return new Keras2Layer(norm, "UnitNormalization", target).with("axis", norm.axis());
        }
        throw lacking(target, layer, "no such layer");
    }

    private static Keras2Layer batchNormalization(Normalizing.BatchNormalization norm, Target target) {
        if (norm.perBatch()) {
            throw lacking(target, norm, "no BatchNormalization by the batch's own statistics");
        }
        if (norm.axis().size() != 1) {
            throw notWritten(target, norm, "BatchNormalization over several axes. Received: axis=" + norm.axis());
        }
        return new Keras2Layer(norm, "BatchNormalization", target)
                .with("axis", norm.axis().get(0))
                .with("momentum", norm.momentum())
                .with("epsilon", norm.epsilon())
                .with("center", norm.center())
                .with("scale", norm.scale())
                .with("beta_initializer", Keras2Options.value(target, norm, "beta_initializer"))
                .with("gamma_initializer", Keras2Options.value(target, norm, "gamma_initializer"))
                .with("moving_mean_initializer", Keras2Options.value(target, norm, "moving_mean_initializer"))
                .with("moving_variance_initializer", Keras2Options.value(target, norm, "moving_variance_initializer"))
                .with("beta_regularizer", Keras2Options.value(target, norm, "beta_regularizer"))
                .with("gamma_regularizer", Keras2Options.value(target, norm, "gamma_regularizer"))
                .with("beta_constraint", Keras2Options.value(target, norm, "beta_constraint"))
                .with("gamma_constraint", Keras2Options.value(target, norm, "gamma_constraint"));
    }

    /** A shape as JSON: null where open. */
    static List<@Nullable Integer> sizes(Shape shape) {
        List<@Nullable Integer> sizes = new ArrayList<>();
        Arrays.stream(shape.sizes()).forEach(size -> sizes.add(size == Shape.UNKNOWN ? null : size));
        return sizes;
    }
}
