package io.github.keras4j.engine.dl4j.layers;

import io.github.keras4j.engine.dl4j.arrays.Arrays;
import io.github.keras4j.engine.dl4j.arrays.Functions;
import io.github.keras4j.engine.dl4j.arrays.Ops;
import io.github.keras4j.engine.dl4j.arrays.UnfitException;
import io.github.keras4j.engine.dl4j.arrays.Value;
import io.github.keras4j.model.Attentive;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Attention and AdditiveAttention: {@code softmax(scores(query, key)) value}. Masked values get 1e9 off their scores;
 * where the query is masked the answer is zero, and its mask passes (base_dense_attention.py).
 */
final class AttentionComputations implements Attentive.Visitor<Computation> {
    private interface Scores {
        Value of(Value query, Value key, Parameters weights);
    }

    @Override
    public Computation attention(Attentive.Attention layer) {
        boolean dot = layer.scoreMode().equals("dot");
        if (!dot && !layer.scoreMode().equals("concat")) {
            throw new UnfitException("score_mode is dot or concat. Received: " + layer.scoreMode());
        }
        Scores scores = (query, key, weights) -> {
            if (dot) {
                Value products = MergingComputations.dot(query, 2, key, 2);
                return layer.useScale() ? Ops.mul(products, weights.get("scale")) : products;
            }
            Value sums = pairs(query, key);
            Value scaled = layer.useScale() ? Ops.mul(sums, weights.get("scale")) : sums;
            Value parts = Functions.tanh(scaled);
            return Ops.mul(summed(parts), weights.get("concat_score_weight"));
        };
        return (call, weights) -> run(call, weights, layer.causal(), scores);
    }

    @Override
    public Computation additiveAttention(Attentive.AdditiveAttention layer) {
        Scores scores = (query, key, weights) -> {
            Value parts = Functions.tanh(pairs(query, key));
            return summed(layer.useScale() ? Ops.mul(parts, weights.get("scale")) : parts);
        };
        return (call, weights) -> run(call, weights, layer.causal(), scores);
    }

    @Override
    public Computation multiHeadAttention(Attentive.MultiHeadAttention layer) {
        refuseGate(layer.useGate());
        return new HeadsComputation(
                layer.numHeads(),
                layer.numHeads(),
                layer.keyDim(),
                layer.useBias(),
                layer.attentionAxes(),
                layer.slidingWindow(),
                layer.unattended(),
                layer.lowersByNumber());
    }

    @Override
    public Computation groupedQueryAttention(Attentive.GroupedQueryAttention layer) {
        refuseGate(layer.useGate());
        if (layer.slidingWindow() != 0) {
            throw new UnfitException("keras4j has no sliding window of grouped queries on ND4J. Received:"
                    + " sliding_window_size=" + layer.slidingWindow());
        }
        return new HeadsComputation(
                layer.numQueryHeads(),
                layer.numKeyValueHeads(),
                layer.headDim(),
                layer.useBias(),
                List.of(),
                0,
                layer.unattended(),
                false);
    }

    private static void refuseGate(boolean useGate) {
        if (useGate) {
            throw new UnfitException("keras4j has no gated attention on ND4J. Received: use_gate=True");
        }
    }

    /** query + key of every pair: {@code [batch, targets, sources, features]}. */
    private static Value pairs(Value query, Value key) {
        if (query.size(2) != key.size(2)) {
            throw new UnfitException("query and key have as many features");
        }
        return Ops.add(
                Ops.reshape(query, query.size(0), query.size(1), 1, query.size(2)),
                Ops.reshape(key, key.size(0), 1, key.size(1), key.size(2)));
    }

    private static Value summed(Value parts) {
        return Ops.reshape(Ops.sum(parts, 3), parts.size(0), parts.size(1), parts.size(2));
    }

    private static List<Value> run(Call call, Parameters weights, boolean causal, Scores scores) {
        List<Value> inputs = call.inputs();
        if (inputs.stream().allMatch(input -> input.rank() == 2 && input.mask() == null)
                && call.keywords().isEmpty()) {
            return acrossTheBatch(call, weights, causal, scores);
        }
        Value query = inputs.get(0);
        Value value = inputs.get(1);
        Value key = inputs.size() > 2 ? inputs.get(2) : value;
        if (query.rank() != 3 || value.rank() != 3 || key.rank() != 3 || key.size(1) != value.size(1)) {
            throw new UnfitException("takes query, value and key of (batch, steps, features)");
        }
        Value raw = scores.of(query, key, weights);
        INDArray valueMask = mask(call, "value_mask", value);
        INDArray queryMask = mask(call, "query_mask", query);
        INDArray on = Arrays.ones(raw.data(), 1, 1, 1);
        if (valueMask != null) {
            on = on.mul(Arrays.reshape(valueMask, valueMask.size(0), 1, valueMask.size(1)));
        }
        if (causal || call.isTrue("use_causal_mask")) {
            on = on.mul(triangle(raw.data(), raw.size(1), raw.size(2)));
        }
        Value lowered = Ops.add(raw, Value.of(on.rsub(1).muli(ActivationComputations.MASKED)));
        Value shares = Functions.softmax(lowered, -1);
        Value y = Ops.batchMatmul(shares, value);
        if (queryMask != null) {
            y = Ops.mul(y, Value.of(Arrays.reshape(queryMask, queryMask.size(0), queryMask.size(1), 1)));
        }
        Value output = y.withMask(queryMask);
        return call.isTrue("return_attention_scores") ? List.of(output, shares) : List.of(output);
    }

    /** 1 where a source is not behind its target: {@code [1, targets, sources]}. */
    static INDArray triangle(INDArray like, int targets, int sources) {
        double[] flags = new double[targets * sources];
        for (int i = 0; i < flags.length; i++) {
            flags[i] = i % sources <= i / sources ? 1 : 0;
        }
        return Arrays.of(like, flags, 1, targets, sources);
    }

    /** The mask given by keyword, else the tensor's own: a list of masks in the call leaves none to the tensors. */
    private static @Nullable INDArray mask(Call call, String keyword, Value tensor) {
        Value given = call.keywords().get(keyword);
        boolean listed =
                call.keywords().containsKey("query_mask") || call.keywords().containsKey("value_mask");
        return given != null ? Arrays.nonZero(given.data()) : listed ? null : tensor.mask();
    }

    /** tf.keras's matmul takes inputs without a time axis too, and then attends from sample to sample. */
    private static List<Value> acrossTheBatch(Call call, Parameters weights, boolean causal, Scores scores) {
        List<Value> inputs = call.inputs().stream()
                .map(input -> Ops.reshape(input, 1, input.size(0), input.size(1)))
                .toList();
        return run(call.on(inputs), weights, causal, scores).stream()
                .map(output -> Ops.reshape(output, output.size(1), output.size(2)))
                .toList();
    }
}
