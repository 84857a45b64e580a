package io.github.keras4j.engine.purejava.operations;

import io.github.keras4j.engine.purejava.values.RefusedException;
import io.github.keras4j.engine.purejava.values.Value;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Quantiles and norms along axes. */
final class Quantiles {
    private Quantiles() {}

    static void addTo(Map<String, Operation> all) {
        Operations.single(all, "median", call -> quantile(call, 0.5, false));
        Operations.single(all, "nanmedian", call -> quantile(call, 0.5, true));
        Operations.single(all, "quantile", call -> quantiles(call, 1, false));
        Operations.single(all, "nanquantile", call -> quantiles(call, 1, true));
        Operations.single(all, "percentile", call -> quantiles(call, 100, false));
        Operations.single(all, "nanpercentile", call -> quantiles(call, 100, true));
        Operations.single(all, "norm", call -> norm(call, false));
        Operations.single(all, "tf_norm", call -> norm(call, true));
    }

    private static Value quantile(OperationCall call, double q, boolean nan) {
        Value x = call.x();
        List<Integer> axes = call.axes("axis", x.rank());
        boolean keepdims = call.flag("keepdims");
        if (nan && axes.isEmpty()) { // nanmedian in keras/src/backend/tensorflow/numpy.py 3.15
            return x;
        }
        return Reductions.reduce(call, call.type(), x, axes, keepdims, v -> quantile(v, q, nan));
    }

    /** Several quantiles lie along a new first axis. */
    private static Value quantiles(OperationCall call, double scale, boolean nan) {
        Value x = call.value("x");
        Value q = call.value("q");
        if (q.rank() > 1) {
            throw new RefusedException("quantiles in several axes are not run. Received: shape " + q.toShape());
        }
        if (!call.text("method").equals("linear")) { // Quantile.call in keras/src/ops/numpy.py
            throw new RefusedException("quantiles are linear: Keras 3.15 stores another method and does not use it."
                    + " Received: method=" + call.text("method"));
        }
        List<Integer> axes = call.axes("axis", x.rank());
        boolean keepdims = call.flag("keepdims");
        List<Value> parts = new java.util.ArrayList<>();
        for (int i = 0; i < q.elements(); i++) {
            int at = i;
            parts.add(Reductions.reduce(
                    call, call.type(), x, axes, keepdims, v -> quantile(v, q.data()[at] / scale, nan)));
        }
        return q.rank() == 0 ? parts.get(0) : Joins.stack(parts, 0, call.binding());
    }

    /** keras/src/backend/tensorflow/numpy.py 3.15, _quantile: beyond 0 and 1 the last two numbers' line goes on. */
    private static double quantile(double[] given, double q, boolean nan) {
        double[] v = nan ? Arrays.stream(given).filter(x -> !Double.isNaN(x)).toArray() : given.clone();
        if (v.length == 0 || Arrays.stream(v).anyMatch(Double::isNaN)) {
            return Double.NaN;
        }
        Arrays.sort(v);
        int last = v.length - 1;
        double at = q * last;
        int low = (int) Math.max(0, Math.min(last, Math.ceil(at)) - 1);
        int high = Math.min(low + 1, last);
        double ofLow = high - at;
        return v[high] * (1 - ofLow) + v[low] * ofLow;
    }

    /**
     * Of vectors along one axis, of matrices along two, Frobenius's over more where no order is given.
     *
     * @param flattens whether a norm over all axes takes them for one vector, as TensorFlow does
     */
    private static Value norm(OperationCall call, boolean flattens) {
        Value x = call.x();
        List<Integer> axes = call.has("axis")
                ? call.integers("axis").stream()
                        .map(axis -> io.github.keras4j.engine.purejava.values.Lines.axis(x.rank(), axis))
                        .toList()
                : call.axes("axis", x.rank());
        boolean keepdims = call.flag("keepdims");
        boolean all = !call.has("axis");
        Object ord = call.has("ord") ? call.any("ord") : "fro";
        if (ord.equals("fro") && !(axes.size() == 1 && call.has("ord")) || all && flattens && ord.equals(2.0)) {
            return Reductions.reduce(call, call.type(), x, axes, keepdims, v -> vector(v, 2));
        }
        if (ord instanceof Double order && (axes.size() == 1 || all && flattens)) {
            return Reductions.reduce(call, call.type(), x, axes, keepdims, v -> vector(v, order));
        }
        boolean known = ord.equals("nuc")
                || ord instanceof Double order
                        && (Double.isInfinite(order) || Math.abs(order) == 1 || Math.abs(order) == 2);
        if (axes.size() != 2 || !known) {
            throw new RefusedException(
                    "a norm of this order over these axes is not run. Received: ord=" + ord + ", axis=" + axes);
        }
        return matrix(call, x, axes, keepdims, ord);
    }

    private static double vector(double[] v, double order) {
        if (order == Double.POSITIVE_INFINITY) {
            return Reductions.max(Arrays.stream(v).map(Math::abs).toArray());
        }
        if (order == Double.NEGATIVE_INFINITY) {
            return Reductions.min(Arrays.stream(v).map(Math::abs).toArray());
        }
        if (order == 0) {
            return Arrays.stream(v).filter(x -> x != 0).count();
        }
        if (order == 2) {
            return Math.sqrt(Reductions.sum(Arrays.stream(v).map(x -> x * x).toArray()));
        }
        double sum = Reductions.sum(
                Arrays.stream(v).map(x -> Math.pow(Math.abs(x), order)).toArray());
        return Math.pow(sum, 1 / order);
    }

    private static Value matrix(OperationCall call, Value x, List<Integer> axes, boolean keepdims, Object ord) {
        boolean swapped = axes.get(0) > axes.get(1);
        int rows = x.size(Math.min(axes.get(0), axes.get(1)));
        int columns = x.size(Math.max(axes.get(0), axes.get(1)));
        return Reductions.reduce(call, call.type(), x, axes, keepdims, v -> {
            double[][] m = new double[rows][columns];
            for (int i = 0; i < v.length; i++) {
                m[i / columns][i % columns] = v[i];
            }
            double[][] a = swapped ? Matrices.transpose(m) : m;
            if (ord.equals("nuc")) {
                return Reductions.sum(Matrices.singularValues(a));
            }
            double order = (Double) ord;
            double[][] lines = Math.abs(order) == 1 ? Matrices.transpose(a) : a;
            double[] sums = Math.abs(order) == 2
                    ? Matrices.singularValues(a)
                    : Arrays.stream(lines).mapToDouble(line -> vector(line, 1)).toArray();
            return order > 0 ? Reductions.max(sums) : Reductions.min(sums);
        });
    }
}
