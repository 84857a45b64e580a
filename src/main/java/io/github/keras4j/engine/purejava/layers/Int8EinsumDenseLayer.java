package io.github.keras4j.engine.purejava.layers;

import io.github.keras4j.engine.purejava.activations.ActivateLayer;
import io.github.keras4j.engine.purejava.program.Binding;
import io.github.keras4j.engine.purejava.program.Call;
import io.github.keras4j.engine.purejava.program.CompiledLayer;
import io.github.keras4j.engine.purejava.program.Moves;
import io.github.keras4j.engine.purejava.values.BindException;
import io.github.keras4j.engine.purejava.values.Value;
import io.github.keras4j.model.Core;
import io.github.keras4j.model.Weights;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * An EinsumDense in whole numbers (layers/core/einsum_dense.py 3.15, _int8_call): the input's axes that are summed become
 * one, and so do the kernel's, so that it is a product of rows.
 */
public final class Int8EinsumDenseLayer implements CompiledLayer {
    private final Core.Int8EinsumDense layer;
    private final String input;
    private final String output;
    /** The input's axes that are summed, in its order. */
    private final String summed;
    /** The kernel's other axes, in its order, and their sizes. */
    private final String columns;

    private final int[] columnSizes;
    private final Int8Rows kernel;
    private final float[] bias;
    private final int[] biasShape;

    public Int8EinsumDenseLayer(Core.Int8EinsumDense layer, Weights weights) {
        this.layer = layer;
        String[] sides = layer.equation().split("->", -1);
        String[] terms = sides[0].split(",", -1);
        input = terms[0];
        output = sides[1];
        summed = without(input, output);
        columns = without(terms[1], summed);
        Tensor stored = weights.get("kernel");
        Tensor ordered = stored.transpose(axes(terms[1], summed + columns));
        columnSizes = columns.chars()
                .map(axis -> stored.shape().size(terms[1].indexOf(axis)))
                .toArray();
        int units = Value.product(columnSizes, 0, columnSizes.length);
        kernel = new Int8Rows(ordered.toFloats(), stored.size() / units, units, scales(weights.get("kernel_scale")));
        boolean useBias = !layer.biasAxes().isEmpty();
        bias = useBias ? weights.get("bias").toFloats() : new float[0];
        biasShape = useBias ? weights.get("bias").shape().sizes() : new int[0];
    }

    private static String without(String axes, String others) {
        StringBuilder left = new StringBuilder();
        for (char axis : axes.toCharArray()) {
            if (others.indexOf(axis) < 0) {
                left.append(axis);
            }
        }
        return left.toString();
    }

    private static int[] axes(String from, String to) {
        return to.chars().map(from::indexOf).toArray();
    }

    /** In the order of the columns; stored in the output's, among axes of size 1. */
    private float[] scales(Tensor stored) {
        String kept = without(output, without(output, columns));
        int[] sizes =
                kept.chars().map(axis -> columnSizes[columns.indexOf(axis)]).toArray();
        return stored.reshape(Shape.of(sizes)).transpose(axes(kept, columns)).toFloats();
    }

    @Override
    public List<Value> bind(Call call, Binding binding) {
        Value x = call.input().withMask(null);
        String rows = without(input, summed);
        Value ordered = Moves.transpose(x, binding, axes(input, rows + summed));
        List<Integer> sizes = new ArrayList<>();
        for (int axis = 0; axis < rows.length(); axis++) {
            sizes.add(ordered.size(axis));
        }
        int count = Value.product(ordered.shape(), 0, rows.length());
        if (count * kernel.in() != ordered.elements()) {
            throw new BindException("the kernel sums " + kernel.in() + " numbers");
        }
        for (int size : columnSizes) {
            sizes.add(size);
        }
        Value products =
                binding.value(sizes.stream().mapToInt(Integer::intValue).toArray());
        binding.step(kernel.product(count, ordered.data(), products.data()));
        Value y = Moves.transpose(products, binding, axes(rows + columns, output));
        EinsumDenseLayer.addBias(bias, biasShape, y, binding);
        return List.of(ActivateLayer.inPlace(layer.activation(), y, binding));
    }
}
