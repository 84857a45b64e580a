package io.github.keras4j.model;

import io.github.keras4j.custom.CustomLayer;
import io.github.keras4j.custom.LayerDescription;
import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.errors.UnsupportedLayerException;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.util.List;
import java.util.Optional;

/**
 * A Lambda or a class of somebody's own, with Java code for it. Its weights have the names that the code gives them.
 *
 * @param description what the file says of it
 * @param code the Java of it; call it by the methods of this record, which name the layer when it fails
 */
public record Custom(LayerInfo info, LayerDescription description, CustomLayer code) implements Layer {
    @Override
    public <R> R accept(Visitor<R> visitor) {
        return visitor.custom(this);
    }

    /**
     * {@return the arrays that its file stores}
     *
     * @param inputs shapes of what it is first called on; empty where they can't be told
     */
    public List<CustomLayer.Weight> weights(List<Shape> inputs) {
        try {
            return code.weights(inputs);
        } catch (RuntimeException e) {
            throw new UnsupportedLayerException(failed("inputs of shapes " + inputs, e));
        }
    }

    /** The shape of what it gives; a size is open where it hangs on an open one. */
    public Shape outputShape(List<Shape> inputs) {
        try {
            return code.outputShape(inputs);
        } catch (RuntimeException e) {
            throw new UnsupportedLayerException(failed("inputs of shapes " + inputs, e));
        }
    }

    /**
     * Runs it.
     *
     * @throws Keras4jException if it fails, or gives another shape than it says
     */
    public Tensor call(List<Tensor> inputs, List<Optional<Tensor>> masks, List<Tensor> weights) {
        List<Shape> shapes = inputs.stream().map(Tensor::shape).toList();
        Tensor output;
        try {
            output = code.call(inputs, masks, weights);
        } catch (RuntimeException e) {
            throw new Keras4jException(failed("inputs of shapes " + shapes, e), e);
        }
        Shape said = outputShape(shapes);
        if (!said.isCompatibleWith(output.shape())) {
            throw new Keras4jException(title() + " gave another shape than its outputShape says. Received: "
                    + output.shape() + "; expected: " + said + ".");
        }
        return output;
    }

    private String failed(String on, RuntimeException cause) {
        return title() + " failed on " + on + ": " + cause + ".";
    }

    private String title() {
        return "Layer '" + name() + "' (" + className() + "): its Java code, "
                + code.getClass().getName() + ",";
    }
}
