package io.github.keras4j.model.dialect.weights;

import io.github.keras4j.model.Attentive;
import io.github.keras4j.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/** The arrays of attention layers. */
record AttentionSlots(List<Shape> inputs) implements Attentive.Visitor<List<WeightSlot>> {
    private int query() {
        return inputs.isEmpty() ? Shape.UNKNOWN : inputs.get(0).size(-1);
    }

    private int value() {
        return inputs.size() < 2 ? query() : inputs.get(1).size(-1);
    }

    private int key() {
        return inputs.size() < 3 ? value() : inputs.get(2).size(-1);
    }

    @Override
    public List<WeightSlot> attention(Attentive.Attention layer) {
        List<WeightSlot> slots = new ArrayList<>();
        if (layer.useScale()) {
            slots.add(new WeightSlot("scale"));
        }
        if (layer.scoreMode().equals("concat")) {
            slots.add(new WeightSlot("concat_score_weight"));
        }
        return slots;
    }

    @Override
    public List<WeightSlot> additiveAttention(Attentive.AdditiveAttention layer) {
        return layer.useScale() ? List.of(new WeightSlot("scale", query())) : List.of();
    }

    @Override
    public List<WeightSlot> multiHeadAttention(Attentive.MultiHeadAttention a) {
        List<WeightSlot> slots = new ArrayList<>();
        projection("query", query(), a.numHeads(), a.keyDim(), a.useBias(), slots);
        projection("key", key(), a.numHeads(), a.keyDim(), a.useBias(), slots);
        if (a.useGate()) {
            projection("gate", query(), a.numHeads(), a.valueDim(), a.useBias(), slots);
        }
        projection("value", value(), a.numHeads(), a.valueDim(), a.useBias(), slots);
        List<Integer> out = a.outputShape().orElse(List.of(query()));
        slots.add(new WeightSlot("output/kernel", join(List.of(a.numHeads(), a.valueDim()), out), true));
        if (a.useBias()) {
            slots.add(new WeightSlot("output/bias", join(List.of(), out), true));
        }
        return slots;
    }

    @Override
    public List<WeightSlot> groupedQueryAttention(Attentive.GroupedQueryAttention a) {
        List<WeightSlot> slots = new ArrayList<>();
        projection("query", query(), a.numQueryHeads(), a.headDim(), a.useBias(), slots);
        projection("key", key(), a.numKeyValueHeads(), a.headDim(), a.useBias(), slots);
        if (a.useGate()) {
            projection("gate", query(), a.numQueryHeads(), a.headDim(), a.useBias(), slots);
        }
        projection("value", value(), a.numKeyValueHeads(), a.headDim(), a.useBias(), slots);
        slots.add(new WeightSlot("output/kernel", a.numQueryHeads(), a.headDim(), query()));
        if (a.useBias()) {
            slots.add(new WeightSlot("output/bias", query()));
        }
        return slots;
    }

    private static void projection(String name, int in, int heads, int dim, boolean useBias, List<WeightSlot> slots) {
        slots.add(new WeightSlot(name + "/kernel", in, heads, dim));
        if (useBias) {
            slots.add(new WeightSlot(name + "/bias", heads, dim));
        }
    }

    private static Shape join(List<Integer> first, List<Integer> then) {
        List<Integer> sizes = new ArrayList<>(first);
        sizes.addAll(then);
        return Shape.of(sizes.stream().mapToInt(Integer::intValue).toArray());
    }
}
