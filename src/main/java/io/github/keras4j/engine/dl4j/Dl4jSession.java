package io.github.keras4j.engine.dl4j;

import io.github.keras4j.Keras4jException;
import io.github.keras4j.engine.Session;
import io.github.keras4j.engine.Trace;
import io.github.keras4j.model.Core;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.model.Network;
import io.github.keras4j.model.TensorRef;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** One thread's use of an imported network. */
final class Dl4jSession implements Session {
    private final KerasModel model;
    private final Lowered lowered;
    private final Runner runner;

    Dl4jSession(KerasModel model, Lowered lowered, Runner runner) {
        this.model = model;
        this.lowered = lowered;
        this.runner = runner;
    }

    @Override
    public List<Tensor> predict(List<Tensor> inputs) {
        return runner.run(arrays(inputs)).stream().map(NdArrays::toTensor).toList();
    }

    @Override
    public Trace trace(List<Tensor> inputs) {
        Map<String, INDArray> byLowered = runner.layers(arrays(inputs));
        Map<String, List<Tensor>> layers = new LinkedHashMap<>();
        Network network = model.network();
        for (int i = 0; i < network.nodes().size(); i++) {
            String name = network.nodes().get(i).layer().name();
            INDArray array = find(byLowered, new TensorRef(i, 0));
            if (array != null && !layers.containsKey(name)) {
                layers.put(name, List.of(NdArrays.toTensor(array)));
            }
        }
        List<Tensor> outputs = new ArrayList<>();
        for (TensorRef output : network.outputs()) {
            outputs.add(NdArrays.toTensor(Objects.requireNonNull(find(byLowered, output))));
        }
        return new Trace(outputs, layers);
    }

    private @org.jspecify.annotations.Nullable INDArray find(Map<String, INDArray> byLowered, TensorRef original) {
        TensorRef place = lowered.places().get(original);
        return place == null
                ? null
                : byLowered.get(lowered.model().network().node(place).layer().name());
    }

    @Override
    public void resetStates() {
        runner.resetStates();
    }

    private List<INDArray> arrays(List<Tensor> inputs) {
        List<TensorRef> expected = model.network().inputs();
        if (inputs.size() != expected.size()) {
            throw new Keras4jException("Model '" + model.name() + "' takes " + expected.size() + " inputs "
                    + model.network().inputNames() + ". Received: " + inputs.size());
        }
        List<INDArray> arrays = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            Core.InputLayer input =
                    (Core.InputLayer) model.network().node(expected.get(i)).layer();
            Shape shape = inputs.get(i).shape();
            if (!input.shape().isCompatibleWith(shape)) {
                throw new Keras4jException("Input '" + input.name() + "' takes shape " + input.shape() + ". Received: "
                        + shape + "; reshape it to [batch, ...] as the model was trained");
            }
            arrays.add(NdArrays.of(inputs.get(i), DataType.FLOAT));
        }
        return arrays;
    }
}
