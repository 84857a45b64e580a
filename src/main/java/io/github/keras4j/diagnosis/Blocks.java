package io.github.keras4j.diagnosis;

import io.github.keras4j.model.Weights;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Arrays rearranged. */
final class Blocks {
    private Blocks() {}

    static Weights with(Weights weights, String name, Tensor tensor) {
        Map<String, Tensor> tensors = new LinkedHashMap<>(weights.tensors());
        tensors.put(name, tensor);
        return new Weights(tensors, weights.children());
    }

    static Weights map(Weights weights, UnaryOperator<Tensor> change) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        weights.tensors().forEach((name, tensor) -> tensors.put(name, change.apply(tensor)));
        return new Weights(tensors, weights.children());
    }

    /** Every array of that name, in nested layers too, with its numbers times {@code factor}. */
    static Weights times(Weights weights, String name, double factor) {
        Map<String, Tensor> tensors = new LinkedHashMap<>(weights.tensors());
        tensors.computeIfPresent(name, (same, tensor) -> {
            float[] values = tensor.toFloats();
            for (int i = 0; i < values.length; i++) {
                values[i] *= (float) factor;
            }
            return Tensor.wrap(tensor.shape(), values);
        });
        Map<String, Weights> children = new LinkedHashMap<>();
        weights.children().forEach((child, its) -> children.put(child, times(its, name, factor)));
        return new Weights(tensors, children);
    }

    /** The last axis cut into as many equal blocks as the order is long, and put together in that order. */
    static Tensor reorder(Tensor tensor, List<Integer> order) {
        int last = tensor.shape().size(-1);
        int block = last / order.size();
        float[] from = tensor.toFloats();
        float[] to = new float[from.length];
        for (int row = 0; row < from.length; row += last) {
            for (int i = 0; i < order.size(); i++) {
                System.arraycopy(from, row + order.get(i) * block, to, row + i * block, block);
            }
        }
        return Tensor.wrap(tensor.shape(), to);
    }

    /** A matrix as it may have been misread, by what was done to it; of a square one both are the same. */
    static Map<String, Tensor> transposed(Tensor matrix) {
        if (matrix.shape().size(0) == matrix.shape().size(1)) {
            return Map.of("transposed", matrix.transpose(1, 0));
        }
        return Map.of("stored transposed", misread(matrix), "transposed once too often", reread(matrix));
    }

    /** The numbers as they lie, read as the transposed matrix: what a reshape in place of a transpose gives. */
    private static Tensor misread(Tensor matrix) {
        return matrix.reshape(Shape.of(matrix.shape().size(1), matrix.shape().size(0)))
                .transpose(1, 0);
    }

    /** The inverse of {@link #misread}. */
    private static Tensor reread(Tensor matrix) {
        return matrix.transpose(1, 0).reshape(matrix.shape());
    }

    /** A kernel flipped on every axis but the last two, as Theano's convolutions flip it. */
    static Tensor flipped(Tensor kernel) {
        int[] sizes = kernel.shape().sizes();
        int inner = sizes[sizes.length - 1] * sizes[sizes.length - 2];
        float[] from = kernel.toFloats();
        float[] to = new float[from.length];
        int places = from.length / inner;
        for (int i = 0; i < places; i++) {
            System.arraycopy(from, i * inner, to, (places - 1 - i) * inner, inner);
        }
        return Tensor.wrap(kernel.shape(), to);
    }

    /** Every order of 0 to n - 1 but the first. */
    static List<List<Integer>> orders(int n) {
        List<List<Integer>> all = new ArrayList<>();
        collect(new ArrayList<>(), n, all);
        return all.subList(1, all.size());
    }

    private static void collect(List<Integer> chosen, int n, List<List<Integer>> all) {
        if (chosen.size() == n) {
            all.add(List.copyOf(chosen));
        }
        for (int i = 0; i < n; i++) {
            if (!chosen.contains(i)) {
                List<Integer> more = new ArrayList<>(chosen);
                more.add(i);
                collect(more, n, all);
            }
        }
    }
}
