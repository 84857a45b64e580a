package io.github.keras4j.model.shapes;

import io.github.keras4j.model.Core;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.LayerInfo;
import io.github.keras4j.model.Weights;
import io.github.keras4j.model.Wrapper;

/** How Keras counts the weights of layers after {@code quantize}: as stored, none of their whole numbers trained. */
final class FewBits {
    private FewBits() {}

    /** How many more numbers Keras counts than such layers have here as floats; below 0: fewer. */
    static long more(Layer layer, Weights weights) {
        if (layer instanceof Wrapper.NestedModel nested) {
            return nested.network().layers().stream()
                    .mapToLong(inner -> more(inner, weights.child(inner.name())))
                    .sum();
        }
        if (layer instanceof Wrapper.TimeDistributed each) {
            return more(each.layer(), weights.child("layer"));
        }
        if (!isInt4(layer)) {
            return 0;
        }
        long numbers = weights.get(kernel(layer)).size();
        long rows = rows(layer, weights);
        long columns = numbers / rows;
        int block = (int) layer.info().extras().getOrDefault(LayerInfo.INT4, -1);
        boolean embedding = layer instanceof Core.Embedding;
        long alone = embedding ? rows : columns;
        long inBlocks = embedding ? columns : rows;
        long scales = block == -1 ? alone : 2 * alone * ((inBlocks + block - 1) / block) + inBlocks;
        return rows * ((columns + 1) / 2) + scales - numbers;
    }

    /** Whether Keras never trains that array of the layer. */
    static boolean isFixed(Layer layer, String array) {
        boolean whole = isInt4(layer)
                || layer instanceof Core.Int8Dense
                || layer instanceof Core.Int8EinsumDense
                || layer instanceof Core.Int8Embedding;
        return whole && !array.equals("bias");
    }

    private static boolean isInt4(Layer layer) {
        return layer.info().extras().containsKey(LayerInfo.INT4);
    }

    private static String kernel(Layer layer) {
        return layer instanceof Core.Embedding ? "embeddings" : "kernel";
    }

    private static long rows(Layer layer, Weights weights) {
        int[] sizes = weights.get(kernel(layer)).shape().sizes();
        if (!(layer instanceof Core.EinsumDense einsum)) {
            return sizes[0];
        }
        String[] sides = einsum.equation().split("->", -1);
        String axes = sides[0].split(",", -1)[1];
        long rows = 1;
        for (int i = 0; i < axes.length(); i++) {
            rows *= sides[1].indexOf(axes.charAt(i)) < 0 ? sizes[i] : 1;
        }
        return rows;
    }
}
