package io.github.keras4j.model.dialect.graph;

import io.github.keras4j.model.Layer;
import io.github.keras4j.model.LayerInfo;
import io.github.keras4j.model.Network;
import io.github.keras4j.model.Wrapper;
import io.github.keras4j.model.dialect.layers.LayerSpec;
import io.github.keras4j.tensor.DType;
import io.github.keras4j.tensor.Shape;
import java.util.List;
import java.util.Map;

/** Reads a Sequential or functional model, at the top or as a layer of another. */
public final class NetworkReader {
    private final LayerFactory factory;

    public NetworkReader(LayerFactory factory) {
        this.factory = factory;
    }

    /** @param inputs shapes for a Sequential that declares none */
    public Network read(LayerSpec spec, List<Shape> inputs) {
        boolean functional = spec.config().has("input_layers");
        return functional ? new FunctionalReader(factory).read(spec) : new SequentialReader(factory).read(spec, inputs);
    }

    Layer nested(LayerSpec spec, List<Shape> inputs) {
        Network network = read(spec, inputs);
        LayerInfo info = new LayerInfo(
                spec.name().isEmpty() ? network.name() : spec.name(),
                spec.className(),
                DType.FLOAT32,
                spec.config().path("trainable").asBoolean(true),
                Map.of());
        return new Wrapper.NestedModel(info, network);
    }
}
