package io.github.keras4j.engine.dl4j;

import io.github.keras4j.model.Layer;
import io.github.keras4j.model.Node;
import io.github.keras4j.model.TensorRef;
import io.github.keras4j.model.Weights;
import io.github.keras4j.tensor.Shape;
import java.util.List;
import java.util.Map;

/**
 * One call of a layer in a model laid flat.
 *
 * @param node the call as the model has it; its references are those of its own network
 * @param path of its layer: {@code dense_1}, {@code model_1/dense_1} in a nested model
 * @param weights the layer's
 * @param inputs the drafts that its inputs come from
 * @param keywords the drafts that its keyword tensors come from
 * @param shapes of its inputs, as far as known
 * @param outputs the shapes of what it gives, as far as known
 */
record Draft(
        Node node,
        String path,
        Weights weights,
        List<TensorRef> inputs,
        Map<String, TensorRef> keywords,
        List<Shape> shapes,
        List<Shape> outputs) {
    /** The same call of another layer. */
    Draft withLayer(Layer layer) {
        return new Draft(node.withLayer(layer), path, weights, inputs, keywords, shapes, outputs);
    }

    Shape shape(int output) {
        return output < outputs.size() ? outputs.get(output) : Shape.of(Shape.UNKNOWN);
    }
}
