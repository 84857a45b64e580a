package io.github.keras4j.engine.purejava.operations;

import io.github.keras4j.engine.purejava.kernels.Kernels;
import io.github.keras4j.engine.purejava.program.Binding;
import io.github.keras4j.engine.purejava.program.Moves;
import io.github.keras4j.engine.purejava.values.BindException;
import io.github.keras4j.engine.purejava.values.Broadcast;
import io.github.keras4j.engine.purejava.values.Value;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Products of matrices: {@code matmul}, {@code dot}, {@code tensordot} over one axis, {@code einsum}. */
public final class MatrixOperations {
    private static final Set<String> NAMES = Set.of("matmul", "dot", "einsum");

    private MatrixOperations() {}

    static boolean knows(String op) {
        return NAMES.contains(op);
    }

    static Value bind(String op, List<Value> operands, Options options, Binding binding) {
        if (op.equals("einsum")) {
            Object subscripts = options.has("subscripts") ? options.get("subscripts") : options.get("equation");
            return einsum(String.valueOf(subscripts), operands, binding);
        }
        Value a = operands.get(0);
        Value b = operands.get(1);
        Value left = options.flag("transpose_a") ? swapLast(a, binding) : a;
        Value right = options.flag("transpose_b") ? swapLast(b, binding) : b;
        if (op.equals("dot") && b.rank() > 2) {
            throw new BindException("dot of a second tensor with more than two axes");
        }
        return matmul(left, right, binding);
    }

    private static Value swapLast(Value x, Binding binding) {
        int[] axes = new int[x.rank()];
        for (int axis = 0; axis < axes.length; axis++) {
            axes[axis] = axis;
        }
        axes[axes.length - 1] = axes.length - 2;
        axes[axes.length - 2] = axes.length - 1;
        return Moves.transpose(x, binding, axes);
    }

    static Value matmul(Value a, Value b, Binding binding) {
        if (a.rank() < 2 || b.rank() < 2 || a.lastSize() != b.size(-2)) {
            throw new BindException("matmul of shapes " + a.toShape() + " and " + b.toShape());
        }
        int[] outerA = Arrays.copyOf(a.shape(), a.rank() - 2);
        int[] outerB = Arrays.copyOf(b.shape(), b.rank() - 2);
        int[] outer = Broadcast.shape(outerA, outerB);
        int[] atA = Broadcast.positions(outerA, outer);
        int[] atB = Broadcast.positions(outerB, outer);
        int m = a.size(-2);
        int k = a.lastSize();
        int n = b.lastSize();
        int[] shape = Arrays.copyOf(outer, outer.length + 2);
        shape[outer.length] = m;
        shape[outer.length + 1] = n;
        Value y = binding.value(shape);
        Kernels kernels = binding.kernels();
        binding.step(() -> {
            Arrays.fill(y.data(), 0);
            for (int i = 0; i < atA.length; i++) {
                kernels.gemm(m, n, k, a.data(), atA[i] * m * k, k, b.data(), atB[i] * k * n, y.data(), i * m * n, n);
            }
        });
        return y;
    }

    /** Two operands, letters only or a leading ellipsis for axes in common: a plain sum over all that is left out. */
    public static Value einsum(String equation, List<Value> operands, Binding binding) {
        String[] sides = equation.replace(" ", "").split("->", -1);
        String[] terms = sides[0].split(",", -1);
        if (sides.length != 2 || terms.length != operands.size() || terms.length > 2) {
            throw new BindException("einsum of one or two tensors with an arrow. Received: " + equation);
        }
        int dots = 0;
        for (int i = 0; i < terms.length; i++) {
            if (terms[i].contains("...")) {
                dots = operands.get(i).rank() - (terms[i].length() - 3);
            }
        }
        String ellipsis = "0123456789".substring(0, Math.max(dots, 0));
        Map<Character, Integer> sizes = new LinkedHashMap<>();
        String target = sides[1].replace("...", ellipsis);
        String[] spelled = new String[terms.length];
        for (int i = 0; i < terms.length; i++) {
            spelled[i] = terms[i].replace("...", ellipsis);
            if (spelled[i].length() != operands.get(i).rank()) {
                throw new BindException(
                        "einsum '" + equation + "' of shape " + operands.get(i).toShape());
            }
            for (int axis = 0; axis < spelled[i].length(); axis++) {
                Integer before = sizes.putIfAbsent(
                        spelled[i].charAt(axis), operands.get(i).size(axis));
                if (before != null && before != operands.get(i).size(axis)) {
                    throw new BindException("einsum '" + equation + "' with sizes that differ");
                }
            }
        }
        return sum(target, spelled, sizes, operands, binding);
    }

    private static Value sum(
            String target, String[] terms, Map<Character, Integer> sizes, List<Value> operands, Binding binding) {
        StringBuilder letters = new StringBuilder(target);
        sizes.keySet().stream().filter(letter -> target.indexOf(letter) < 0).forEach(letters::append);
        String order = letters.toString();
        int[] all = order.chars()
                .map(letter -> sizes.getOrDefault((char) letter, 1))
                .toArray();
        int[] shape = Arrays.copyOf(all, target.length());
        int[][] at = new int[terms.length][];
        for (int i = 0; i < terms.length; i++) {
            int[] strides = new int[all.length];
            int[] own = Moves.strides(operands.get(i).shape());
            for (int axis = 0; axis < terms[i].length(); axis++) {
                strides[order.indexOf(terms[i].charAt(axis))] += own[axis];
            }
            at[i] = Moves.positions(all, strides, 0);
        }
        Value y = binding.value(shape);
        int inner = Value.product(all, target.length(), all.length);
        float[] a = operands.get(0).data();
        float[] b = operands.size() > 1 ? operands.get(1).data() : new float[] {1};
        int[] atB = operands.size() > 1 ? at[1] : new int[at[0].length];
        binding.step(() -> {
            for (int i = 0; i < y.data().length; i++) {
                double total = 0;
                for (int j = i * inner; j < (i + 1) * inner; j++) {
                    total += (double) a[at[0][j]] * b[atB[j]];
                }
                y.data()[i] = (float) total;
            }
        });
        return y;
    }
}
