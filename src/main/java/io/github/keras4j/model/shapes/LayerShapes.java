package io.github.keras4j.model.shapes;

import io.github.keras4j.model.Activations;
import io.github.keras4j.model.Attentive;
import io.github.keras4j.model.Convolutional;
import io.github.keras4j.model.Core;
import io.github.keras4j.model.Custom;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.Merging;
import io.github.keras4j.model.Normalizing;
import io.github.keras4j.model.Pooling;
import io.github.keras4j.model.Preprocessing;
import io.github.keras4j.model.Recurrent;
import io.github.keras4j.model.Shaping;
import io.github.keras4j.model.TensorOperation;
import io.github.keras4j.model.TensorRef;
import io.github.keras4j.model.Unknown;
import io.github.keras4j.model.Wrapper;
import io.github.keras4j.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The shapes of a layer's outputs, empty where they can't be told. */
record LayerShapes(List<Shape> inputs) implements Layer.Visitor<List<Shape>>, Wrapper.Visitor<List<Shape>> {
    private Shape first() {
        return inputs.get(0);
    }

    @Override
    public List<Shape> core(Core layer) {
        return List.of(layer.accept(new CoreShapes(first())));
    }

    @Override
    public List<Shape> activations(Activations layer) {
        return List.of(layer.accept(new CoreShapes(first())));
    }

    @Override
    public List<Shape> shaping(Shaping layer) {
        return List.of(layer.accept(new ShapingShapes(first())));
    }

    @Override
    public List<Shape> convolutional(Convolutional layer) {
        return List.of(layer.accept(new WindowShapes(first())));
    }

    @Override
    public List<Shape> pooling(Pooling layer) {
        return List.of(layer.accept(new WindowShapes(first())));
    }

    @Override
    public List<Shape> recurrent(Recurrent layer) {
        return layer.accept(new RecurrentShapes(first()));
    }

    @Override
    public List<Shape> normalizing(Normalizing layer) {
        return List.of(layer.accept(new CoreShapes(first())));
    }

    @Override
    public List<Shape> attentive(Attentive layer) {
        return List.of(layer.accept(new AttentiveShapes(inputs)));
    }

    @Override
    public List<Shape> merging(Merging layer) {
        return List.of(layer.accept(new MergingShapes(inputs)));
    }

    @Override
    public List<Shape> preprocessing(Preprocessing layer) {
        return List.of(layer.accept(new PreprocessingShapes(first())));
    }

    @Override
    public List<Shape> tensorOperation(TensorOperation layer) {
        return OperationShapes.of(layer, inputs);
    }

    @Override
    public List<Shape> custom(Custom layer) {
        return List.of(layer.outputShape(inputs));
    }

    @Override
    public List<Shape> unknown(Unknown layer) {
        return List.of();
    }

    @Override
    public List<Shape> wrapper(Wrapper layer) {
        return layer.accept((Wrapper.Visitor<List<Shape>>) this);
    }

    @Override
    public List<Shape> bidirectional(Wrapper.Bidirectional layer) {
        return RecurrentShapes.of(layer, first());
    }

    @Override
    public List<Shape> timeDistributed(Wrapper.TimeDistributed layer) {
        return Shapes.outputs(layer.layer(), List.of(Shapes.withoutSteps(first()))).stream()
                .map(shape ->
                        shape.slice(1, shape.rank()).prepend(first().size(1)).prepend(shape.size(0)))
                .toList();
    }

    @Override
    public List<Shape> nestedModel(Wrapper.NestedModel layer) {
        List<List<Shape>> shapes = Shapes.infer(layer.network());
        List<Shape> outputs = new ArrayList<>();
        for (TensorRef ref : layer.network().outputs()) {
            Optional<Shape> shape = Shapes.find(shapes, ref);
            if (shape.isEmpty()) {
                return List.of();
            }
            outputs.add(shape.get());
        }
        return outputs;
    }
}
