package io.github.keras4j.engine.purejava.operations;

import io.github.keras4j.engine.purejava.program.Binding;
import io.github.keras4j.engine.purejava.program.Groups;
import io.github.keras4j.engine.purejava.values.Lines;
import io.github.keras4j.engine.purejava.values.Moments;
import io.github.keras4j.engine.purejava.values.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Operations that make one number of all along some axes; over all axes where none is given. */
final class ReduceOperations {
    private static final Set<String> NAMES = Set.of(
            "sum",
            "mean",
            "max",
            "min",
            "amax",
            "amin",
            "prod",
            "var",
            "std",
            "logsumexp",
            "any",
            "all",
            "argmax",
            "argmin",
            "norm");

    private ReduceOperations() {}

    static boolean knows(String op) {
        return NAMES.contains(op);
    }

    static Value bind(String op, Value x, Options options, Binding binding) {
        List<Integer> reduced = options.integers("axis").stream()
                .map(axis -> Lines.axis(x.rank(), axis))
                .toList();
        List<Integer> kept = reduced.isEmpty() ? List.of() : Groups.others(x.rank(), reduced);
        int[] group = Groups.of(x.shape(), kept);
        int count = Groups.count(x.shape(), kept);
        List<Integer> shape = new ArrayList<>();
        for (int axis = 0; axis < x.rank(); axis++) {
            if (kept.contains(axis)) {
                shape.add(x.size(axis));
            } else if (options.flag("keepdims")) {
                shape.add(1);
            }
        }
        Value y = binding.value(shape.stream().mapToInt(Integer::intValue).toArray());
        double[] sums = new double[count];
        double[] best = new double[count];
        Moments moments = new Moments(count);
        int n = x.elements();
        int perGroup = n / Math.max(count, 1);
        switch (op) {
            case "sum", "mean" ->
                binding.step(() -> {
                    java.util.Arrays.fill(sums, 0);
                    for (int i = 0; i < n; i++) {
                        sums[group[i]] += x.data()[i];
                    }
                    for (int g = 0; g < count; g++) {
                        y.data()[g] = (float) (op.equals("mean") ? sums[g] / perGroup : sums[g]);
                    }
                });
            case "var", "std" ->
                binding.step(() -> {
                    moments.measure(x.data(), group, n);
                    for (int g = 0; g < count; g++) {
                        double variance = moments.variance(g);
                        y.data()[g] = (float) (op.equals("var") ? variance : Math.sqrt(variance));
                    }
                });
            case "logsumexp" -> binding.step(() -> logSumExp(x.data(), group, n, y.data(), sums, best));
            default -> binding.step(() -> fold(op, x.data(), group, n, y.data(), sums, best));
        }
        return y;
    }

    private static void logSumExp(float[] x, int[] group, int n, float[] y, double[] sums, double[] best) {
        java.util.Arrays.fill(best, Double.NEGATIVE_INFINITY);
        java.util.Arrays.fill(sums, 0);
        for (int i = 0; i < n; i++) {
            best[group[i]] = Math.max(best[group[i]], x[i]);
        }
        for (int i = 0; i < n; i++) {
            sums[group[i]] += Math.exp(x[i] - best[group[i]]);
        }
        for (int g = 0; g < sums.length; g++) {
            y[g] = (float) (best[g] + Math.log(sums[g]));
        }
    }

    private static void fold(String op, float[] x, int[] group, int n, float[] y, double[] seen, double[] best) {
        java.util.Arrays.fill(seen, 0);
        double start = switch (op) {
            case "prod", "all" -> 1;
            case "max", "amax", "argmax" -> Double.NEGATIVE_INFINITY;
            case "min", "amin", "argmin" -> Double.POSITIVE_INFINITY;
            default -> 0;
        };
        java.util.Arrays.fill(best, start);
        boolean index = op.startsWith("arg");
        for (int i = 0; i < n; i++) {
            int g = group[i];
            double before = best[g];
            best[g] = step(op, before, x[i]);
            if (index && (best[g] != before || seen[g] == 0)) {
                y[g] = (float) seen[g];
            }
            seen[g]++;
        }
        for (int g = 0; !index && g < best.length; g++) {
            y[g] = (float) (op.equals("norm") ? Math.sqrt(best[g]) : best[g]);
        }
    }

    private static double step(String op, double a, double x) {
        return switch (op) {
            case "prod" -> a * x;
            case "all" -> a != 0 && x != 0 ? 1 : 0;
            case "any" -> a != 0 || x != 0 ? 1 : 0;
            case "norm" -> a + x * x;
            case "max", "amax", "argmax" -> Math.max(a, x);
            default -> Math.min(a, x);
        };
    }
}
