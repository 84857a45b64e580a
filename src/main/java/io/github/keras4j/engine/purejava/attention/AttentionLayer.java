package io.github.keras4j.engine.purejava.attention;

import io.github.keras4j.engine.purejava.kernels.ElementFunctions;
import io.github.keras4j.engine.purejava.kernels.Kernels;
import io.github.keras4j.engine.purejava.layers.DotLayer;
import io.github.keras4j.engine.purejava.program.Binding;
import io.github.keras4j.engine.purejava.program.Call;
import io.github.keras4j.engine.purejava.program.CompiledLayer;
import io.github.keras4j.engine.purejava.program.Masks;
import io.github.keras4j.engine.purejava.values.BindException;
import io.github.keras4j.engine.purejava.values.Lines;
import io.github.keras4j.engine.purejava.values.Mask;
import io.github.keras4j.engine.purejava.values.RefusedException;
import io.github.keras4j.engine.purejava.values.Value;
import io.github.keras4j.model.Attentive;
import io.github.keras4j.model.Weights;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Attention and AdditiveAttention: {@code softmax(scores(query, key)) value}. Masked values get 1e9 off their
 * scores; where the query is masked the answer is zero, and its mask passes (base_dense_attention.py).
 */
public final class AttentionLayer implements CompiledLayer {
    private final boolean dot;
    private final boolean causal;
    private final float scale;
    private final float concatWeight;
    /** AdditiveAttention's factor of each feature; empty for all 1. */
    private final float[] featureScale;

    public AttentionLayer(Attentive layer, Weights weights) {
        if (layer instanceof Attentive.Attention attention) {
            dot = attention.scoreMode().equals("dot");
            if (!dot && !attention.scoreMode().equals("concat")) {
                throw new RefusedException("score_mode is dot or concat. Received: " + attention.scoreMode());
            }
            causal = attention.causal();
            scale = attention.useScale() ? weights.get("scale").getFloat(0) : 1;
            concatWeight = dot ? 1 : weights.get("concat_score_weight").getFloat(0);
            featureScale = new float[0];
        } else {
            Attentive.AdditiveAttention attention = (Attentive.AdditiveAttention) layer;
            dot = false;
            causal = attention.causal();
            scale = 1;
            concatWeight = 1;
            featureScale = attention.useScale() ? weights.get("scale").toFloats() : new float[0];
        }
    }

    @Override
    public List<Value> bind(Call call, Binding binding) {
        List<Value> inputs = call.inputs();
        Value query = inputs.get(0);
        Value value = inputs.get(1);
        Value key = inputs.size() > 2 ? inputs.get(2) : value;
        if (inputs.stream().allMatch(input -> input.rank() == 2 && input.mask() == null)
                && call.keywordInputs().isEmpty()) {
            return acrossTheBatch(call, binding);
        }
        if (query.rank() > 3) {
            return overLeadingAxes(call, binding);
        }
        if (query.rank() != 3 || value.rank() != 3 || key.rank() != 3 || key.size(1) != value.size(1)) {
            throw new BindException("takes query, value and key of (batch, steps, features)");
        }
        Value scores = dot ? DotLayer.dot(query, 2, key, 2, binding) : concat(query, key, binding);
        Mask valueMask = mask(call, "value_mask", value, binding);
        Mask queryMask = mask(call, "query_mask", query, binding);
        Masks.checkFits(valueMask, value, 2);
        Masks.checkFits(queryMask, query, 2);
        if (valueMask != null && value.size(0) != query.size(0)) {
            throw new BindException("takes a masked value of as many samples as its query");
        }
        boolean triangular = causal || Boolean.TRUE.equals(call.arguments().get("use_causal_mask"));
        binding.step(() -> scaleAndMask(scores, valueMask, triangular));
        Lines lines = Lines.of(scores.shape(), 2);
        Kernels kernels = binding.kernels();
        binding.step(() -> kernels.softmax(lines.count(), lines.length(), scores.data(), 0));
        Value y = DotLayer.dot(scores, 2, value, 1, binding);
        if (queryMask != null) {
            binding.step(() -> zeroMasked(y, queryMask));
        }
        Value output = y.withMask(queryMask);
        return Boolean.TRUE.equals(call.arguments().get("return_attention_scores"))
                ? List.of(output, scores)
                : List.of(output);
    }

    /** tf.keras's matmul takes inputs without a time axis too, and then attends from sample to sample. */
    private List<Value> acrossTheBatch(Call call, Binding binding) {
        List<Value> inputs = call.inputs().stream()
                .map(input -> input.reshaped(1, input.size(0), input.size(1)))
                .toList();
        return bind(new Call(inputs, call.keywordInputs(), call.arguments()), binding).stream()
                .map(output -> output.reshaped(output.size(1), output.size(2)))
                .toList();
    }

    /**
     * Axes between the batch and the steps are samples more. A mask is not known there: Keras 3 lines its axes up with the
     * last ones of the scores (layers/attention/attention.py 3.15, _apply_scores).
     */
    private List<Value> overLeadingAxes(Call call, Binding binding) {
        Value query = call.input();
        int rank = query.rank();
        int samples = Value.product(query.shape(), 0, rank - 2);
        for (Value input : call.inputs()) {
            if (input.rank() != rank
                    || !Arrays.equals(input.shape(), 0, rank - 2, query.shape(), 0, rank - 2)
                    || input.mask() != null
                    || !call.keywordInputs().isEmpty()) {
                throw new BindException(
                        "takes query, value and key with equal axes before the steps, and without masks");
            }
        }
        List<Value> inputs = call.inputs().stream()
                .map(input -> input.reshaped(samples, input.size(rank - 2), input.lastSize()))
                .toList();
        return bind(new Call(inputs, call.keywordInputs(), call.arguments()), binding).stream()
                .map(output -> {
                    int[] shape = query.shape().clone();
                    shape[rank - 2] = output.size(1);
                    shape[rank - 1] = output.size(2);
                    return output.reshaped(shape);
                })
                .toList();
    }

    /** The mask given by keyword, else the tensor's own: a list of masks in the call leaves none to the tensors. */
    private static @Nullable Mask mask(Call call, String keyword, Value tensor, Binding binding) {
        Value given = call.keywordInputs().get(keyword);
        boolean listed = call.keywordInputs().containsKey("query_mask")
                || call.keywordInputs().containsKey("value_mask");
        return given != null ? Masks.of(given, binding) : listed ? null : tensor.mask();
    }

    /** tanh(query + key) of every pair, weighted and summed over the features. */
    private Value concat(Value query, Value key, Binding binding) {
        int batch = query.size(0);
        int targets = query.size(1);
        int sources = key.size(1);
        int features = query.size(2);
        if (batch != key.size(0)) {
            throw new BindException("takes a key of as many samples as its query");
        }
        if (features != key.size(2) || featureScale.length != 0 && featureScale.length != features) {
            throw new BindException("query and key have as many features");
        }
        Value scores = binding.value(batch, targets, sources);
        binding.step(() -> {
            for (int i = 0; i < scores.data().length; i++) {
                int q = i / sources * features;
                int k = (i / (targets * sources) * sources + i % sources) * features;
                double sum = 0;
                for (int f = 0; f < features; f++) {
                    float part = ElementFunctions.tanh(scale * (query.data()[q + f] + key.data()[k + f]));
                    sum += featureScale.length == 0 ? part : (double) featureScale[f] * part;
                }
                scores.data()[i] = (float) (concatWeight * sum);
            }
        });
        return scores;
    }

    private void scaleAndMask(Value scores, @Nullable Mask valueMask, boolean triangular) {
        int targets = scores.size(1);
        int sources = scores.size(2);
        for (int i = 0; i < scores.data().length; i++) {
            int source = i % sources;
            int target = i / sources % targets;
            if (dot) {
                scores.data()[i] *= scale;
            }
            boolean on = valueMask == null || valueMask.data()[i / (targets * sources) * sources + source];
            if (!on || triangular && source > target) {
                scores.data()[i] -= 1e9f;
            }
        }
    }

    private static void zeroMasked(Value y, Mask mask) {
        int width = y.lastSize();
        for (int row = 0; row < mask.data().length; row++) {
            if (!mask.data()[row]) {
                Arrays.fill(y.data(), row * width, (row + 1) * width, 0);
            }
        }
    }
}
