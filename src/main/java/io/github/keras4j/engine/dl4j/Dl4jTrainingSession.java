package io.github.keras4j.engine.dl4j;

import io.github.keras4j.engine.OptimizerState;
import io.github.keras4j.engine.TrainingSession;
import io.github.keras4j.engine.dl4j.arrays.NdArrays;
import io.github.keras4j.engine.dl4j.network.CarriedStates;
import io.github.keras4j.engine.dl4j.network.KerasUpdater;
import io.github.keras4j.engine.dl4j.network.TrainedNetwork;
import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.model.Weights;
import io.github.keras4j.model.training.Optimizer;
import io.github.keras4j.model.training.Optimizer.Algorithm;
import io.github.keras4j.model.training.StoredState;
import io.github.keras4j.tensor.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Model;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Updates by DL4J's {@code fit}, one batch at a time. */
final class Dl4jTrainingSession implements TrainingSession {
    private final KerasModel model;
    private final TrainingPlan plan;
    private final TrainedNetwork network;
    private final NetworkParameters parameters;
    private final DataType type;
    private final List<String> slots;
    private List<Tensor> outputs = List.of();

    Dl4jTrainingSession(
            KerasModel model,
            TrainingPlan plan,
            TrainedNetwork network,
            NetworkParameters parameters,
            StoredState state) {
        this.model = model;
        this.plan = plan;
        this.network = network;
        this.parameters = parameters;
        type = network.params().dataType();
        slots = KerasUpdater.slots(optimizer());
        parameters.write(model.weights().flatten());
        restore(state);
        CarriedStates.carry(network.network());
    }

    /** What DL4J trains. */
    Model network() {
        return network.network();
    }

    private Optimizer optimizer() {
        return plan.compiled().optimizer();
    }

    private void restore(StoredState state) {
        network.setIterations(Math.toIntExact(state.iterations()));
        if (optimizer().algorithm() == Algorithm.ADAGRAD) {
            // Keras 3's Constant goes through ops.cast
            boolean rounded = optimizer().style() == Optimizer.Style.MODERN;
            double start = optimizer().initialAccumulator();
            slot(0).assign(rounded ? (float) start : start);
        }
        for (int i = 0; i < slots.size(); i++) {
            Map<String, Tensor> slot = state.slots().get(slots.get(i));
            if (slot != null) {
                slot(i).assign(parameters.flat(slot).reshape(slot(i).shape()));
            }
        }
        if (optimizer().algorithm() == Algorithm.NADAM) {
            schedule().assign(state.scalars().getOrDefault("m_schedule", 1.0));
        }
    }

    private INDArray slot(int index) {
        long size = network.params().length();
        INDArray memory = network.state();
        return memory.reshape(memory.length()).get(NDArrayIndex.interval(index * size, (index + 1) * size));
    }

    /** Nadam's product of momenta stands behind its two slots. */
    private INDArray schedule() {
        long at = 2 * network.params().length();
        INDArray memory = network.state();
        return memory.reshape(memory.length()).get(NDArrayIndex.interval(at, at + 1));
    }

    @Override
    public double update(List<Tensor> x, List<Tensor> y, List<Tensor> sampleWeights) {
        check(x, y, sampleWeights);
        double loss = network.fit(arrays(x), targets(y));
        outputs = Arrays.stream(network.answers()).map(NdArrays::toTensor).toList();
        return loss;
    }

    @Override
    public double evaluate(List<Tensor> x, List<Tensor> y, List<Tensor> sampleWeights) {
        check(x, y, sampleWeights);
        double loss = network.score(arrays(x), targets(y));
        outputs = Arrays.stream(network.answers()).map(NdArrays::toTensor).toList();
        return loss;
    }

    private void check(List<Tensor> x, List<Tensor> y, List<Tensor> sampleWeights) {
        int inputs = model.network().inputs().size();
        int answers = model.network().outputs().size();
        if (x.size() != inputs || y.size() != answers) {
            throw new Keras4jException("A training batch has one tensor per input and one per output. Received: "
                    + x.size() + " inputs and " + y.size() + " targets for a model of " + inputs + " and " + answers);
        }
        if (!sampleWeights.isEmpty()) {
            throw new Keras4jException("Engine dl4j does not weigh samples. Received: weights of "
                    + sampleWeights.size() + " outputs; train with --engine purejava");
        }
    }

    private INDArray[] targets(List<Tensor> y) {
        return y.stream().map(this::target).toArray(INDArray[]::new);
    }

    @Override
    public List<Tensor> outputs() {
        return outputs;
    }

    @Override
    public double learningRate() {
        return network.learningRate().orElse(optimizer().learningRate());
    }

    @Override
    public void setLearningRate(double rate) {
        if (optimizer().schedule().isPresent()) {
            throw new Keras4jException(
                    "The learning rate is a schedule's, which callbacks can't set. Received: " + rate);
        }
        network.setLearningRate(rate);
    }

    @Override
    public void setWeights(Weights weights) {
        parameters.write(weights.flatten());
    }

    private INDArray[] arrays(List<Tensor> tensors) {
        return tensors.stream().map(tensor -> NdArrays.of(tensor, type)).toArray(INDArray[]::new);
    }

    /** With two axes at least, as DL4J's networks want it. */
    private INDArray target(Tensor tensor) {
        INDArray target = NdArrays.of(tensor, type);
        return target.rank() < 2 ? target.reshape('c', target.length(), 1) : target;
    }

    @Override
    public Weights weights() {
        return model.weights().withArrays(parameters.byPath(network.params().dup()));
    }

    @Override
    public OptimizerState optimizerState() {
        Map<String, Weights> states = new LinkedHashMap<>();
        for (int i = 0; i < slots.size(); i++) {
            Map<String, Tensor> slot = parameters.byPath(slot(i).dup());
            slot.keySet().retainAll(plan.trainedPaths());
            states.put(slots.get(i), model.weights().withArrays(slot));
        }
        Map<String, Double> scalars = optimizer().algorithm() == Algorithm.NADAM
                ? Map.of("m_schedule", schedule().getDouble(0))
                : Map.of();
        return new OptimizerState(network.iterations(), scalars, states);
    }

    @Override
    public List<Tensor> predict(List<Tensor> x) {
        return Arrays.stream(network.output(arrays(x))).map(NdArrays::toTensor).toList();
    }

    @Override
    public void resetStates() {
        CarriedStates.reset(network.network());
    }
}
