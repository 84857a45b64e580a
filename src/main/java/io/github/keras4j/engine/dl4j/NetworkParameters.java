package io.github.keras4j.engine.dl4j;

import io.github.keras4j.engine.dl4j.network.TrainedNetwork;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.tensor.DType;
import io.github.keras4j.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Between a DL4J network's one flat array of parameters and weights by Keras's names, in full precision. */
final class NetworkParameters {
    private final TrainedNetwork network;
    private final Lowered lowered;
    private final KerasModel model;

    NetworkParameters(TrainedNetwork network, Lowered lowered, KerasModel model) {
        this.network = network;
        this.lowered = lowered;
        this.model = model;
    }

    /** Calls with every weight's path and its place in the network. */
    private void each(BiConsumer<String, INDArray> seen) {
        lowered.paths()
                .forEach((name, path) ->
                        network.weights(name).forEach((weight, place) -> seen.accept(path + "/" + weight, place)));
    }

    /** Writes the arrays by path, {@code lstm_1/kernel}, into the network; others stay. */
    void write(Map<String, Tensor> byPath) {
        each((path, place) -> {
            Tensor tensor = byPath.get(path);
            if (tensor != null) {
                place.assign(Nd4j.create(tensor.toDoubles(), place.shape(), 'c').castTo(place.dataType()));
            }
        });
    }

    /** Arrays by path as one flat array in the order of the network's parameters; zeros where there is none. */
    INDArray flat(Map<String, Tensor> byPath) {
        INDArray before = network.params().dup();
        network.params().assign(0);
        write(byPath);
        INDArray flat = network.params().dup();
        network.params().assign(before);
        return flat;
    }

    /** A flat array in the order of the network's parameters, by path. */
    Map<String, Tensor> byPath(INDArray flat) {
        INDArray before = network.params().dup();
        network.params().assign(flat.reshape(before.shape()));
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        Map<String, Tensor> known = model.weights().flatten();
        each((path, place) -> {
            Tensor like = known.get(path);
            if (like != null) {
                Tensor tensor = Tensor.wrap(like.shape(), place.dup('c').data().asDouble());
                tensors.put(path, place.dataType() == DataType.DOUBLE ? tensor : tensor.cast(DType.FLOAT32));
            }
        });
        network.params().assign(before);
        return tensors;
    }
}
