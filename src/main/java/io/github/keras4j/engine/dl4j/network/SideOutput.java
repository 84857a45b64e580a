package io.github.keras4j.engine.dl4j.network;

import io.github.keras4j.tensor.Shape;
import java.util.Arrays;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.nn.conf.memory.MemoryReport;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/** A further output of the {@link CanonicalVertex} that it is called on, such as a state. */
public final class SideOutput extends GraphVertex {
    private static final long serialVersionUID = 1L;

    private final int output;
    private final int[] shape;

    /**
     * @param output which one, counted from 0
     * @param shape batch first, -1 where open
     */
    public SideOutput(@JsonProperty("output") int output, @JsonProperty("shape") int[] shape) {
        this.output = output;
        this.shape = shape.clone();
    }

    /** {@return which output, counted from 0} */
    public int getOutput() {
        return output;
    }

    /** {@return its shape, batch first, -1 where open} */
    public int[] getShape() {
        return shape.clone();
    }

    @Override
    public SideOutput clone() {
        return new SideOutput(output, shape);
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof SideOutput other && output == other.output && Arrays.equals(shape, other.shape);
    }

    @Override
    public int hashCode() {
        return output;
    }

    @Override
    public long numParams(boolean backprop) {
        return 0;
    }

    @Override
    public int minVertexInputs() {
        return 1;
    }

    @Override
    public int maxVertexInputs() {
        return 1;
    }

    @Override
    public org.deeplearning4j.nn.graph.vertex.GraphVertex instantiate(
            ComputationGraph graph, String name, int index, INDArray parameters, boolean initialize, DataType type) {
        return new RunningSideOutput(graph, name, index, output, type);
    }

    @Override
    public InputType getOutputType(int index, InputType... inputs) {
        return CanonicalLayer.typeOf(Shape.of(shape));
    }

    @Override
    public MemoryReport getMemoryReport(InputType... inputs) {
        return new LayerMemoryReport.Builder("SideOutput", SideOutput.class, inputs[0], getOutputType(0, inputs))
                .standardMemory(0, 0)
                .workingMemory(0, 0, 0, 0)
                .cacheMemory(MemoryReport.CACHE_MODE_ALL_ZEROS, MemoryReport.CACHE_MODE_ALL_ZEROS)
                .build();
    }
}
