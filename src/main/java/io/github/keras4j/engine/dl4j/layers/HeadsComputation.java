package io.github.keras4j.engine.dl4j.layers;

import io.github.keras4j.engine.dl4j.arrays.Arrays;
import io.github.keras4j.engine.dl4j.arrays.Functions;
import io.github.keras4j.engine.dl4j.arrays.Ops;
import io.github.keras4j.engine.dl4j.arrays.UnfitException;
import io.github.keras4j.engine.dl4j.arrays.Value;
import io.github.keras4j.model.Attentive.Unattended;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * MultiHeadAttention and GroupedQueryAttention: projections, scaled dot products per head, softmax, and the output's
 * projection (multi_head_attention.py). In grouped query attention several query heads share a key and value head.
 */
record HeadsComputation(
        int queryHeads,
        int keyHeads,
        int keyDim,
        boolean useBias,
        List<Integer> attentionAxes,
        int slidingWindow,
        Unattended unattended,
        boolean lowersByNumber)
        implements Computation {
    @Override
    public List<Value> run(Call call, Parameters weights) {
        Value q = call.inputs().get(0);
        Value v = call.inputs().get(call.inputs().size() > 1 ? 1 : 0);
        Value k = call.inputs().size() > 2 ? call.inputs().get(2) : v;
        int rank = q.rank();
        if (rank < 3 || v.rank() != rank || k.rank() != rank) {
            throw new UnfitException("takes query, value and key of (batch, ..., features)");
        }
        int[] attended = attentionAxes.isEmpty()
                ? IntStream.range(1, rank - 1).toArray()
                : NormalizingComputations.axes(rank, attentionAxes);
        int[] free = NormalizingComputations.others(rank - 1, attended);
        int[] order = IntStream.concat(
                        IntStream.concat(IntStream.of(free), IntStream.of(attended)), IntStream.of(rank - 1))
                .toArray();
        Value queries = Ops.permute(q, order);
        Value keys = Ops.permute(k, order);
        Value values = Ops.permute(v, order);
        long batch = Arrays.product(queries.shape(), 0, free.length);
        long targets = Arrays.product(queries.shape(), free.length, rank - 1);
        long sources = Arrays.product(keys.shape(), free.length, rank - 1);
        Value query = heads(queries, weights.child("query"), batch, targets, queryHeads, 1);
        Value key = heads(keys, weights.child("key"), batch, sources, keyHeads, queryHeads / keyHeads);
        Value value = heads(values, weights.child("value"), batch, sources, keyHeads, queryHeads / keyHeads);
        Value scores = Ops.batchMatmul(Ops.mul(query, 1 / Math.sqrt(keyDim)), Ops.permute(key, 0, 1, 3, 2));
        boolean givesScores = call.isTrue("return_attention_scores");
        INDArray on = mask(call, q.data(), (int) targets, (int) sources, rank == 3);
        Value shares = shares(scores, on, rank != 3 || givesScores);
        Value context = Ops.permute(Ops.batchMatmul(shares, value), 0, 2, 1, 3);
        Value kernel = weights.child("output").get("kernel");
        long width = (long) context.size(2) * context.size(3);
        Value flat = Ops.matmul(
                Ops.reshape(context, batch * targets, width), Ops.reshape(kernel, width, kernel.length() / width));
        Value bias = useBias ? weights.child("output").get("bias") : null;
        Value biased = bias == null ? flat : Ops.add(flat, Ops.reshape(bias, bias.length()));
        long[] shape = java.util.Arrays.copyOf(queries.shape(), rank - 1 + kernel.rank() - 2);
        System.arraycopy(kernel.shape(), 2, shape, rank - 1, kernel.rank() - 2);
        Value y = Ops.permute(Ops.reshape(biased, shape), inverse(order, shape.length));
        List<Value> outputs = new ArrayList<>(List.of(y.withMask(q.mask())));
        if (givesScores) {
            if (rank != 3) {
                throw new UnfitException("attention scores of more than one attended axis");
            }
            outputs.add(shares);
        }
        return outputs;
    }

    /** {@code [batch, heads, positions, size]}, each head as often as queries share it. */
    private Value heads(Value x, Parameters weights, long batch, long positions, int heads, int shared) {
        Value kernel = weights.get("kernel");
        long out = kernel.length() / kernel.size(0);
        Value rows =
                Ops.matmul(Ops.reshape(x, batch * positions, x.size(-1)), Ops.reshape(kernel, kernel.size(0), out));
        Value biased = useBias ? Ops.add(rows, Ops.reshape(weights.get("bias"), out)) : rows;
        Value apart = Ops.permute(Ops.reshape(biased, batch, positions, heads, out / heads), 0, 2, 1, 3);
        if (shared == 1) {
            return apart;
        }
        List<Value> repeated = new ArrayList<>();
        for (int head = 0; head < heads; head++) {
            for (int i = 0; i < shared; i++) {
                repeated.add(Ops.part(apart, 1, head, head + 1));
            }
        }
        return Ops.concat(1, repeated);
    }

    private Value shares(Value scores, @Nullable INDArray on, boolean zeroOffOneAxis) {
        if (on == null) {
            return Functions.softmax(scores, -1);
        }
        Value masked = Value.of(Arrays.number(scores.data(), ActivationComputations.MASKED));
        Value lowered = unattended == Unattended.LOWERED
                ? Ops.add(scores, Value.of(on.rsub(1).muli(ActivationComputations.MASKED)))
                : Ops.where(on, scores, masked);
        Value shares = Functions.softmax(lowered, -1);
        boolean zero = unattended == Unattended.ZERO || unattended == Unattended.MEAN_ON_ONE_AXIS && zeroOffOneAxis;
        return zero ? Ops.mul(shares, Value.of(on.max(true, on.rank() - 1))) : shares;
    }

    /** All masks together, as {@code [batch, 1, targets, sources]}; null where there is none. */
    private @Nullable INDArray mask(Call call, INDArray like, int targets, int sources, boolean plain) {
        List<INDArray> parts = new ArrayList<>();
        for (int i = 0; i < call.inputs().size(); i++) {
            Value given = call.keywords()
                    .get(List.of("query_mask", "value_mask", "key_mask").get(i));
            INDArray mask = given == null ? call.inputs().get(i).mask() : Arrays.nonZero(given.data());
            if (mask != null) {
                parts.add(Arrays.reshape(mask, mask.size(0), 1, i == 0 ? targets : 1, i == 0 ? 1 : sources));
            }
        }
        if (slidingWindow > 0) {
            double[] near = new double[targets * sources];
            for (int i = 0; i < near.length; i++) {
                near[i] = Math.abs(i % sources - i / sources) < slidingWindow ? 1 : 0;
            }
            parts.add(Arrays.of(like, near, 1, 1, targets, sources));
        }
        Value given = call.keywords().get("attention_mask");
        if (given != null) {
            boolean alone = parts.isEmpty() && !call.isTrue("use_causal_mask");
            INDArray numbers = given.data();
            parts.add(spread(given, lowersByNumber && alone ? numbers : Arrays.nonZero(numbers)));
        }
        if (!plain && !parts.isEmpty()) {
            throw new UnfitException("masks are known for (batch, steps, features) only");
        }
        if (call.isTrue("use_causal_mask")) {
            parts.add(Arrays.reshape(AttentionComputations.triangle(like, targets, sources), 1, 1, targets, sources));
        }
        INDArray all = null;
        for (INDArray part : parts) {
            all = all == null ? part : all.mul(part);
        }
        return all;
    }

    private static INDArray spread(Value mask, INDArray on) {
        if (mask.rank() == 4) {
            return on;
        }
        if (mask.rank() > 4) {
            throw new UnfitException("an attention_mask is (batch, heads, targets, sources)");
        }
        long[] shape = {1, 1, 1, 1};
        for (int i = 1; i <= mask.rank(); i++) {
            shape[i == 3 ? 0 : 4 - i] = mask.size(mask.rank() - i);
        }
        return Arrays.reshape(on, shape);
    }

    private static int[] inverse(int[] order, int rank) {
        int[] inverse = IntStream.range(0, rank).toArray();
        for (int i = 0; i < order.length - 1; i++) {
            inverse[order[i]] = i;
        }
        return inverse;
    }
}
