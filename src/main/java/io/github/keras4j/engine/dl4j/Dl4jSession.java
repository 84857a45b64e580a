package io.github.keras4j.engine.dl4j;

import io.github.keras4j.engine.FlatArrays;
import io.github.keras4j.engine.Session;
import io.github.keras4j.engine.Trace;
import io.github.keras4j.engine.dl4j.arrays.NdArrays;
import io.github.keras4j.errors.InputException;
import io.github.keras4j.errors.UnsupportedLayerException;
import io.github.keras4j.model.Core;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.model.Network;
import io.github.keras4j.model.TensorRef;
import io.github.keras4j.model.shapes.Shapes;
import io.github.keras4j.tensor.DType;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** One thread's use of an imported network: shapes in, shapes out, each checked against the canonical model's. */
final class Dl4jSession implements Session {
    private final KerasModel model;
    private final Lowered lowered;
    private final Runner runner;
    private final List<List<Shape>> shapes;
    private final Consumer<Runner> closing;
    private @Nullable List<Shape> bound;
    private boolean closed;

    /** @param closing what to do with the runner at the end */
    Dl4jSession(KerasModel model, Lowered lowered, Runner runner, Consumer<Runner> closing) {
        this.closing = closing;
        this.model = model;
        this.lowered = lowered;
        this.runner = runner;
        this.shapes = Shapes.infer(model.network());
    }

    @Override
    public List<Tensor> predict(List<Tensor> inputs) {
        return outputs(runner.run(arrays(inputs)));
    }

    @Override
    public void predict(float[] input, float[] output) {
        predict(new float[][] {input}, new float[][] {output});
    }

    @Override
    public void predict(float[][] inputs, float[][] outputs) {
        FlatArrays.fill(this, bound != null ? bound : FlatArrays.shapes(model.network(), inputs), inputs, outputs);
    }

    /** An empty batch has no answers to take shapes from, so the network is asked once, on zeros. */
    @Override
    public List<Shape> bind(List<Shape> inputs) {
        List<Tensor> zeros =
                inputs.stream().map(shape -> Tensor.zeros(shape, DType.FLOAT32)).toList();
        List<Shape> answers = predict(zeros).stream().map(Tensor::shape).toList();
        bound = List.copyOf(inputs);
        return answers;
    }

    @Override
    public Trace trace(List<Tensor> inputs) {
        Map<String, INDArray> byName = runner.layers(arrays(inputs));
        Map<String, List<Tensor>> layers = new LinkedHashMap<>();
        Network network = model.network();
        for (int i = 0; i < network.nodes().size(); i++) {
            TensorRef ref = new TensorRef(i, 0);
            String name = network.nodes().get(i).layer().name();
            INDArray array = byName.get(lowered.layerOf(ref));
            if (array != null && !(network.node(ref).layer() instanceof Core.InputLayer)) {
                Tensor tensor = NdArrays.toTensor(array);
                if (fits(ref, tensor)) {
                    layers.putIfAbsent(name, List.of(tensor));
                }
            }
        }
        List<INDArray> arrays = lowered.model().network().outputNames().stream()
                .map(name -> Objects.requireNonNull(byName.get(name)))
                .toList();
        return new Trace(outputs(arrays), layers);
    }

    @Override
    public void resetStates() {
        runner.resetStates();
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            closing.accept(runner);
        }
    }

    private List<Tensor> outputs(List<INDArray> arrays) {
        Network network = model.network();
        List<Tensor> outputs = new ArrayList<>();
        for (int i = 0; i < network.outputs().size(); i++) {
            TensorRef output = network.outputs().get(i);
            Tensor tensor = NdArrays.toTensor(arrays.get(i));
            if (!fits(output, tensor)) {
                throw new UnsupportedLayerException("DL4J gives layer '"
                        + network.node(output).layer().name() + "' ("
                        + network.node(output).layer().className() + ") another shape than Keras. Received: "
                        + tensor.shape() + " instead of "
                        + Shapes.find(shapes, output).map(Shape::toString).orElse("one that is not known")
                        + ". Use --engine purejava");
            }
            outputs.add(tensor);
        }
        return outputs;
    }

    private boolean fits(TensorRef ref, Tensor tensor) {
        Optional<Shape> expected = Shapes.find(shapes, ref);
        if (expected.isEmpty() || expected.get().rank() == 0 || tensor.shape().rank() == 0) {
            return expected.isEmpty() || expected.get().equals(tensor.shape());
        }
        // an input may take other batches than its shape says
        return expected.get().with(0, tensor.shape().size(0)).isCompatibleWith(tensor.shape());
    }

    private static int batch(List<Tensor> inputs) {
        return inputs.get(0).shape().size(0);
    }

    private List<INDArray> arrays(List<Tensor> inputs) {
        List<TensorRef> expected = model.network().inputs();
        if (inputs.size() != expected.size()) {
            throw new InputException("Model '" + model.name() + "' takes " + expected.size() + " inputs "
                    + model.network().inputNames() + ". Received: " + inputs.size());
        }
        List<INDArray> arrays = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            Core.InputLayer layer =
                    (Core.InputLayer) model.network().node(expected.get(i)).layer();
            Tensor input = layer.taken(inputs.get(i));
            if (!layer.accepted().isCompatibleWith(input.shape())) {
                throw new InputException("Input '" + layer.name() + "' takes shape " + layer.accepted() + ". Received: "
                        + input.shape() + "; give it as [batch, ...] in the shape that the model was trained on");
            }
            // Keras casts what is fed to the input's type, so integers are cut
            boolean cut = !layer.inputDtype().isFloating() && input.dtype().isFloating();
            arrays.add(NdArrays.of(cut ? input.cast(layer.inputDtype()) : input, DataType.FLOAT));
        }
        return arrays;
    }
}
