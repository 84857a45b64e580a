package io.github.keras4j.engine.purejava.train.f64;

import io.github.keras4j.tensor.Shape;
import java.util.List;

/** Lays out a network's units and buffers. */
public interface GraphBuilder {
    /**
     * Adds the network's units to a graph, and fills its inputs and outputs.
     *
     * @param inputShapes the batch axis first
     */
    void build(Graph graph, List<Shape> inputShapes);
}
