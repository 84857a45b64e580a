package io.github.keras4j.model.shapes;

import io.github.keras4j.model.Attentive;
import io.github.keras4j.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/** Output shapes of attention layers. */
record AttentiveShapes(List<Shape> inputs) implements Attentive.Visitor<Shape> {
    private Shape query() {
        return inputs.get(0);
    }

    private Shape value() {
        return inputs.get(inputs.size() > 1 ? 1 : 0);
    }

    @Override
    public Shape attention(Attentive.Attention layer) {
        return query().with(-1, inputs.get(1).size(-1));
    }

    @Override
    public Shape additiveAttention(Attentive.AdditiveAttention layer) {
        return query().with(-1, inputs.get(1).size(-1));
    }

    @Override
    public Shape multiHeadAttention(Attentive.MultiHeadAttention layer) {
        if (layer.outputShape().isEmpty()) {
            return query();
        }
        Shape output = query().slice(0, query().rank() - 1);
        for (int size : layer.outputShape().get()) {
            output = output.append(size);
        }
        return output;
    }

    @Override
    public Shape groupedQueryAttention(Attentive.GroupedQueryAttention layer) {
        return query();
    }

    /** The output, then the attention scores. */
    static List<Shape> withScores(Attentive layer, List<Shape> inputs, List<Shape> outputs) {
        List<Shape> both = new ArrayList<>(outputs);
        both.add(layer.accept(new AttentiveShapes(inputs).new Scores()));
        return both;
    }

    /** The shapes of the attention scores. */
    private final class Scores implements Attentive.Visitor<Shape> {
        @Override
        public Shape attention(Attentive.Attention layer) {
            return Shape.of(query().size(0), query().size(1), value().size(1));
        }

        @Override
        public Shape additiveAttention(Attentive.AdditiveAttention layer) {
            return Shape.of(query().size(0), query().size(1), value().size(1));
        }

        @Override
        public Shape multiHeadAttention(Attentive.MultiHeadAttention layer) {
            return scores(query(), value(), layer.numHeads(), layer.attentionAxes());
        }

        @Override
        public Shape groupedQueryAttention(Attentive.GroupedQueryAttention layer) {
            return Shape.of(query().size(0), layer.numQueryHeads(), query().size(1), value().size(1));
        }
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
