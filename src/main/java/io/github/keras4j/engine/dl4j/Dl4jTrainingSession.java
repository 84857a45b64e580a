package io.github.keras4j.engine.dl4j;

import io.github.keras4j.engine.OptimizerState;
import io.github.keras4j.engine.TrainingSession;
import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.model.Recurrent;
import io.github.keras4j.model.Weights;
import io.github.keras4j.model.training.Compiled;
import io.github.keras4j.model.training.Optimizer;
import io.github.keras4j.model.training.StoredState;
import io.github.keras4j.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Updates by {@code MultiLayerNetwork.fit}, one batch at a time. */
final class Dl4jTrainingSession implements TrainingSession {
    private final KerasModel model;
    private final Compiled compiled;
    private final MultiLayerNetwork network;
    private final NetworkParameters parameters;
    private final DataType type;
    private final List<String> slots;
    private final ChainRunner runner;
    private List<Tensor> outputs = List.of();

    Dl4jTrainingSession(
            KerasModel model,
            Compiled compiled,
            MultiLayerNetwork network,
            NetworkParameters parameters,
            StoredState state) {
        this.model = model;
        this.compiled = compiled;
        this.network = network;
        this.parameters = parameters;
        this.type = network.params().dataType();
        // the updater keeps one flat array per slot, one after the other (AdamUpdater, NesterovsUpdater)
        this.slots =
                compiled.optimizer().algorithm() == Optimizer.Algorithm.ADAM ? List.of("m", "v") : List.of("momentum");
        this.runner = new ChainRunner(network, stateful(model));
        restore(state);
        network.params().assign(parameters.flat(model.weights().flatten()));
    }

    private static Set<String> stateful(KerasModel model) {
        return Dl4jTrainingRules.byName(model).entrySet().stream()
                .filter(entry -> entry.getValue() instanceof Recurrent.Rnn rnn
                        && rnn.walk().stateful())
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    private void restore(StoredState state) {
        network.getLayerWiseConfigurations().setIterationCount(Math.toIntExact(state.iterations()));
        INDArray memory = network.getUpdater().getStateViewArray();
        for (int i = 0; i < slots.size(); i++) {
            Map<String, Tensor> slot = state.slots().get(slots.get(i));
            if (slot != null) {
                part(memory, i)
                        .assign(parameters.flat(slot).reshape(part(memory, i).shape()));
            }
        }
    }

    private INDArray part(INDArray memory, int slot) {
        long size = network.params().length();
        return memory.reshape(memory.length()).get(NDArrayIndex.interval(slot * size, (slot + 1) * size));
    }

    @Override
    public double evaluate(List<Tensor> x, List<Tensor> y, List<Tensor> sampleWeights) {
        if (!sampleWeights.isEmpty()) {
            throw new Keras4jException("Engine dl4j does not weigh samples. Received: weights of "
                    + sampleWeights.size() + " outputs; evaluate with --engine purejava");
        }
        outputs = predict(x);
        return network.score(new DataSet(NdArrays.of(x.get(0), type), NdArrays.of(y.get(0), type)), false);
    }

    @Override
    public void setWeights(Weights weights) {
        network.params().assign(parameters.flat(weights.flatten()));
    }

    @Override
    public double learningRate() {
        return compiled.optimizer().learningRate();
    }

    @Override
    public void setLearningRate(double rate) {
        throw new Keras4jException("Engine dl4j keeps the learning rate that was compiled. Received: " + rate
                + "; train with --engine purejava");
    }

    @Override
    public double update(List<Tensor> x, List<Tensor> y, List<Tensor> sampleWeights) {
        if (!sampleWeights.isEmpty()) {
            throw new Keras4jException("Engine dl4j does not weigh samples. Received: weights of "
                    + sampleWeights.size() + " outputs; train with --engine purejava");
        }
        if (x.size() != 1 || y.size() != 1) {
            throw new Keras4jException("A training batch has one input and one target. Received: " + x.size()
                    + " inputs and " + y.size() + " targets");
        }
        INDArray input = NdArrays.of(x.get(0), type);
        if (compiled.accuracy().isPresent()) {
            outputs = List.of(NdArrays.toTensor(network.output(input, false)));
        }
        network.fit(input, NdArrays.of(y.get(0), type));
        return network.score();
    }

    @Override
    public List<Tensor> outputs() {
        return outputs;
    }

    @Override
    public Weights weights() {
        return parameters.weights(network.params().dup());
    }

    @Override
    public OptimizerState optimizerState() {
        Map<String, Weights> state = new LinkedHashMap<>();
        boolean kept = compiled.optimizer().algorithm() == Optimizer.Algorithm.ADAM
                || compiled.optimizer().momentum() != 0;
        for (int i = 0; kept && i < slots.size(); i++) {
            INDArray part = part(network.getUpdater().getStateViewArray(), i).dup();
            state.put(
                    slots.get(i),
                    parameters.weights(part.reshape(network.params().shape())));
        }
        return new OptimizerState(network.getLayerWiseConfigurations().getIterationCount(), Map.of(), state);
    }

    @Override
    public List<Tensor> predict(List<Tensor> x) {
        return List.of(NdArrays.toTensor(
                runner.run(List.of(NdArrays.of(x.get(0), type))).get(0)));
    }

    @Override
    public void resetStates() {
        runner.resetStates();
    }
}
