package io.github.keras4j.engine.dl4j;

import io.github.keras4j.engine.dl4j.arrays.NdArrays;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.tensor.Tensor;
import java.util.function.Supplier;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Deeplearning4j as its users run it: the imported network's own {@code output}, without keras4j around it. */
public final class RawDl4j {
    private RawDl4j() {}

    /** A call on one input, which lies in an array of nd4j's already. */
    public static Supplier<float[]> call(KerasModel chain, Tensor input) {
        MultiLayerNetwork network = (MultiLayerNetwork) Dl4jImporter.load(Dl4jLowering.lower(chain, false), false);
        INDArray fed = NdArrays.of(input, DataType.FLOAT);
        return () -> network.output(fed, false).data().asFloat();
    }
}
