package io.github.keras4j.engine.purejava.operations;

import io.github.keras4j.engine.purejava.values.BindException;
import io.github.keras4j.engine.purejava.values.Lines;
import io.github.keras4j.engine.purejava.values.RefusedException;
import io.github.keras4j.engine.purejava.values.Value;
import io.github.keras4j.model.NumberType;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** What scales a tensor by its own or given moments and norms, and attention. */
final class Normalizations {
    /** Keras's backend.epsilon(), which no file stores: its default. */
    static final double EPSILON = 1e-7;

    private Normalizations() {}

    static void addTo(Map<String, Operation> all) {
        Operations.single(all, "batch_normalization", Normalizations::batch);
        Operations.single(all, "layer_normalization", Normalizations::layer);
        Operations.single(all, "rms_normalization", Normalizations::rms);
        Operations.single(all, "normalize", Normalizations::normalize);
        Operations.single(all, "l2_normalize", call -> {
            Value x = call.x();
            double epsilon = call.number("epsilon");
            return scaled(
                    call,
                    x,
                    call.axes("axis", x.rank()),
                    v -> 1 / Math.sqrt(Math.max(Reductions.sum(squares(v)), epsilon)));
        });
        Operations.single(all, "clip_by_norm", call -> {
            Value x = call.value("x");
            Value limit = call.value("clip_norm");
            if (limit.elements() != 1) {
                throw new RefusedException("clip_by_norm by several norms is not run");
            }
            return scaled(call, x, call.axes("axes", x.rank()), v -> {
                double most = limit.data()[0];
                return most / Math.max(Math.sqrt(Reductions.sum(squares(v))), most);
            });
        });
        Operations.single(all, "local_response_normalization", Normalizations::localResponse);
        Operations.single(all, "bias_add", Normalizations::biasAdd);
        Operations.single(all, "per_image_standardization", Normalizations::perImage);
        Operations.single(all, "dot_product_attention", Normalizations::attention);
    }

    private static double epsilon(OperationCall call) {
        return call.optionalNumber("epsilon").orElse(EPSILON);
    }

    static double[] squares(double[] v) {
        return Arrays.stream(v).map(x -> x * x).toArray();
    }

    private static Value times(OperationCall call, Value a, Value b) {
        return Pairwise.zip(call, call.type(), a, b, (x, y) -> x * y);
    }

    private static Value plus(OperationCall call, Value a, Value b) {
        return Pairwise.zip(call, call.type(), a, b, Double::sum);
    }

    /** x times a factor for each group of elements along the axes. */
    private static Value scaled(OperationCall call, Value x, List<Integer> axes, Reductions.Fold factor) {
        return times(call, x, Reductions.reduce(call, NumberType.FLOAT32, x, axes, true, factor));
    }

    private static Value batch(OperationCall call) {
        Value x = call.value("x");
        List<Integer> axes = call.axes("axis", x.rank());
        double epsilon = call.number("epsilon");
        if (axes.size() != 1) {
            throw new RefusedException("batch_normalization over several axes is not run. Received: axis=" + axes);
        }
        int axis = axes.get(0);
        Value mean = along(call.value("mean"), x, axis);
        Value variance = along(call.value("variance"), x, axis);
        Value scale = call.optional("scale").map(v -> along(v, x, axis)).orElse(null);
        Value offset = call.optional("offset").map(v -> along(v, x, axis)).orElse(null);
        Value factor = Pairwise.zip(
                call,
                NumberType.FLOAT32,
                variance,
                scale == null ? new Value(new float[] {1}, new int[0]) : scale,
                (v, s) -> s / Math.sqrt(v + epsilon));
        Value y = times(call, Pairwise.zip(call, NumberType.FLOAT32, x, mean, (a, b) -> a - b), factor);
        return offset == null ? y : plus(call, y, offset);
    }

    /** A vector along one axis of x; what has more axes is broadcast as it is. */
    private static Value along(Value v, Value x, int axis) {
        if (v.rank() != 1) {
            return v;
        }
        int[] shape = new int[x.rank()];
        Arrays.fill(shape, 1);
        shape[axis] = v.elements();
        return v.reshaped(shape);
    }

    /** With rms_scaling Keras 3.15 divides by the deviation without taking the mean off first. */
    private static Value layer(OperationCall call) {
        Value x = call.value("x");
        List<Integer> axes = call.axes("axis", x.rank());
        double epsilon = epsilon(call);
        Value factor = Reductions.reduce(
                call, NumberType.FLOAT32, x, axes, true, v -> 1 / Math.sqrt(Reductions.variance(v) + epsilon));
        Value centred = x;
        boolean rms = call.flag("rms_scaling");
        if (!rms) {
            Value mean = Reductions.reduce(call, NumberType.FLOAT32, x, axes, true, Reductions::mean);
            centred = Pairwise.zip(call, NumberType.FLOAT32, x, mean, (a, b) -> a - b);
        }
        Value y = times(call, centred, factor);
        Value gamma = call.optional("gamma").map(v -> over(v, x, axes)).orElse(null);
        Value beta = call.optional("beta").map(v -> over(v, x, axes)).orElse(null);
        if (rms && beta != null) {
            throw new RefusedException("layer_normalization with rms_scaling and beta is not run");
        }
        y = gamma == null ? y : times(call, y, gamma);
        return beta == null ? y : plus(call, y, beta);
    }

    private static Value over(Value v, Value x, List<Integer> axes) {
        if (v.rank() == x.rank() || axes.equals(List.of(x.rank() - 1))) {
            return v;
        }
        int[] shape = new int[x.rank()];
        Arrays.fill(shape, 1);
        axes.forEach(axis -> shape[axis] = x.size(axis));
        return v.reshaped(shape);
    }

    private static Value rms(OperationCall call) {
        Value x = call.value("x");
        double epsilon = epsilon(call);
        Value y =
                scaled(call, x, call.axes("axis", x.rank()), v -> 1 / Math.sqrt(Reductions.mean(squares(v)) + epsilon));
        return call.optional("scale").isEmpty() ? y : times(call, y, call.value("scale"));
    }

    private static Value normalize(OperationCall call) {
        Value x = call.x();
        double order = call.number("order");
        double epsilon = epsilon(call);
        List<Integer> axes = call.axes("axis", x.rank());
        if (order != 2 && axes.size() != 1) {
            throw new RefusedException("normalize of matrices is not run. Received: axis=" + axes + ", order=" + order);
        }
        return scaled(call, x, axes, v -> {
            if (order == 2) {
                return Math.min(1 / Math.sqrt(Reductions.sum(squares(v))), 1 / epsilon);
            }
            double[] powers =
                    Arrays.stream(v).map(a -> Math.pow(Math.abs(a), order)).toArray();
            return 1 / Math.max(Math.pow(Reductions.sum(powers), 1 / order), epsilon);
        });
    }

    private static Value localResponse(OperationCall call) {
        Value x = call.x();
        int radius = call.integer("depth_radius");
        double bias = call.number("bias");
        double alpha = call.number("alpha");
        double beta = call.number("beta");
        int channels = x.lastSize();
        return call.fill(x.shape(), i -> {
            int channel = i % channels;
            double sum = 0;
            for (int c = Math.max(0, channel - radius); c <= Math.min(channels - 1, channel + radius); c++) {
                double v = x.data()[i - channel + c];
                sum += v * v;
            }
            return x.data()[i] / Math.pow(bias + alpha * sum, beta);
        });
    }

    private static Value biasAdd(OperationCall call) {
        boolean first = Layout.first(call);
        Value x = call.value("x");
        Value bias = call.value("bias");
        int axis = first ? 1 : x.rank() - 1;
        if (bias.rank() != 1 || bias.elements() != x.size(axis)) {
            throw new BindException("a bias has one number for each channel. Received: shape " + bias.toShape());
        }
        return plus(call, x, along(bias, x, axis));
    }

    /** tensorflow/python/ops/image_ops_impl.py: a deviation of at least 1 / sqrt(number of pixels). */
    private static Value perImage(OperationCall call) {
        Value x = call.x();
        List<Integer> axes = List.of(x.rank() - 3, x.rank() - 2, x.rank() - 1);
        Value mean = Reductions.reduce(call, NumberType.FLOAT32, x, axes, true, Reductions::mean);
        Value centred = Pairwise.zip(call, NumberType.FLOAT32, x, mean, (a, b) -> a - b);
        Value factor = Reductions.reduce(
                call,
                NumberType.FLOAT32,
                x,
                axes,
                true,
                v -> 1 / Math.max(Math.sqrt(Reductions.variance(v)), 1 / Math.sqrt(v.length)));
        return times(call, centred, factor);
    }

    /** Query {@code [batch, T, heads, size]}, key and value {@code [batch, S, heads, size]}. */
    private static Value attention(OperationCall call) {
        if (call.has("flash_attention") && call.flag("flash_attention") || call.has("attn_logits_soft_cap")) {
            throw new RefusedException("dot_product_attention is run without flash_attention and attn_logits_soft_cap");
        }
        Value query = call.value("query");
        Value key = heads(call, call.value("key"), query);
        Value value = heads(call, call.value("value"), query);
        double scale = call.optionalNumber("scale").orElse(1 / Math.sqrt(key.lastSize()));
        Value logits = Einsum.bind("BTNH,BSNH->BNTS", List.of(query, key), call.binding());
        logits = Pairwise.zip(
                call, NumberType.FLOAT32, logits, new Value(new float[] {(float) scale}, new int[0]), (a, b) -> a * b);
        if (call.optional("bias").isPresent()) {
            logits = Pairwise.zip(call, NumberType.FLOAT32, logits, call.value("bias"), Double::sum);
        }
        double low = -0.7 * Float.MAX_VALUE;
        if (call.optional("mask").isPresent()) {
            logits = Pairwise.zip(
                    call, NumberType.FLOAT32, logits, call.value("mask"), (a, keep) -> keep != 0 ? a : low);
        }
        if (call.flag("is_causal")) {
            Value all = logits;
            int t = all.size(-2);
            int s = all.lastSize();
            logits = call.floats(all.shape(), i -> i % s <= i / s % t ? all.data()[i] : low);
        }
        Lines lines = Lines.of(logits.shape(), -1);
        Value weights = call.binding().copy(logits);
        call.step(() -> call.binding().kernels().softmax(lines.count(), lines.length(), weights.data(), 0));
        return Einsum.bind("BNTS,BSNH->BTNH", List.of(weights, value), call.binding());
    }

    /** A head of keys serves several of queries. */
    private static Value heads(OperationCall call, Value x, Value query) {
        if (x.rank() != 4 || query.rank() != 4 || query.size(2) % x.size(2) != 0) {
            throw new BindException("attention takes tensors of four axes");
        }
        int groups = query.size(2) / x.size(2);
        return groups == 1 ? x : Reshapes.along(call, x, 2, query.size(2), head -> head / groups);
    }
}
