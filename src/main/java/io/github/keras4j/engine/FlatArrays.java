package io.github.keras4j.engine;

import io.github.keras4j.errors.InputException;
import io.github.keras4j.model.Core;
import io.github.keras4j.model.Network;
import io.github.keras4j.model.TensorRef;
import io.github.keras4j.tensor.DType;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** Flat arrays of numbers, and the shapes that a model gives them. */
public final class FlatArrays {
    private FlatArrays() {}

    /**
     * The shapes of inputs of which only the number of samples is open.
     *
     * @throws InputException for another number of inputs, a length that is no whole number of samples, and an input
     *     with another open size or of strings
     */
    public static List<Shape> shapes(Network network, float[][] inputs) {
        List<String> names = network.inputNames();
        if (inputs.length != names.size()) {
            throw new InputException("model '" + network.name() + "' takes " + names.size() + " input(s) " + names
                    + ". Received: " + inputs.length);
        }
        List<Shape> shapes = new ArrayList<>();
        for (int i = 0; i < inputs.length; i++) {
            Shape sample = sample(network, i);
            if (!sample.isKnown()) {
                throw new InputException("input '" + names.get(i) + "' of model '" + network.name() + "' takes shape "
                        + sample.prepend(Shape.UNKNOWN) + ", so flat arrays need a bind to shapes first. Received: "
                        + inputs[i].length + " numbers");
            }
            int size = Math.max(1, sample.elements());
            if (inputs[i].length % size != 0) {
                throw new InputException("input '" + names.get(i) + "' of model '" + network.name() + "' takes " + size
                        + " numbers a sample, shape " + sample + ". Received: " + inputs[i].length + " numbers");
            }
            shapes.add(sample.prepend(inputs[i].length / size));
        }
        return shapes;
    }

    /**
     * The shape of one sample of so many numbers, without the batch axis; one size of it may be open.
     *
     * @throws InputException for another number of them, and for an input of strings
     */
    public static Shape sample(Network network, int input, int numbers) {
        Shape sample = sample(network, input);
        int[] sizes = sample.sizes();
        int open = -1;
        int known = 1;
        for (int axis = 0; axis < sizes.length; axis++) {
            if (sizes[axis] != Shape.UNKNOWN) {
                known *= sizes[axis];
            } else if (open < 0) {
                open = axis;
            } else {
                throw new InputException("input '" + network.inputNames().get(input) + "' of model '" + network.name()
                        + "' takes samples of shape " + sample
                        + ", of which several sizes are open: flat numbers do not tell them. Feed it a tensor");
            }
        }
        if (open < 0 ? numbers != known : known == 0 || numbers % known != 0) {
            throw new InputException("input '" + network.inputNames().get(input) + "' of model '" + network.name()
                    + "' takes samples of shape " + sample + ", " + (open < 0 ? "" : "a multiple of ") + known
                    + " numbers each. Received: " + numbers);
        }
        return open < 0 ? sample : sample.with(open, numbers / known);
    }

    private static Shape sample(Network network, int input) {
        TensorRef ref = network.inputs().get(input);
        if (!(network.node(ref).layer() instanceof Core.InputLayer layer)) {
            throw new IllegalStateException(
                    "an input is no InputLayer: " + network.node(ref).layer().name());
        }
        if (layer.inputDtype() == DType.STRING) {
            throw new InputException("input '" + layer.name() + "' of model '" + network.name()
                    + "' takes strings. Received: numbers. Feed it a tensor of strings");
        }
        return layer.accepted().slice(1, layer.accepted().rank());
    }

    /**
     * Asks a session by tensors, for engines without a faster way.
     *
     * @throws InputException for lengths that do not fit the shapes or the answers
     */
    public static void fill(Session session, List<Shape> shapes, float[][] inputs, float[][] outputs) {
        List<Tensor> tensors = new ArrayList<>();
        for (int i = 0; i < inputs.length; i++) {
            if (i >= shapes.size() || inputs[i].length != shapes.get(i).elements()) {
                throw new InputException("The session is bound to the shapes " + shapes + ". Received: "
                        + inputs[i].length + " numbers for input " + i);
            }
            tensors.add(Tensor.of(shapes.get(i), inputs[i]));
        }
        List<Tensor> answers = session.predict(tensors);
        if (outputs.length != answers.size()) {
            throw new InputException("The model has " + answers.size()
                    + " output(s), each of which needs an array. Received: " + outputs.length);
        }
        for (int i = 0; i < outputs.length; i++) {
            if (outputs[i].length < answers.get(i).size()) {
                throw new InputException("The answer does not fit into the array for output " + i + ": it has "
                        + answers.get(i).size() + " numbers. Received: an array of " + outputs[i].length);
            }
            answers.get(i).copyTo(outputs[i], 0);
        }
    }
}
