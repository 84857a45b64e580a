package io.github.keras4j.engine.dl4j;

import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Model;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Runs a DL4J network of either kind. Its outputs have DL4J's shapes. */
interface Runner {
    /** DL4J's network itself. */
    Model network();

    /** The outputs in the model's order. */
    List<INDArray> run(List<INDArray> inputs);

    /** What each layer gave, by its name in the lowered model. Advances states as {@link #run} does. */
    Map<String, INDArray> layers(List<INDArray> inputs);

    void resetStates();
}
