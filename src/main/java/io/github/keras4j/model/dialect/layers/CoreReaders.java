package io.github.keras4j.model.dialect.layers;

import io.github.keras4j.model.Activation;
import io.github.keras4j.model.Activations;
import io.github.keras4j.model.Core;
import io.github.keras4j.model.Core.InTraining;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.LayerInfo;
import io.github.keras4j.tensor.DType;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Dense and its kin, Embedding, masking, activations, and layers that only act in training. */
public final class CoreReaders {
    private CoreReaders() {}

    /** {@return who reads this class; null for what is not among these} */
    public static @Nullable Reader of(String className) {
        return switch (className) {
            case "InputLayer" -> CoreReaders::input;
            case "Dense" -> CoreReaders::dense;
            case "Embedding" -> CoreReaders::embedding;
            case "Masking" -> CoreReaders::masking;
            case "ReversibleEmbedding" -> CoreReaders::reversibleEmbedding;
            case "Highway" -> CoreReaders::highway;
            case "MaxoutDense" -> CoreReaders::maxout;
            case "Activation" ->
                (info, o, s) -> {
                    o.getAny("activation");
                    return new Activations.Activate(
                            info, ActivationNames.read(o, "activation", s.origin()), Activations.AtMask.SAME);
                };
            case "EinsumDense" -> CoreReaders::einsumDense;
            case "LeakyReLU", "ELU", "ThresholdedReLU", "ReLU" ->
                (info, o, s) -> new Activations.Activate(
                        info, ActivationNames.layer(className, o, s.origin()).orElseThrow(), Activations.AtMask.SAME);
            case "Softmax" ->
                (info, o, s) -> {
                    if (o.isNull("axis")) {
                        throw new Refusal(
                                "a softmax over all samples of a batch at once is not supported. Received: axis=null."
                                        + " Give it the axes of one sample");
                    }
                    List<Integer> axes = o.has("axis") ? o.integers("axis") : List.of(-1);
                    return axes.size() > 1
                            ? new Activations.AxesSoftmax(info, axes, MaskRules.ofSoftmax(s.origin()))
                            : new Activations.Activate(
                                    info,
                                    ActivationNames.layer("Softmax", o, s.origin())
                                            .orElseThrow(),
                                    MaskRules.ofSoftmax(s.origin()));
                };
            case "PReLU" -> (info, o, s) -> new Activations.PReLU(info, sharedAxes(info, o, s));
            case "SReLU" ->
                (info, o, s) -> {
                    o.ignore("t_left_init", "a_left_init", "t_right_init", "a_right_init");
                    return new Activations.SReLU(info, sharedAxes(info, o, s));
                };
            case "ParametricSoftplus" ->
                (info, o, s) -> {
                    o.ignore("alpha_init", "beta_init");
                    return new Activations.ParametricSoftplus(info, sharedAxes(info, o, s));
                };
            case "Dropout" -> dropout(InTraining.DROPOUT);
            case "SpatialDropout1D" -> dropout(InTraining.SPATIAL_DROPOUT_1D);
            case "SpatialDropout2D" -> dropout(InTraining.SPATIAL_DROPOUT_2D);
            case "SpatialDropout3D" -> dropout(InTraining.SPATIAL_DROPOUT_3D);
            case "AlphaDropout" -> dropout(InTraining.ALPHA_DROPOUT);
            case "GaussianDropout" -> dropout(InTraining.GAUSSIAN_DROPOUT);
            case "GaussianNoise" ->
                (info, o, s) -> {
                    o.ignore("seed");
                    return new Core.Passthrough(info, InTraining.GAUSSIAN_NOISE, o.number("stddev", 0), true);
                };
            case "ActivityRegularization" ->
                (info, o, s) -> {
                    Map<String, Object> penalty = Map.of("l1", o.number("l1", 0), "l2", o.number("l2", 0));
                    return new Core.Passthrough(
                            info.with("activity_regularizer", penalty), InTraining.PENALTY, 0, true);
                };
            case "Identity" ->
                (info, o, s) ->
                        new Core.Passthrough(info, InTraining.NOTHING, 0, MaskRules.passesSinceKeras3(s.origin()));
            default -> null;
        };
    }

    private static Reader dropout(InTraining kind) {
        return (info, o, s) -> {
            o.ignore("seed");
            return new Core.Passthrough(shaped(info, o, s, kind), kind, o.number("rate", 0), true);
        };
    }

    /** What a dropout's mask looks like, where that is not its input's shape. */
    private static LayerInfo shaped(LayerInfo info, Options o, Scope s, InTraining kind) {
        LayerInfo shaped = info;
        if (kind == InTraining.DROPOUT || kind == InTraining.ALPHA_DROPOUT) {
            o.ignore("data_format");
            if (o.has("noise_shape")) {
                JsonNode noise = o.getAny("noise_shape");
                List<@Nullable Integer> sizes = new ArrayList<>();
                boolean shape = noise.isArray();
                for (JsonNode size : noise) {
                    shape &= size.isNull() || size.isIntegralNumber() && size.canConvertToInt();
                }
                if (!shape) {
                    throw new Refusal("noise_shape is a list of sizes or None. Received: noise_shape=" + noise);
                }
                noise.forEach(size -> sizes.add(size.isNull() ? null : size.intValue()));
                shaped = shaped.with(LayerInfo.NOISE_SHAPE, sizes);
            }
        } else {
            o.ignore("noise_shape");
            if (s.channelsFirst(o)) {
                shaped = shaped.with(LayerInfo.CHANNELS_FIRST, true);
            }
        }
        return shaped;
    }

    private static Layer input(LayerInfo info, Options o, Scope scope) {
        o.ignore("optional");
        o.only("sparse", "false");
        o.only("ragged", "false");
        Shape shape =
                InputShapes.declared(o).orElseThrow(() -> new Refusal("its shape is missing. Save the model again"));
        return new Core.InputLayer(InputShapes.typed(info, o), shape, InputShapes.dtype(o, DType.FLOAT32));
    }

    private static Layer dense(LayerInfo info, Options o, Scope scope) {
        if (Int8.is(info)) {
            return Int8.dense(info, o, scope);
        }
        if (!Int4.is(info, o, scope)) {
            quantized(o, scope);
        }
        return new Core.Dense(
                info, o.size("units"), ActivationNames.read(o, "activation", scope.origin()), o.flag("use_bias", true));
    }

    private static Layer einsumDense(LayerInfo info, Options o, Scope scope) {
        boolean int8 = Int8.is(info);
        boolean int4 = !int8 && Int4.is(info, o, scope);
        if (!int8 && !int4) {
            quantized(o, scope);
        }
        String equation = o.text("equation", "").replace(" ", "");
        if (!equation.matches(
                "(\\.\\.\\.)?[a-zA-Z]+,[a-zA-Z]+->(\\.\\.\\.)?[a-zA-Z]+|[a-zA-Z]{2,}\\.\\.\\.,[a-zA-Z]+->[a-zA-Z]+\\.\\.\\.")) {
            throw new Refusal("its equation is not one of ab,bc->ac. Received: equation=" + equation);
        }
        List<Integer> sizes = new ArrayList<>();
        JsonNode shape = o.get("output_shape");
        if (shape.isArray()) {
            shape.values()
                    .forEach(size -> sizes.add(size.isNull() ? Shape.UNKNOWN : Options.asInt("output_shape", size)));
        } else {
            sizes.add(o.integer("output_shape"));
        }
        Activation activation = ActivationNames.read(o, "activation", scope.origin());
        Core.EinsumDense plain = new Core.EinsumDense(
                info, equation, sizes, o.has("bias_axes") ? o.text("bias_axes", "") : "", activation);
        return int8 ? Int8.einsumDense(info, plain, o, scope) : plain;
    }

    /**
     * LoRA and quantization store other arrays under the same class. A .keras holds the kernel with LoRA's product
     * added (layers/core/dense.py 3.15, save_own_variables).
     */
    static void quantized(Options o, Scope s) {
        o.ignore("lora_alpha", "gptq_unpacked_column_size");
        if (o.has("lora_rank") && s.factory().hints().areByLayer()) {
            throw new Refusal("an .h5 keeps its LoRA factors apart from its kernel. Received: lora_rank="
                    + o.integer("lora_rank") + ". Save it as .keras, for which Keras adds them to the kernel");
        }
        if (o.has("quantization_config")) {
            throw new Refusal("it computes in numbers of fewer bits, which is not run. Received: quantization_config "
                    + LayerSpec.of(o.getAny("quantization_config")).className()
                    + ". Save the model as it was before quantize()");
        }
    }

    private static Layer embedding(LayerInfo info, Options o, Scope scope) {
        o.ignore("input_length");
        o.only("sparse", "false");
        if (Int8.is(info)) {
            return Int8.embedding(info, o, scope);
        }
        if (!Int4.is(info, o, scope)) {
            quantized(o, scope);
        }
        LayerInfo whole = o.alsoWith(info, "dropout"); // Keras 1's, which acts in training only
        return new Core.Embedding(whole, o.size("input_dim"), o.size("output_dim"), o.flag("mask_zero", false));
    }

    private static Layer masking(LayerInfo info, Options o, Scope scope) {
        Tensor value = o.any("mask_value")
                .map(node -> PreprocessingReaders.numbers("mask_value", node))
                .orElseGet(() -> Tensor.of(Shape.of(), 0));
        if (value.shape().rank() == 0) {
            return new Core.Masking(info, value.getDouble(0));
        }
        if (value.shape().rank() != 1) {
            throw Options.wrong("mask_value", o.getAny("mask_value"), "a number, or one for each feature");
        }
        List<Double> values = new ArrayList<>();
        for (int i = 0; i < value.size(); i++) {
            values.add(value.getDouble(i));
        }
        return new Core.VectorMasking(info, values);
    }

    /** keras/src/layers/core/reversible_embedding.py 3.15. */
    private static Layer reversibleEmbedding(LayerInfo info, Options o, Scope scope) {
        quantized(o, scope);
        o.only("reverse_dtype", "float32");
        double softCap = o.numberOrNone("logit_soft_cap", 0);
        if (o.has("logit_soft_cap") && softCap == 0) {
            throw new Refusal("it divides by its logit_soft_cap. Received: logit_soft_cap=0. Make it None");
        }
        return new Core.ReversibleEmbedding(
                info,
                o.size("input_dim"),
                o.size("output_dim"),
                o.flag("mask_zero", false),
                o.flag("tie_weights", true),
                softCap);
    }

    private static Layer highway(LayerInfo info, Options o, Scope scope) {
        o.ignore("transform_bias", "init"); // start values only
        Activation activation = ActivationNames.read(o, "activation", scope.origin());
        return new Core.Highway(info, activation, legacyBias(o));
    }

    private static Layer maxout(LayerInfo info, Options o, Scope scope) {
        o.ignore("init");
        int units = o.has("units") ? o.size("units") : o.size("output_dim");
        return new Core.MaxoutDense(info, units, o.size("nb_feature", 4), legacyBias(o));
    }

    /** Keras 2 keeps Keras 1's words in the layers that it took over (keras/legacy/layers.py 2.2.4). */
    private static boolean legacyBias(Options o) {
        return o.flag("use_bias", o.flag("bias", true));
    }

    /** Keras 1 forgets to store its shared_axes (advanced_activations.py 1.2.2, get_config): the weights show them. */
    private static List<Integer> sharedAxes(LayerInfo info, Options o, Scope s) {
        if (o.has("shared_axes")) {
            return o.integers("shared_axes");
        }
        List<Integer> shared = new ArrayList<>();
        List<Tensor> stored = s.origin().isKeras1() ? s.factory().hints().arrays(info.name()) : List.of();
        if (!stored.isEmpty() && !s.inputs().isEmpty()) {
            Shape alpha = stored.get(0).shape();
            for (int axis = 1; axis < s.rank() && alpha.rank() == s.rank() - 1; axis++) {
                if (alpha.size(axis - 1) == 1 && s.inputs().get(0).size(axis) != 1) {
                    shared.add(axis);
                }
            }
        }
        return shared;
    }
}
