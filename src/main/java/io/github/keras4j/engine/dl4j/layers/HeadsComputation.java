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
        long[] whole = whole(queries, keys, free.length);
        INDArray on = mask(call, q.data(), (int) targets, (int) sources, whole, 2 * attended.length);
        Value shares = shares(scores, on, rank != 3 || givesScores, attended.length > 1);
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

    /** The scores' shape with every axis apart: (batch, free..., heads, targets..., sources...). */
    private long[] whole(Value queries, Value keys, int free) {
        int attended = queries.rank() - 1 - free;
        long[] whole = java.util.Arrays.copyOf(queries.shape(), free + 1 + 2 * attended);
        whole[free] = queryHeads;
        System.arraycopy(queries.shape(), free, whole, free + 1, attended);
        System.arraycopy(keys.shape(), free, whole, free + 1 + attended, attended);
        return whole;
    }

    private Value shares(Value scores, @Nullable INDArray on, boolean zeroOffOneAxis, boolean manyAxes) {
        if (on == null) {
            return Functions.softmax(scores, -1);
        }
        Value masked = Value.of(Arrays.number(scores.data(), ActivationComputations.MASKED));
        Value lowered = unattended == Unattended.LOWERED
                ? Ops.add(scores, Value.of(on.rsub(1).muli(ActivationComputations.MASKED)))
                : Ops.where(on, scores, masked);
        Value shares = manyAxes ? ActivationComputations.axesSoftmax(lowered, 3) : Functions.softmax(lowered, -1);
        boolean zero = unattended == Unattended.ZERO || unattended == Unattended.MEAN_ON_ONE_AXIS && zeroOffOneAxis;
        return zero ? Ops.mul(shares, Value.of(on.max(true, on.rank() - 1))) : shares;
    }

    /**
     * All masks together, as {@code [batch, 1 or heads, targets, sources]}; null where there is none.
     *
     * @param last how many axes of {@code whole} are targets and sources
     */
    private @Nullable INDArray mask(Call call, INDArray like, int targets, int sources, long[] whole, int last) {
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
        if (whole.length > 4 && !parts.isEmpty()) {
            throw new UnfitException("masks are known for (batch, steps, features) only");
        }
        Value given = call.keywords().get("attention_mask");
        if (given != null) {
            boolean alone = parts.isEmpty() && !call.isTrue("use_causal_mask");
            INDArray numbers = given.data();
            INDArray on = lowersByNumber && alone ? numbers : Arrays.nonZero(numbers);
            parts.add(Arrays.reshape(spread(given, on, whole, last), -1, heads(given, whole, last), targets, sources));
        }
        if (call.isTrue("use_causal_mask")) {
            // the triangle is over the first axis after the batch, whichever is attended (_compute_causal_mask)
            Value attended = call.inputs().get(Math.min(1, call.inputs().size() - 1));
            if (call.inputs().get(0).size(1) != targets || attended.size(1) != sources) {
                throw new UnfitException("a causal mask is over axis 1, which is not the attended one");
            }
            parts.add(Arrays.reshape(AttentionComputations.triangle(like, targets, sources), 1, 1, targets, sources));
        }
        INDArray all = null;
        for (INDArray part : parts) {
            all = all == null ? part : all.mul(part);
        }
        return all;
    }

    /** What a mask has along the axis of heads: missing axes stand before the targets (_masked_softmax). */
    private static long heads(Value mask, long[] whole, int last) {
        return mask.rank() == whole.length ? mask.size(whole.length - last - 1) : 1;
    }

    /** A given mask, over every axis of the scores but that of heads. */
    private INDArray spread(Value mask, INDArray on, long[] whole, int last) {
        int rank = mask.rank();
        if (rank < last || rank > whole.length) {
            throw new UnfitException(
                    "an attention_mask is (batch, targets, sources) or (batch, heads, targets, sources),"
                            + " every attended axis one by one");
        }
        for (int i = 1; i < attentionAxes.size(); i++) {
            if (attentionAxes.get(i) < attentionAxes.get(i - 1)) {
                throw new UnfitException("a mask of attended axes out of order. Received: " + attentionAxes);
            }
        }
        long[] shape = new long[whole.length];
        java.util.Arrays.fill(shape, 1);
        System.arraycopy(mask.shape(), 0, shape, 0, rank - last);
        System.arraycopy(mask.shape(), rank - last, shape, shape.length - last, last);
        long[] target = whole.clone();
        target[whole.length - last - 1] = heads(mask, whole, last);
        for (int axis = 0; axis < shape.length; axis++) {
            if (shape[axis] != 1 && shape[axis] != target[axis]) {
                throw new UnfitException("an attention_mask does not broadcast to the scores");
            }
        }
        return Arrays.reshape(on, shape).broadcast(target);
    }

    private static int[] inverse(int[] order, int rank) {
        int[] inverse = IntStream.range(0, rank).toArray();
        for (int i = 0; i < order.length - 1; i++) {
            inverse[order[i]] = i;
        }
        return inverse;
    }
}
