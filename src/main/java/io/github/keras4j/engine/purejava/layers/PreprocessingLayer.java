package io.github.keras4j.engine.purejava.layers;

import io.github.keras4j.engine.purejava.program.Binding;
import io.github.keras4j.engine.purejava.program.Call;
import io.github.keras4j.engine.purejava.program.CompiledLayer;
import io.github.keras4j.engine.purejava.program.Groups;
import io.github.keras4j.engine.purejava.program.Resample;
import io.github.keras4j.engine.purejava.values.BindException;
import io.github.keras4j.engine.purejava.values.RefusedException;
import io.github.keras4j.engine.purejava.values.Value;
import io.github.keras4j.errors.InputException;
import io.github.keras4j.model.Preprocessing;
import io.github.keras4j.model.Weights;
import io.github.keras4j.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rescaling, Normalization, CategoryEncoding, Discretization, Resizing and CenterCrop. */
public final class PreprocessingLayer implements CompiledLayer {
    private static final double EPSILON = 1e-7;

    private final Preprocessing layer;
    private final float[] first;
    private final float[] second;

    public PreprocessingLayer(Preprocessing layer, Weights weights) {
        this.layer = layer;
        if (layer instanceof Preprocessing.Rescaling rescaling) {
            first = rescaling.scale().toFloats();
            second = rescaling.offset().toFloats();
        } else if (layer instanceof Preprocessing.Normalization normalization) {
            first = normalization.mean().orElseGet(() -> weights.get("mean")).toFloats();
            Tensor variance = normalization.variance().orElseGet(() -> weights.get("variance"));
            second = variance.toFloats();
            for (int i = 0; i < second.length; i++) {
                second[i] = (float) Math.max(Math.sqrt(second[i]), EPSILON);
            }
        } else if (layer instanceof Preprocessing.Discretization bins) {
            first = boundaries(bins, weights);
            second = new float[0];
        } else {
            first = new float[0];
            second = new float[0];
        }
        if (layer instanceof Preprocessing.Resizing resizing && !Resample.knows(resizing.interpolation())) {
            throw new RefusedException("interpolation is not known. Received: " + resizing.interpolation());
        }
    }

    @Override
    public List<Value> bind(Call call, Binding binding) {
        Value x = call.input();
        if (layer instanceof Preprocessing.Rescaling rescaling) {
            int[] at = channels(x, first.length, List.of(-1));
            int[] offsetAt = channels(x, second.length, List.of(-1));
            Value y = each(x, binding, (v, i) -> v * first[at[i]] + second[offsetAt[i]]);
            return List.of(rescaling.passesMask() ? y : y.withMask(null));
        }
        if (layer instanceof Preprocessing.Normalization normalization) {
            int[] mean = channels(x, first.length, normalization.axis());
            int[] deviation = channels(x, second.length, normalization.axis());
            Value y = normalization.invert()
                    ? each(x, binding, (v, i) -> first[mean[i]] + v * second[deviation[i]])
                    : each(x, binding, (v, i) -> (v - first[mean[i]]) / second[deviation[i]]);
            return List.of(normalization.passesMask() ? y : y.withMask(null));
        }
        if (layer instanceof Preprocessing.CategoryEncoding encoding) {
            return List.of(encode(x, encoding.numTokens(), encoding.outputMode(), countWeights(call), binding));
        }
        if (layer instanceof Preprocessing.Discretization bins) {
            Value index = each(x, binding, (v, i) -> bin(first, v)).withMask(null);
            return List.of(encode(index, first.length + 1, bins.outputMode(), null, binding));
        }
        return List.of(Images.bind(layer, x, binding));
    }

    private static float[] boundaries(Preprocessing.Discretization layer, Weights weights) {
        float[] stated = new float[layer.binBoundaries().size()];
        for (int i = 0; i < stated.length; i++) {
            stated[i] = layer.binBoundaries().get(i).floatValue();
        }
        return stated.length > 0
                ? stated
                : weights.find("bin_boundaries")
                        .orElseThrow(() -> new RefusedException("it was adapted, and a .keras file of tf.keras does not"
                                + " hold the bin_boundaries that it found: tf.keras itself loads others. Received:"
                                + " bin_boundaries=null. Save it as .h5, or make it with bin_boundaries"))
                        .toFloats();
    }

    private interface Element {
        float of(float value, int index);
    }

    private static Value each(Value x, Binding binding, Element element) {
        Value y = binding.valueLike(x);
        int n = x.elements();
        binding.step(() -> {
            for (int i = 0; i < n; i++) {
                y.data()[i] = element.of(x.data()[i], i);
            }
        });
        return y.withMask(x.mask());
    }

    private static int[] channels(Value x, int size, List<Integer> axes) {
        if (size == 1) {
            return new int[x.elements()];
        }
        if (Groups.count(x.shape(), axes) != size) {
            throw new BindException("takes " + size + " channels on axis " + axes);
        }
        return Groups.of(x.shape(), axes);
    }

    /** numpy.digitize: how many boundaries are at most the value; compared in float32 as Keras does. */
    private static int bin(float[] boundaries, float value) {
        int index = 0;
        while (index < boundaries.length && !(boundaries[index] > value)) { // NaN is beyond the last, as in TensorFlow
            index++;
        }
        return index;
    }

    private static @Nullable Value countWeights(Call call) {
        Value keyword = call.keywordInputs().get("count_weights");
        return keyword == null && call.inputs().size() > 1 ? call.inputs().get(1) : keyword;
    }

    private Value encode(Value x, int depth, String mode, @Nullable Value weights, Binding binding) {
        if (weights != null && (!mode.equals("count") || weights.elements() != x.elements())) {
            throw new BindException("count_weights go with output_mode=count, one for each token");
        }
        if (mode.equals("int")) {
            return x;
        }
        boolean oneHot = mode.equals("one_hot");
        boolean count = mode.equals("count");
        if (!oneHot && !count && !mode.equals("multi_hot")) {
            throw new BindException("output_mode is int, one_hot, multi_hot or count. Received: " + mode);
        }
        if (!oneHot && x.rank() == 1) {
            throw new BindException(
                    "takes (batch, tokens): Keras takes a batch of single tokens for one sample of many");
        }
        // the last axis becomes the tokens'; one_hot adds an axis to anything longer than 1, and to (batch,)
        boolean append = oneHot ? x.rank() == 0 || x.lastSize() != 1 || x.rank() == 1 : x.rank() == 0;
        int perRow = append ? 1 : x.lastSize();
        int[] shape =
                append ? Arrays.copyOf(x.shape(), x.rank() + 1) : x.shape().clone();
        shape[shape.length - 1] = depth;
        Value y = binding.value(shape);
        binding.step(() -> {
            Arrays.fill(y.data(), 0);
            for (int i = 0, n = x.elements(); i < n; i++) {
                int at = i / perRow * depth + token(x.data()[i], depth);
                float weight = weights == null ? 1 : weights.data()[i];
                y.data()[at] = count ? y.data()[at] + weight : 1;
            }
        });
        return y;
    }

    private int token(float value, int depth) {
        if (!(value >= 0 && value < depth)) {
            throw new InputException("layer '" + layer.name() + "' (" + layer.className() + ") takes tokens from 0 to "
                    + (depth - 1) + ". Received: " + value);
        }
        return (int) value;
    }
}
