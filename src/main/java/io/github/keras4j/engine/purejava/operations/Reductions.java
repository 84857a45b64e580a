package io.github.keras4j.engine.purejava.operations;

import io.github.keras4j.engine.purejava.program.Groups;
import io.github.keras4j.engine.purejava.values.BindException;
import io.github.keras4j.engine.purejava.values.RefusedException;
import io.github.keras4j.engine.purejava.values.Value;
import io.github.keras4j.model.NumberType;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Operations that make one number of all along some axes; over all axes where none is given. */
final class Reductions {
    /** What makes one number of many. */
    interface Fold {
        double of(double[] values);
    }

    private static final Map<String, Fold> FOLDS = Map.ofEntries(
            Map.entry("all", Reductions::all),
            Map.entry("any", v -> Arrays.stream(v).anyMatch(x -> x != 0) ? 1 : 0),
            Map.entry("amax", Reductions::max),
            Map.entry("amin", Reductions::min),
            Map.entry("count_nonzero", v -> Arrays.stream(v).filter(x -> x != 0).count()),
            Map.entry("logsumexp", Reductions::logSumExp),
            Map.entry("mean", Reductions::mean),
            Map.entry("nanmax", v -> max(withoutNan(v, true))),
            Map.entry("nanmean", v -> mean(withoutNan(v, false))),
            Map.entry("nanmin", v -> min(withoutNan(v, true))),
            Map.entry("nanprod", v -> prod(withoutNan(v, false))),
            Map.entry("nanstd", v -> Math.sqrt(variance(withoutNan(v, false)))),
            Map.entry("nansum", v -> sum(withoutNan(v, false))),
            Map.entry("nanvar", v -> variance(withoutNan(v, false))),
            Map.entry("ptp", v -> max(v) - min(v)),
            Map.entry("std", v -> Math.sqrt(variance(v))),
            Map.entry("var", Reductions::variance));

    private Reductions() {}

    static void addTo(Map<String, Operation> all) {
        FOLDS.forEach((op, fold) -> Operations.single(all, op, call -> reduce(call, fold)));
        Operations.single(all, "mean", Reductions::mean);
        Operations.single(all, "sum", call -> reduce(call, Reductions::sum));
        Operations.single(all, "prod", call -> reduce(call, Reductions::prod));
        Operations.single(all, "max", call -> extreme(call, Reductions::max));
        Operations.single(all, "min", call -> extreme(call, Reductions::min));
        Operations.single(all, "argmax", call -> position(call, false, 1));
        Operations.single(all, "argmin", call -> position(call, false, -1));
        Operations.single(all, "nanargmax", call -> position(call, true, 1));
        Operations.single(all, "nanargmin", call -> position(call, true, -1));
        Operations.single(all, "average", Reductions::average);
        all.put("moments", Reductions::moments);
    }

    /** By arguments {@code axis} and {@code keepdims}. */
    private static Value reduce(OperationCall call, Fold fold) {
        return reduce(call, call.type(), call.x(), call.axes("axis", call.x().rank()), call.flag("keepdims"), fold);
    }

    /** Over all axes. */
    static Value reduce(OperationCall call, NumberType type, Value x, Fold fold) {
        return reduce(call, type, x, call.axes("none", x.rank()), false, fold);
    }

    static Value reduce(OperationCall call, NumberType type, Value x, List<Integer> axes, boolean keepdims, Fold fold) {
        int[] shape = shape(x, axes, keepdims);
        int count = Value.product(shape, 0, shape.length);
        int each = count == 0 ? 0 : x.elements() / count;
        int[] members = members(x, axes, count, each);
        double[] values = new double[each];
        float[] data = x.data();
        return call.fill(type, shape, i -> {
            for (int j = 0; j < each; j++) {
                values[j] = data[members[i * each + j]];
            }
            return fold.of(values);
        });
    }

    /** The shape without these axes, or with 1 in their place. */
    static int[] shape(Value x, List<Integer> axes, boolean keepdims) {
        return IntStream.range(0, x.rank())
                .filter(axis -> keepdims || !axes.contains(axis))
                .map(axis -> axes.contains(axis) ? 1 : x.size(axis))
                .toArray();
    }

    /** For each group, where its members lie, in row-major order. */
    private static int[] members(Value x, List<Integer> axes, int count, int each) {
        int[] group = Groups.of(x.shape(), Groups.others(x.rank(), axes));
        int[] next = new int[count];
        int[] members = new int[count * each];
        for (int i = 0; i < group.length; i++) {
            members[group[i] * each + next[group[i]]++] = i;
        }
        return members;
    }

    /** TensorFlow's mean of whole numbers is one too, cut towards zero. */
    private static Value mean(OperationCall call) {
        boolean whole = call.type().isInteger();
        return reduce(
                call,
                whole
                        ? v -> {
                            double mean = sum(v) / v.length;
                            return mean < 0 ? Math.ceil(mean) : Math.floor(mean);
                        }
                        : Reductions::mean);
    }

    private static Value extreme(OperationCall call, Fold fold) {
        if (!call.has("initial")) {
            return reduce(call, fold);
        }
        double initial = call.type().store(call.number("initial"));
        return reduce(call, v -> fold.of(new double[] {fold.of(v), initial}));
    }

    private static Value position(OperationCall call, boolean nan, int sign) {
        Value x = call.x();
        return positions(call, x, call.axes("axis", x.rank()), call.flag("keepdims"), nan, sign);
    }

    private static Value positions(
            OperationCall call, Value x, List<Integer> axes, boolean keepdims, boolean nan, int sign) {
        return reduce(call, call.type(), x, axes, keepdims, v -> {
            int best = -1;
            boolean anyNan = false;
            for (int i = 0; i < v.length; i++) {
                if (Double.isNaN(v[i])) {
                    if (!nan && !anyNan) {
                        throw new ArithmeticException("a NaN is among the numbers that are compared");
                    }
                    anyNan = true;
                } else if (best < 0 || sign * v[i] > sign * v[best]) {
                    best = i;
                }
            }
            return best;
        });
    }

    private static Value average(OperationCall call) {
        Value x = call.x();
        List<Integer> axes = call.axes("axis", x.rank());
        if (call.optional("weights").isEmpty()) {
            return reduce(call, call.type(), x, axes, false, Reductions::mean);
        }
        Value weights = call.value("weights");
        if (weights.rank() != x.rank()) {
            if (axes.size() != 1 || weights.rank() != 1) {
                throw new BindException("weights have the shape of x, or one axis");
            }
            int[] shape = new int[x.rank()];
            Arrays.fill(shape, 1);
            shape[axes.get(0)] = weights.elements();
            weights = weights.reshaped(shape);
        } else if (!Arrays.equals(weights.shape(), x.shape())) {
            throw new RefusedException("weights that are broadcast are not run. Received: shape " + weights.toShape());
        }
        Value products = Pairwise.zip(call, NumberType.FLOAT32, x, weights, (a, b) -> a * b);
        Value total = reduce(call, NumberType.FLOAT32, products, axes, false, Reductions::sum);
        Value divisor = reduce(call, NumberType.FLOAT32, weights, axes, false, Reductions::sum);
        return Pairwise.zip(call, call.type(), total, divisor, (a, b) -> a / b);
    }

    /** Of half types Keras cuts both to float16's range (keras/src/backend/tensorflow/nn.py 3.15, moments). */
    private static List<Value> moments(OperationCall call) {
        call.flag("synchronized"); // with what other replicas have: there are none
        Value x = call.x();
        List<Integer> axes = call.axes("axes", x.rank());
        boolean keepdims = call.flag("keepdims");
        double most = call.type().isHalf() ? 65504 : Double.POSITIVE_INFINITY;
        return List.of(
                reduce(call, call.type(0), x, axes, keepdims, v -> cut(mean(v), most)),
                reduce(call, call.type(1), x, axes, keepdims, v -> cut(variance(v), most)));
    }

    private static double cut(double value, double most) {
        return Math.max(-most, Math.min(most, value));
    }

    static double all(double[] v) {
        return Arrays.stream(v).allMatch(x -> x != 0) ? 1 : 0;
    }

    static double sum(double[] v) {
        double sum = 0;
        for (double x : v) {
            sum += x;
        }
        return sum;
    }

    static double mean(double[] v) {
        return sum(v) / v.length;
    }

    private static double prod(double[] v) {
        double product = 1;
        for (double x : v) {
            product *= x;
        }
        return product;
    }

    static double max(double[] v) {
        double best = Double.NEGATIVE_INFINITY;
        for (double x : v) {
            best = Math.max(best, x);
        }
        return best;
    }

    static double min(double[] v) {
        double best = Double.POSITIVE_INFINITY;
        for (double x : v) {
            best = Math.min(best, x);
        }
        return best;
    }

    static double variance(double[] v) {
        double mean = mean(v);
        double sum = 0;
        for (double x : v) {
            sum += (x - mean) * (x - mean);
        }
        return sum / v.length;
    }

    private static double logSumExp(double[] v) {
        double best = max(v);
        double sum = 0;
        for (double x : v) {
            sum += Math.exp(x - (Double.isInfinite(best) ? 0 : best));
        }
        return Math.log(sum) + (Double.isInfinite(best) ? 0 : best);
    }

    /** NaN where all are, if that is asked. */
    private static double[] withoutNan(double[] v, boolean orNan) {
        double[] kept = Arrays.stream(v).filter(x -> !Double.isNaN(x)).toArray();
        return kept.length == 0 && orNan ? new double[] {Double.NaN} : kept;
    }
}
