package io.github.keras4j.model.shapes;

import io.github.keras4j.model.Core;
import io.github.keras4j.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * The shapes that an EinsumDense's equation gives, {@code abc,cd->abd} or with an ellipsis at one end of input and
 * output (keras/src/layers/core/einsum_dense.py 3.15, _analyze_split_string).
 */
public final class EinsumShapes {
    private final String input;
    private final String kernel;
    private final String output;
    private final boolean leftElided;
    private final int elided;
    private final Shape in;
    private final List<Integer> out = new ArrayList<>();

    /**
     * @param in the input's shape, batch first
     * @throws ArithmeticException when the equation does not fit the input's rank
     */
    public EinsumShapes(Core.EinsumDense layer, Shape in) {
        String[] sides = layer.equation().split("->", -1);
        String[] terms = sides[0].split(",", -1);
        leftElided = terms[0].startsWith("...");
        input = terms[0].replace("...", "");
        kernel = terms[1];
        output = sides[1].replace("...", "");
        this.in = in;
        elided = in.rank() - input.length();
        out.add(in.size(0));
        for (int i = 1; leftElided && i < elided; i++) {
            out.add(in.size(i));
        }
        out.addAll(layer.outputShape());
        for (int i = in.rank() - elided; !leftElided && i < in.rank(); i++) {
            out.add(in.size(i));
        }
        if (elided < 0 || out.size() != output.length() + elided) {
            throw new ArithmeticException("equation " + layer.equation() + " does not fit " + in);
        }
    }

    private int sizeOf(char axis) {
        int inOutput = output.indexOf(axis);
        int size = inOutput < 0 ? Shape.UNKNOWN : out.get(inOutput + (leftElided ? elided : 0));
        int inInput = input.indexOf(axis);
        return size != Shape.UNKNOWN || inInput < 0 ? size : in.size(inInput + (leftElided ? elided : 0));
    }

    /** Of what the layer gives; sizes that the layer leaves open are its input's. */
    public Shape output() {
        int[] sizes = new int[out.size()];
        int first = leftElided ? elided : 0;
        for (int i = 0; i < sizes.length; i++) {
            boolean named = i >= first && i - first < output.length();
            sizes[i] = named ? sizeOf(output.charAt(i - first)) : out.get(i);
        }
        return Shape.of(sizes);
    }

    /** Of the kernel. */
    public Shape kernel() {
        return Shape.of(kernel.chars().map(axis -> sizeOf((char) axis)).toArray());
    }

    /** Of the scales of a kernel of whole numbers, without an ellipsis: the output's axes, 1 on those that the kernel lacks. */
    public Shape scale() {
        return Shape.of(output.chars()
                .map(axis -> kernel.indexOf(axis) >= 0 ? sizeOf((char) axis) : 1)
                .toArray());
    }

    /** Of the bias: from the first of its axes on, 1 on the axes between them that it does not have. */
    public Shape bias(String axes) {
        int first = output.length();
        for (char axis : axes.toCharArray()) {
            first = Math.min(first, output.indexOf(axis));
        }
        Shape shape = Shape.of();
        for (int i = first; i < output.length(); i++) {
            shape = shape.append(axes.indexOf(output.charAt(i)) < 0 ? 1 : sizeOf(output.charAt(i)));
        }
        for (int i = 0; !leftElided && i < elided; i++) {
            shape = shape.append(1);
        }
        return shape;
    }
}
