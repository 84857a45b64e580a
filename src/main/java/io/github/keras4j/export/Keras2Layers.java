package io.github.keras4j.export;

import io.github.keras4j.errors.UnsupportedLayerException;
import io.github.keras4j.model.Activation;
import io.github.keras4j.model.Activations;
import io.github.keras4j.model.Convolutional;
import io.github.keras4j.model.Core;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.Merging;
import io.github.keras4j.model.Normalizing;
import io.github.keras4j.model.Pooling;
import io.github.keras4j.model.Recurrent;
import io.github.keras4j.model.Shaping;
import io.github.keras4j.model.Wrapper;
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
    static Keras2Layer of(Layer layer, Keras2Options options) {
        if (layer instanceof Core core) {
            return core(core, options);
        }
        if (layer instanceof Activations activations) {
            return activation(activations, options);
        }
        if (layer instanceof Recurrent recurrent) {
            return Keras2Recurrent.of(recurrent, options);
        }
        if (layer instanceof Wrapper wrapper) {
            return wrapper(wrapper, options);
        }
        if (layer instanceof Convolutional convolutional) {
            return Keras2Convolutional.of(convolutional, options);
        }
        if (layer instanceof Pooling pooling) {
            return Keras2Convolutional.of(pooling, options);
        }
        if (layer instanceof Shaping shaping) {
            return Keras2Shaping.of(shaping, options);
        }
        if (layer instanceof Merging merging) {
            return merging(merging, options);
        }
        if (layer instanceof Normalizing.BatchNormalization norm) {
            return batchNormalization(norm, options);
        }
        throw lacking(layer, "no such layer");
    }

    /** What to throw for a layer that a Keras 2 file can't say. */
    static UnsupportedLayerException lacking(Layer layer, String what) {
        return new UnsupportedLayerException("A Keras 2 file cannot hold layer '" + layer.name() + "' ("
                + layer.className() + "): Keras 2.2.4 has " + what + ". Run the model from its own file");
    }

    private static Keras2Layer core(Core core, Keras2Options options) {
        if (core instanceof Core.InputLayer input) {
            Keras2Layer json = new Keras2Layer(input, "InputLayer", options)
                    .with("batch_input_shape", sizes(input.shape()))
                    .with("dtype", input.inputDtype().kerasName())
                    .with("sparse", false);
            // DL4J otherwise guesses an input's layout from whichever layer comes next in the list
            return options == Keras2Options.FOR_DL4J ? json.withDataFormat(false) : json;
        }
        if (core instanceof Core.Dense dense) {
            return new Keras2Layer(dense, "Dense", options)
                    .with("units", dense.units())
                    .withActivation("activation", dense.activation())
                    .with("use_bias", dense.useBias())
                    .withWeights("kernel", "bias")
                    .withActivityRegularizer();
        }
        if (core instanceof Core.Embedding embedding) {
            return new Keras2Layer(embedding, "Embedding", options)
                    .with("input_dim", embedding.inputDim())
                    .with("output_dim", embedding.outputDim())
                    .with("mask_zero", embedding.maskZero())
                    .with("input_length", embedding.info().extras().get("input_length"))
                    .withWeights("embeddings")
                    .withActivityRegularizer();
        }
        if (core instanceof Core.Masking masking) {
            return new Keras2Layer(masking, "Masking", options).with("mask_value", masking.maskValue());
        }
        if (core instanceof Core.Passthrough through) {
            return passthrough(through, options);
        }
        throw lacking(core, "no such layer");
    }

    private static Keras2Layer passthrough(Core.Passthrough layer, Keras2Options options) {
        return switch (layer.inTraining()) {
            case DROPOUT -> dropout(layer, "Dropout", options);
            case SPATIAL_DROPOUT_1D -> dropout(layer, "SpatialDropout1D", options);
            case SPATIAL_DROPOUT_2D -> dropout(layer, "SpatialDropout2D", options);
            case SPATIAL_DROPOUT_3D -> dropout(layer, "SpatialDropout3D", options);
            case GAUSSIAN_DROPOUT -> dropout(layer, "GaussianDropout", options);
            case ALPHA_DROPOUT -> dropout(layer, "AlphaDropout", options);
            case GAUSSIAN_NOISE -> new Keras2Layer(layer, "GaussianNoise", options).with("stddev", layer.rate());
            case NOTHING, PENALTY, AUGMENTATION ->
                new Keras2Layer(layer, "Activation", options).with("activation", "linear");
        };
    }

    private static Keras2Layer dropout(Core.Passthrough layer, String className, Keras2Options options) {
        return new Keras2Layer(layer, className, options).with("rate", layer.rate());
    }

    private static Keras2Layer activation(Activations layer, Keras2Options options) {
        if (layer instanceof Activations.PReLU prelu) {
            return new Keras2Layer(prelu, "PReLU", options)
                    .with("shared_axes", prelu.sharedAxes().isEmpty() ? null : prelu.sharedAxes())
                    .withWeights("alpha");
        }
        if (!(layer instanceof Activations.Activate activate)) {
            throw lacking(layer, "no such layer");
        }
        Activation activation = activate.activation();
        String name = Keras2Activations.nameOrEmpty(activation, options);
        if (!name.isEmpty()) {
            return new Keras2Layer(layer, "Activation", options).with("activation", name);
        }
        return switch (activation.kind()) {
            case RELU ->
                activation.beta() == Double.POSITIVE_INFINITY && activation.gamma() == 0
                        ? new Keras2Layer(layer, "LeakyReLU", options).with("alpha", activation.alpha())
                        : new Keras2Layer(layer, "ReLU", options)
                                .with("max_value", finiteOrNull(activation.beta()))
                                .with("negative_slope", activation.alpha())
                                .with("threshold", activation.gamma());
            case ELU -> new Keras2Layer(layer, "ELU", options).with("alpha", activation.alpha());
            case SOFTMAX -> new Keras2Layer(layer, "Softmax", options).with("axis", (int) activation.alpha());
            case THRESHOLD -> {
                if (activation.beta() != 0) {
                    throw lacking(layer, "no threshold with a default value");
                }
                yield new Keras2Layer(layer, "ThresholdedReLU", options).with("theta", activation.alpha());
            }
            default -> throw lacking(layer, "no activation like " + activation);
        };
    }

    private static @Nullable Object finiteOrNull(double value) {
        return Double.isInfinite(value) ? null : value;
    }

    private static Keras2Layer wrapper(Wrapper layer, Keras2Options options) {
        if (layer instanceof Wrapper.TimeDistributed timeDistributed) {
            return new Keras2Layer(layer, "TimeDistributed", options)
                    .with("layer", of(timeDistributed.layer(), options).toJson());
        }
        if (layer instanceof Wrapper.Bidirectional bidirectional) {
            Recurrent forward = bidirectional.forward();
            if (forward.walk().stateful()) {
                // Keras 2 and Keras 3 hand the two directions' states over differently (bidirectional-stateful)
                throw lacking(layer, "no Bidirectional that carries states as later generations do");
            }
            if (!bidirectional.backward().equals(Keras2Recurrent.mirrored(bidirectional))) {
                throw lacking(layer, "no Bidirectional whose two layers differ");
            }
            return new Keras2Layer(layer, "Bidirectional", options)
                    .with("layer", of(forward, options).toJson())
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
        throw lacking(layer, "nested models, but not inside TimeDistributed");
    }

    private static Keras2Layer merging(Merging layer, Keras2Options options) {
        if (layer instanceof Merging.Concatenate concatenate) {
            return new Keras2Layer(layer, "Concatenate", options).with("axis", concatenate.axis());
        }
        if (layer instanceof Merging.Dot dot) {
            if (dot.style() != Merging.DotStyle.DOT) {
                throw lacking(layer, "no Dot of Keras 1's output shape");
            }
            return new Keras2Layer(layer, "Dot", options)
                    .with("axes", dot.axes())
                    .with("normalize", dot.normalize());
        }
        String name = ((Merging.Elementwise) layer).operation().name();
        return new Keras2Layer(layer, name.charAt(0) + name.substring(1).toLowerCase(java.util.Locale.ROOT), options);
    }

    private static Keras2Layer batchNormalization(Normalizing.BatchNormalization norm, Keras2Options options) {
        if (norm.perBatch() || norm.axis().size() != 1) {
            throw lacking(norm, "no BatchNormalization by the batch's own statistics or over several axes");
        }
        return new Keras2Layer(norm, "BatchNormalization", options)
                .with("axis", norm.axis().get(0))
                .with("momentum", norm.momentum())
                .with("epsilon", norm.epsilon())
                .with("center", norm.center())
                .with("scale", norm.scale())
                .with("beta_initializer", options.value(norm, "beta_initializer"))
                .with("gamma_initializer", options.value(norm, "gamma_initializer"))
                .with("moving_mean_initializer", options.value(norm, "moving_mean_initializer"))
                .with("moving_variance_initializer", options.value(norm, "moving_variance_initializer"))
                .with("beta_regularizer", options.value(norm, "beta_regularizer"))
                .with("gamma_regularizer", options.value(norm, "gamma_regularizer"))
                .with("beta_constraint", options.value(norm, "beta_constraint"))
                .with("gamma_constraint", options.value(norm, "gamma_constraint"));
    }

    /** A shape as JSON: null where open. */
    static List<@Nullable Integer> sizes(Shape shape) {
        List<@Nullable Integer> sizes = new ArrayList<>();
        Arrays.stream(shape.sizes()).forEach(size -> sizes.add(size == Shape.UNKNOWN ? null : size));
        return sizes;
    }
}
