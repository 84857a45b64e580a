package io.github.keras4j.engine.purejava.attention;

import io.github.keras4j.engine.purejava.kernels.ElementFunctions;
import io.github.keras4j.engine.purejava.kernels.Kernels;
import io.github.keras4j.engine.purejava.kernels.Matrix;
import io.github.keras4j.engine.purejava.program.Binding;
import io.github.keras4j.engine.purejava.program.Call;
import io.github.keras4j.engine.purejava.program.CompiledLayer;
import io.github.keras4j.engine.purejava.program.Moves;
import io.github.keras4j.engine.purejava.values.BindException;
import io.github.keras4j.engine.purejava.values.LayerWeights;
import io.github.keras4j.engine.purejava.values.Lines;
import io.github.keras4j.engine.purejava.values.Value;
import io.github.keras4j.model.Attentive;
import io.github.keras4j.model.Weights;
import io.github.keras4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * MultiHeadAttention and GroupedQueryAttention: projections, scaled dot products per head, softmax, and the output's
 * projection. In grouped query attention several query heads share a key and value head.
 */
public final class HeadsAttentionLayer implements CompiledLayer {
    private final int queryHeads;
    private final int keyHeads;
    private final int keyDim;
    private final int valueDim;
    private final List<Integer> attentionAxes;
    private final int slidingWindow;
    private final Projection query;
    private final Projection key;
    private final Projection value;
    private final Projection output;
    private final @Nullable Projection gate;
    private final int[] outputShape;
    private final boolean lowersByNumber;
    private final Attentive.Unattended unattended;

    public HeadsAttentionLayer(Attentive layer, Weights weights, Kernels kernels) {
        boolean useBias;
        boolean useGate;
        if (layer instanceof Attentive.MultiHeadAttention heads) {
            queryHeads = heads.numHeads();
            keyHeads = heads.numHeads();
            keyDim = heads.keyDim();
            valueDim = heads.valueDim();
            useBias = heads.useBias();
            attentionAxes = heads.attentionAxes();
            slidingWindow = heads.slidingWindow();
            useGate = heads.useGate();
            lowersByNumber = heads.lowersByNumber();
            unattended = heads.unattended();
        } else {
            Attentive.GroupedQueryAttention grouped = (Attentive.GroupedQueryAttention) layer;
            queryHeads = grouped.numQueryHeads();
            keyHeads = grouped.numKeyValueHeads();
            keyDim = grouped.headDim();
            valueDim = grouped.headDim();
            useBias = grouped.useBias();
            attentionAxes = List.of();
            slidingWindow = grouped.slidingWindow();
            useGate = grouped.useGate();
            lowersByNumber = false;
            unattended = grouped.unattended();
        }
        query = new Projection(weights.child("query"), 1, queryHeads * keyDim, useBias, kernels);
        key = new Projection(weights.child("key"), 1, keyHeads * keyDim, useBias, kernels);
        value = new Projection(weights.child("value"), 1, keyHeads * valueDim, useBias, kernels);
        gate = useGate ? new Projection(weights.child("gate"), 1, queryHeads * valueDim, useBias, kernels) : null;
        Tensor out = weights.child("output").get("kernel");
        outputShape = Arrays.copyOfRange(out.shape().sizes(), 2, out.shape().rank());
        output = new Projection(
                weights.child("output"), 2, Value.product(outputShape, 0, outputShape.length), useBias, kernels);
    }

    /** A kernel whose first {@code inAxes} axes are summed over. */
    private static final class Projection {
        private final Matrix kernel;
        private final float[] bias;

        Projection(Weights weights, int inAxes, int out, boolean useBias, Kernels kernels) {
            Tensor values = weights.get("kernel");
            int in = Value.product(values.shape().sizes(), 0, inAxes);
            if (values.size() != in * out) {
                throw new IllegalArgumentException(
                        "kernel has another shape. Received: " + values.shape() + "; expected " + out + " outputs");
            }
            kernel = kernels.pack(values.toFloats(), in, out);
            bias = useBias ? LayerWeights.flat(weights, "bias", out) : new float[out];
        }

        Value bind(Value x, int rows, Binding binding) {
            int in = kernel.rows();
            int out = kernel.columns();
            if (x.elements() != rows * in) {
                throw new BindException("takes " + in + " features");
            }
            Value y = binding.passing(rows, out);
            Kernels kernels = binding.kernels();
            binding.step(() -> kernels.affine(rows, x.data(), 0, in, kernel, bias, y.data(), 0, out));
            return y;
        }
    }

    @Override
    public List<Value> bind(Call call, Binding binding) {
        Value q = call.inputs().get(0);
        Value v = call.inputs().get(call.inputs().size() > 1 ? 1 : 0);
        Value k = call.inputs().size() > 2 ? call.inputs().get(2) : v;
        int rank = q.rank();
        if (rank < 3 || v.rank() != rank || k.rank() != rank) {
            throw new BindException("takes query, value and key of (batch, ..., features)");
        }
        int[] order = order(rank);
        int free = order.length - 1 - attended(rank).length;
        Value moved = free == 1 ? q : Moves.transpose(q, binding, order);
        Value queries = free == 1 ? q : moved;
        Value keys = free == 1 ? k : Moves.transpose(k, binding, order);
        Value values = free == 1 ? v : Moves.transpose(v, binding, order);
        int batch = Value.product(queries.shape(), 0, free);
        int targets = Value.product(queries.shape(), free, rank - 1);
        int sources = Value.product(keys.shape(), free, rank - 1);

        Value projectedQuery = query.bind(queries, batch * targets, binding);
        Value projectedKey = key.bind(keys, batch * sources, binding);
        Value projectedValue = value.bind(values, batch * sources, binding);
        Value scores = binding.passing(batch, queryHeads, targets, sources);
        AttentionMask mask = AttentionMask.of(
                call, attended(rank).length, slidingWindow, scores, () -> scoresShape(queries, keys, free), binding);
        Value context = binding.passing(batch * targets, queryHeads * valueDim);
        boolean givesScores = Boolean.TRUE.equals(call.arguments().get("return_attention_scores"));
        boolean zeroRows = switch (unattended) {
            case LOWERED -> false;
            case ZERO -> true;
            case MEAN_ON_ONE_AXIS -> rank != 3 || givesScores;
        };
        Kernels kernels = binding.kernels();
        float factor = (float) (1 / Math.sqrt(keyDim));
        binding.step(() -> {
            float[] all = projectedQuery.data();
            for (int i = 0; i < all.length; i++) {
                all[i] *= factor;
            }
            score(kernels, projectedQuery, projectedKey, scores);
            mask.softmax(kernels, scores, unattended == Attentive.Unattended.LOWERED, lowersByNumber, zeroRows);
            combine(kernels, scores, projectedValue, context);
        });
        if (gate != null) {
            Value gates = gate.bind(queries, batch * targets, binding);
            binding.step(() -> {
                for (int i = 0; i < gates.data().length; i++) {
                    context.data()[i] *= ElementFunctions.sigmoid(gates.data()[i]);
                }
            });
        }
        Value flat = output.bind(context, batch * targets, binding);
        for (Value inner : List.of(projectedQuery, projectedKey, projectedValue, context)) {
            binding.release(inner.data());
        }
        if (!givesScores) {
            binding.release(scores.data());
        }

        int[] shape = Arrays.copyOf(queries.shape(), rank - 1 + outputShape.length);
        System.arraycopy(outputShape, 0, shape, rank - 1, outputShape.length);
        Value y = flat.reshaped(shape);
        if (free != 1) {
            y = Moves.transpose(y, binding, inverse(order, shape.length));
        }
        List<Value> outputs = new ArrayList<>(List.of(y.withMask(q.mask())));
        if (givesScores) {
            outputs.add(scores.reshaped(scoresShape(queries, keys, free)));
        }
        return outputs;
    }

    /** (batch, free..., heads, targets..., sources...), the attended axes in the order in which they are named. */
    private int[] scoresShape(Value queries, Value keys, int free) {
        for (int i = 1; i < attentionAxes.size(); i++) {
            if (attentionAxes.get(i) < attentionAxes.get(i - 1)) {
                throw new BindException(
                        "attended axes out of order, with their scores or a mask of them. Received: " + attentionAxes);
            }
        }
        List<Integer> shape = new ArrayList<>();
        Arrays.stream(queries.shape(), 0, free).forEach(shape::add);
        shape.add(queryHeads);
        Arrays.stream(queries.shape(), free, queries.rank() - 1).forEach(shape::add);
        Arrays.stream(keys.shape(), free, keys.rank() - 1).forEach(shape::add);
        return shape.stream().mapToInt(Integer::intValue).toArray();
    }

    private int[] attended(int rank) {
        return attentionAxes.isEmpty()
                ? IntStream.range(1, rank - 1).toArray()
                : attentionAxes.stream()
                        .mapToInt(axis -> Lines.axis(rank, axis))
                        .sorted()
                        .toArray();
    }

    /** The free axes, then the attended ones, then the features. */
    private int[] order(int rank) {
        int[] attended = attended(rank);
        IntStream free = IntStream.range(0, rank - 1)
                .filter(axis -> Arrays.stream(attended).noneMatch(a -> a == axis));
        return IntStream.concat(IntStream.concat(free, Arrays.stream(attended)), IntStream.of(rank - 1))
                .toArray();
    }

    private static int[] inverse(int[] order, int rank) {
        int[] inverse = IntStream.range(0, rank).toArray();
        for (int i = 0; i < order.length - 1; i++) {
            inverse[order[i]] = i;
        }
        return inverse;
    }

    private void score(Kernels kernels, Value q, Value k, Value scores) {
        int targets = scores.size(2);
        int sources = scores.size(3);
        int share = queryHeads / keyHeads;
        for (int batch = 0; batch < scores.size(0); batch++) {
            for (int head = 0; head < queryHeads; head++) {
                kernels.product(
                        targets,
                        sources,
                        keyDim,
                        q.data(),
                        (batch * targets * queryHeads + head) * keyDim,
                        queryHeads * keyDim,
                        k.data(),
                        (batch * sources * keyHeads + head / share) * keyDim,
                        1,
                        keyHeads * keyDim,
                        scores.data(),
                        (batch * queryHeads + head) * targets * sources,
                        sources);
            }
        }
    }

    private void combine(Kernels kernels, Value weights, Value v, Value context) {
        int targets = weights.size(2);
        int sources = weights.size(3);
        int share = queryHeads / keyHeads;
        for (int batch = 0; batch < weights.size(0); batch++) {
            for (int head = 0; head < queryHeads; head++) {
                kernels.product(
                        targets,
                        valueDim,
                        sources,
                        weights.data(),
                        (batch * queryHeads + head) * targets * sources,
                        sources,
                        v.data(),
                        (batch * sources * keyHeads + head / share) * valueDim,
                        keyHeads * valueDim,
                        1,
                        context.data(),
                        (batch * targets * queryHeads + head) * valueDim,
                        queryHeads * valueDim);
            }
        }
    }
}
