package io.github.keras4j.model;

import io.github.keras4j.tensor.DType;
import java.util.Map;
import java.util.Optional;

/**
 * What every layer has.
 *
 * @param name unique within its network
 * @param className Keras's class as the file names it, {@code Convolution1D} in a Keras 1 file
 * @param dtype the type that it computes in
 * @param trainable whether training changes its weights
 * @param extras options that act in training only: initializers, regularizers, constraints and dropout rates, by Keras
 *     2 option name ({@code kernel_initializer}, ...), and {@link #POLICY}; plain JSON values (maps, lists, strings,
 *     numbers)
 */
public record LayerInfo(String name, String className, DType dtype, boolean trainable, Map<String, Object> extras) {
    /** The extra that names a policy of mixed precision, or the half type in which a layer computes. */
    public static final String POLICY = "dtype_policy";
    /** The extra, false, of a layer of such a policy that takes its inputs as they are. */
    public static final String AUTOCAST = "autocast";
    /** The extra, true, of a layer whose policy is int8's. */
    public static final String INT8 = "int8";
    /** The extra of a layer whose file holds numbers of four bits: how many rows have a scale together, -1: all. */
    public static final String INT4 = "int4";
    /** The extra, false, of a layer whose calls say {@code training=False}: it does in training what it does in inference. */
    public static final String TRAINING = "training";

    /** The extra of a layer that divides by a norm: the least that it divides by, where that is not 1e-6. */
    public static final String LEAST_NORM = "least_norm";

    /** The extra of an InputLayer of a half type or of whole numbers that are no int32 or int64: Keras's name of the type. */
    public static final String FED_TYPE = "fed_type";

    /** The extra, true, of a dropout of whole channels whose input has the channel axis before the spatial ones. */
    public static final String CHANNELS_FIRST = "channels_first";
    /** The extra of a Dropout whose mask has a shape of its own: a list of sizes, the batch first, null: the input's. */
    public static final String NOISE_SHAPE = "noise_shape";
    /** The extra of a recurrent layer that drops: 1 where every gate has a mask of its own. */
    public static final String IMPLEMENTATION = "implementation";
    /** The extra, true, of a recurrent layer whose dropout has other masks for every step. */
    public static final String DROPOUT_BY_STEP = "dropout_by_step";
    /** The extra of a SpectralNormalization, whose kernel changes at every step of a training. */
    public static final String POWER_ITERATIONS = "power_iterations";

    /** The extras are copied. */
    public LayerInfo {
        extras = Map.copyOf(extras);
    }

    /**
     * {@return the half type of the layer, or of its policy of mixed precision, to which Keras casts what the layer takes and gives; empty
     * for a layer that computes in {@link #dtype}}
     */
    public Optional<NumberType> half() {
        Object policy = extras.getOrDefault(POLICY, "");
        return NumberType.of(policy.toString().replace("mixed_", "")).filter(NumberType::isHalf);
    }

    /**
     * {@return the least sum of squares that a layer divides by the root of} In float16 that is 0, where no such number is
     * held: zeros divided by their norm are NaN there.
     */
    public double leastSquares() {
        double norm = extras.get(LEAST_NORM) instanceof Number least ? least.doubleValue() : 1e-6;
        return half().filter(NumberType.FLOAT16::equals).isPresent() ? 0 : norm * norm;
    }

    /** {@return the same with one more extra} */
    public LayerInfo with(String extra, Object value) {
        Map<String, Object> more = new java.util.LinkedHashMap<>(extras);
        more.put(extra, value);
        return new LayerInfo(name, className, dtype, trainable, more);
    }

    /** The common case, as tests want it. */
    public static LayerInfo of(String name, String className) {
        return new LayerInfo(name, className, DType.FLOAT32, true, Map.of());
    }
}
