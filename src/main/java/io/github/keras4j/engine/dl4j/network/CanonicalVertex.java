package io.github.keras4j.engine.dl4j.network;

import java.util.List;
import java.util.Objects;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/** A {@link CanonicalLayer} in a graph: it takes any number of inputs, and the masks that lie beside them. */
public final class CanonicalVertex extends LayerVertex {
    private static final long serialVersionUID = 1L;

    /** For DL4J, which reads it from JSON. */
    public CanonicalVertex(@JsonProperty("layerConf") NeuralNetConfiguration layerConf) {
        super(layerConf, null);
    }

    /** {@return one for a layer} */
    public static CanonicalVertex of(CanonicalLayer layer) {
        return new CanonicalVertex(
                new NeuralNetConfiguration.Builder().layer(layer).build());
    }

    private CanonicalLayer layer() {
        return (CanonicalLayer) getLayerConf().getLayer();
    }

    @Override
    public CanonicalVertex clone() {
        return new CanonicalVertex(getLayerConf().clone());
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof CanonicalVertex other && Objects.equals(getLayerConf(), other.getLayerConf());
    }

    @Override
    public int hashCode() {
        return getLayerConf().hashCode();
    }

    @Override
    public int maxVertexInputs() {
        return Integer.MAX_VALUE;
    }

    @Override
    public org.deeplearning4j.nn.graph.vertex.GraphVertex instantiate(
            ComputationGraph graph, String name, int index, INDArray parameters, boolean initialize, DataType type) {
        RunningLayer layer =
                (RunningLayer) layer().instantiate(getLayerConf(), List.of(), index, parameters, initialize, type);
        boolean output = graph.getConfiguration().getNetworkOutputs().contains(name);
        return new RunningVertex(graph, name, index, layer, output, type);
    }

    @Override
    public InputType getOutputType(int index, InputType... inputs) {
        return CanonicalLayer.typeOf(layer().call().output());
    }

    @Override
    public org.deeplearning4j.nn.conf.memory.MemoryReport getMemoryReport(InputType... inputs) {
        return layer().getMemoryReport(inputs[0]);
    }
}
