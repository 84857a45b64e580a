package io.github.keras4j.fit;

import io.github.keras4j.errors.InputException;
import io.github.keras4j.model.Core;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.model.TensorRef;
import io.github.keras4j.model.shapes.Shapes;
import io.github.keras4j.model.training.Compiled;
import io.github.keras4j.model.training.Loss;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** A data set in the shapes of a model. */
final class Samples {
    private Samples() {}

    /**
     * The data in the model's own shapes: columns of a table become images or steps where the numbers are as many.
     *
     * @throws InputException when an array has another size, or a label is no class
     */
    static DataSet shaped(KerasModel model, DataSet data) {
        List<TensorRef> inputs = model.network().inputs();
        List<TensorRef> outputs = model.network().outputs();
        if (data.x().size() != inputs.size() || data.y().size() != outputs.size()) {
            throw new InputException("model '" + model.name() + "' has the inputs "
                    + model.network().inputNames() + " and the outputs "
                    + model.network().outputNames() + ". Received: " + data.x().size() + " arrays as x and "
                    + data.y().size() + " as y");
        }
        List<Tensor> x = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            Shape wanted = model.network().node(inputs.get(i)).layer() instanceof Core.InputLayer input
                    ? input.accepted()
                    : Shape.of();
            x.add(inShape(
                    data.x().get(i),
                    wanted,
                    "x of input '" + model.network().inputNames().get(i) + "'",
                    ""));
        }
        List<List<Shape>> shapes = Shapes.infer(model.network());
        List<Loss> losses = Compiled.of(model).losses();
        List<Tensor> y = new ArrayList<>();
        for (int i = 0; i < outputs.size(); i++) {
            String name = "y of output '" + model.network().outputNames().get(i) + "'";
            Shape output = Shapes.find(shapes, outputs.get(i)).orElse(Shape.of());
            Loss loss = losses.get(i);
            boolean sparse = loss.isSparse();
            Tensor target = data.y().get(i);
            if (sparse && output.rank() > 0) {
                y.add(inShape(target, output.slice(0, output.rank() - 1), name, sparseHint(target, output)));
                requireClasses(target, output.size(-1), loss.ignoreClass(), name);
            } else {
                y.add(inShape(target, output, name, denseHint(target, output, loss)));
            }
        }
        return new DataSet(x, y, data.sampleWeight());
    }

    /** What is wrong where a loss that takes labels gets rows of zeros and a one. */
    private static String sparseHint(Tensor target, Shape output) {
        return target.size() == target.shape().size(0) * output.size(-1)
                ? "; labels are one whole number a sample, rows of zeros and a one are for categorical_crossentropy"
                : "";
    }

    private static String denseHint(Tensor target, Shape output, Loss loss) {
        boolean labels = loss.kind() == Loss.Kind.CATEGORICAL_CROSSENTROPY
                && target.size() == target.shape().size(0);
        return labels && output.size(-1) > 1 ? "; labels are for sparse_categorical_crossentropy" : "";
    }

    private static Tensor inShape(Tensor given, Shape wanted, String name, String hint) {
        Shape batch = wanted.rank() == 0 ? wanted : wanted.with(0, given.shape().size(0));
        if (wanted.rank() == 0 || batch.isCompatibleWith(given.shape())) {
            return given;
        }
        if (batch.isKnown() && batch.elements() == given.size()) {
            return given.reshape(batch);
        }
        throw new InputException(name + " has the shape " + wanted + ". Received: " + given.shape() + hint);
    }

    private static void requireClasses(Tensor labels, int classes, int ignored, String name) {
        int row = Math.max(1, labels.size() / labels.shape().size(0));
        for (int i = 0; i < labels.size(); i++) {
            double label = labels.getDouble(i);
            boolean known = label == Math.rint(label) && label >= 0 && label < classes;
            if (!known && label != ignored) {
                throw new InputException(name + " has whole labels from 0 to " + (classes - 1) + ". Received: " + label
                        + " in row " + i / row);
            }
        }
    }

    /** Rows {@code order[from]} to {@code order[to - 1]} of each array, as float64. */
    static List<Tensor> pick(List<Tensor> arrays, long[] order, int from, int to) {
        return arrays.stream().map(array -> Rows.pick(array, order, from, to)).toList();
    }
}
