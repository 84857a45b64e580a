package io.github.keras4j.model;

import io.github.keras4j.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/** Output shapes of attention layers. */
final class AttentiveShapes {
    private AttentiveShapes() {}

    static Shape of(Attentive layer, List<Shape> inputs) {
        Shape query = inputs.get(0);
        if (layer instanceof Attentive.MultiHeadAttention attention) {
            if (attention.outputShape().isEmpty()) {
                return query;
            }
            Shape output = query.slice(0, query.rank() - 1);
            for (int size : attention.outputShape().get()) {
                output = output.append(size);
            }
            return output;
        } else if (layer instanceof Attentive.GroupedQueryAttention) {
            return query;
        }
        return query.with(-1, inputs.get(1).size(-1));
    }

    /** The output, then the attention scores. */
    static List<Shape> withScores(Layer layer, List<Shape> inputs, List<Shape> outputs) {
        Shape query = inputs.get(0);
        Shape value = inputs.get(inputs.size() > 1 ? 1 : 0);
        List<Shape> both = new ArrayList<>(outputs);
        if (layer instanceof Attentive.MultiHeadAttention attention) {
            both.add(scores(query, value, attention.numHeads(), attention.attentionAxes()));
        } else if (layer instanceof Attentive.GroupedQueryAttention attention) {
            both.add(Shape.of(query.size(0), attention.numQueryHeads(), query.size(1), value.size(1)));
        } else {
            both.add(Shape.of(query.size(0), query.size(1), value.size(1)));
        }
        return both;
    }

    private static Shape scores(Shape query, Shape value, int heads, List<Integer> axes) {
        List<Integer> attended = new ArrayList<>();
        for (int axis = 1; axis < query.rank() - 1; axis++) {
            if (axes.isEmpty() || axes.contains(axis) || axes.contains(axis - query.rank())) {
                attended.add(axis);
            }
        }
        Shape scores = Shape.of(query.size(0));
        for (int axis = 1; axis < query.rank() - 1; axis++) {
            if (!attended.contains(axis)) {
                scores = scores.append(query.size(axis));
            }
        }
        scores = scores.append(heads);
        for (int axis : attended) {
            scores = scores.append(query.size(axis));
        }
        for (int axis : attended) {
            scores = scores.append(value.size(axis));
        }
        return scores;
    }
}
