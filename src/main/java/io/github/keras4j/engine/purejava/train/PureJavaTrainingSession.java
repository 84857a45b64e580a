package io.github.keras4j.engine.purejava.train;

import io.github.keras4j.engine.OptimizerState;
import io.github.keras4j.engine.TrainingSession;
import io.github.keras4j.engine.purejava.train.blueprint.Blueprint;
import io.github.keras4j.engine.purejava.train.blueprint.Loops;
import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.model.Weights;
import io.github.keras4j.model.training.StoredState;
import io.github.keras4j.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Keeps the count of updates and the tree of weights around the loops. */
final class PureJavaTrainingSession implements TrainingSession {
    private final Blueprint blueprint;
    private final Loops loops;
    private long iterations;

    PureJavaTrainingSession(Blueprint blueprint, Loops loops, StoredState state) {
        this.blueprint = blueprint;
        this.loops = loops;
        iterations = state.iterations();
        loops.restore(state.slots(), state.scalars());
    }

    @Override
    public double update(List<Tensor> x, List<Tensor> y, List<Tensor> sampleWeights) {
        check(x, y, sampleWeights);
        return loops.train(x, y, sampleWeights, iterations++).doubleValue();
    }

    @Override
    public double evaluate(List<Tensor> x, List<Tensor> y, List<Tensor> sampleWeights) {
        check(x, y, sampleWeights);
        return loops.evaluate(x, y, sampleWeights).doubleValue();
    }

    @Override
    public void setWeights(Weights weights) {
        loops.setWeights(weights.flatten());
    }

    private void check(List<Tensor> x, List<Tensor> y, List<Tensor> sampleWeights) {
        int inputs = blueprint.model().network().inputs().size();
        int outputs = blueprint.model().network().outputs().size();
        if (x.size() != inputs || y.size() != outputs) {
            throw new Keras4jException("A training batch has one tensor per input and one per output. Received: "
                    + x.size() + " inputs and " + y.size() + " targets for a model of " + inputs + " and " + outputs);
        }
        for (Tensor weights : sampleWeights) {
            int batch = x.get(0).shape().size(0);
            if (sampleWeights.size() != outputs || weights.size() != batch) {
                throw new Keras4jException("Sample weights are one number per sample for each output. Received: "
                        + sampleWeights.size() + " arrays of shape " + weights.shape() + " for " + outputs
                        + " outputs and a batch of " + batch);
            }
        }
    }

    @Override
    public void begin() {
        loops.trainAsOneGraph();
    }

    @Override
    public void finish() {
        loops.finish();
    }

    @Override
    public double learningRate() {
        return loops.learningRate().doubleValue();
    }

    @Override
    public void setLearningRate(double rate) {
        if (blueprint.compiled().optimizer().schedule().isPresent()) {
            throw new Keras4jException("The learning rate is a schedule's, so it can't be set. Received: " + rate
                    + "; compile with a number as learning_rate");
        }
        loops.setLearningRate(rate);
    }

    @Override
    public List<Tensor> outputs() {
        return loops.outputs();
    }

    @Override
    public boolean separatesLosses() {
        return true;
    }

    @Override
    public List<Double> outputLosses() {
        return loops.outputLosses();
    }

    @Override
    public List<Optional<Tensor>> outputMasks() {
        return loops.outputMasks();
    }

    @Override
    public Weights weights() {
        return blueprint.model().weights().withArrays(loops.weights());
    }

    @Override
    public OptimizerState optimizerState() {
        Map<String, Weights> slots = new LinkedHashMap<>();
        loops.slots()
                .forEach((name, byPath) ->
                        slots.put(name, blueprint.model().weights().withArrays(byPath)));
        Map<String, Double> scalars = new LinkedHashMap<>(loops.scalars());
        if (blueprint.compiled().optimizer().schedule().isEmpty()) {
            scalars.put("learning_rate", learningRate());
        }
        return new OptimizerState(iterations, scalars, slots);
    }

    @Override
    public List<Tensor> predict(List<Tensor> x) {
        return loops.predict(x);
    }

    @Override
    public void resetStates() {
        loops.resetStates();
    }
}
