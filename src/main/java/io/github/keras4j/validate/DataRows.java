package io.github.keras4j.validate;

import io.github.keras4j.data.JsonTensors;
import io.github.keras4j.errors.InputException;
import io.github.keras4j.model.Core;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.rows.RowStream;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The rows of a data set in the shapes of a model.
 *
 * @param inputs one per input, in the model's order
 * @param targets one per output, in the model's order; empty where none is given
 */
public record DataRows(List<RowStream> inputs, List<Optional<RowStream>> targets) {
    /** A batch; without rows at the end. */
    record Batch(int rows, List<Tensor> inputs, List<Optional<Tensor>> targets) {}

    /** @throws InputException when the streams end at different rows, or a row does not fit */
    Batch next(KerasModel model, int most, long row) {
        List<Tensor> read = new ArrayList<>();
        for (RowStream stream : inputs) {
            read.add(stream.next(most));
        }
        int rows = read.get(0).shape().size(0);
        List<Tensor> shaped = new ArrayList<>();
        for (int i = 0; i < read.size(); i++) {
            requireRows(
                    read.get(i), rows, "input '" + model.network().inputNames().get(i) + "'", row);
            shaped.add(rows == 0 ? read.get(i) : shaped(model, i, read.get(i), row));
        }
        List<Optional<Tensor>> wanted = new ArrayList<>();
        for (int i = 0; i < targets.size(); i++) {
            Optional<Tensor> target = targets.get(i).map(stream -> stream.next(most));
            if (target.isPresent()) {
                requireRows(target.get(), rows, "the target of output " + i, row);
            }
            wanted.add(target);
        }
        return new Batch(rows, shaped, wanted);
    }

    private static void requireRows(Tensor read, int rows, String what, long row) {
        if (read.shape().size(0) != rows) {
            throw new InputException("All arrays of a data set have as many rows. Received: " + what + " ends at row "
                    + (row + Math.min(rows, read.shape().size(0))));
        }
    }

    private static Tensor shaped(KerasModel model, int input, Tensor read, long row) {
        String name = model.network().inputNames().get(input);
        Core.InputLayer layer = (Core.InputLayer)
                model.network().node(model.network().inputs().get(input)).layer();
        Shape wanted = layer.accepted().with(0, read.shape().size(0));
        try {
            Tensor typed = JsonTensors.as(layer.inputDtype(), read);
            if (wanted.isCompatibleWith(typed.shape())) {
                return typed;
            }
            if (wanted.isKnown() && wanted.elements() == typed.size()) {
                return typed.reshape(wanted);
            }
        } catch (InputException e) {
            throw new InputException("input '" + name + "', in the rows from " + row + " on: " + e.getMessage(), e);
        }
        throw new InputException("input '" + name + "' takes the shape " + layer.accepted() + ". Received: "
                + read.shape() + " from row " + row + " on");
    }
}
