package io.github.keras4j.model.dialect.graph;

import io.github.keras4j.model.Layer;
import io.github.keras4j.model.LayerInfo;
import io.github.keras4j.model.Network;
import io.github.keras4j.model.Wrapper;
import io.github.keras4j.model.dialect.layers.InputShapes;
import io.github.keras4j.model.dialect.layers.LayerSpec;
import io.github.keras4j.model.dialect.layers.Options;
import io.github.keras4j.model.dialect.layers.Refusal;
import io.github.keras4j.tensor.DType;
import io.github.keras4j.tensor.Shape;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Reads a Sequential or functional model, at the top or as a layer of another. */
public final class NetworkReader {
    private final LayerFactory factory;

    public NetworkReader(LayerFactory factory) {
        this.factory = factory;
    }

    /**
     * Reads the network and all that is in it.
     *
     * @param inputs shapes for a Sequential that declares none
     * @throws Refusal when the model as a whole says something that keras4j does not know
     */
    public Network read(LayerSpec spec, List<Shape> inputs) {
        Options model = new Options(spec.config());
        boolean functional = spec.config().has("input_layers");
        model.ignore("name", "trainable");
        InputShapes.dtype(model, DType.FLOAT32);
        if (functional) {
            model.any("input_layers");
            model.any("output_layers");
        } else {
            model.find("build_input_shape").ifPresent(InputShapes::of);
        }
        if (!model.any("layers").map(JsonNode::isArray).orElse(false)) {
            throw new Refusal("the model '" + spec.name() + "' has no list of layers. Save the model again");
        }
        model.refuseUnknown();
        return functional ? new FunctionalReader(factory).read(spec) : new SequentialReader(factory).read(spec, inputs);
    }

    Layer nested(LayerSpec spec, List<Shape> inputs) {
        Network network = read(spec, inputs);
        LayerInfo info = new LayerInfo(
                spec.name().isEmpty() ? network.name() : spec.name(),
                spec.className(),
                DType.FLOAT32,
                new Options(spec.config()).flag("trainable", true),
                Map.of());
        return new Wrapper.NestedModel(info, network);
    }
}
