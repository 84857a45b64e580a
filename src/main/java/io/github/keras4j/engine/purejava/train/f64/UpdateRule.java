package io.github.keras4j.engine.purejava.train.f64;

import io.github.keras4j.model.training.Optimizer;
import io.github.keras4j.tensor.Shape;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An optimizer's rule over all trained weights at once. Constants are held in the training's own type, as Keras's
 * variables are.
 */
abstract class UpdateRule {
    final Optimizer optimizer;
    final boolean modern;
    double rate;
    final double decay;
    final double epsilon;
    /** Slot arrays by canonical name, each as long as the trained weights. */
    final Map<String, double[]> slots = new LinkedHashMap<>();

    /** Which shape of batch is being trained on, counted from 0 as they came: TensorFlow has a graph for each. */
    int batchShape;

    UpdateRule(Optimizer optimizer) {
        this.optimizer = optimizer;
        modern = optimizer.isModern();
        rate = (double) optimizer.learningRate();
        decay = (double) optimizer.decay();
        epsilon = (double) optimizer.epsilon();
    }

    static UpdateRule of(Optimizer optimizer, Parameters parameters) {
        int trained = parameters.trained;
        return switch (optimizer.algorithm()) {
            case SGD -> new UpdateRules.Sgd(optimizer, trained);
            case RMSPROP -> new UpdateRules.RmsProp(optimizer, trained);
            case ADAGRAD -> new UpdateRules.Adagrad(optimizer, trained);
            case ADADELTA -> new UpdateRules.Adadelta(optimizer, trained);
            case ADAM -> new MomentRules.Adam(optimizer, trained);
            case ADAMAX -> new MomentRules.Adamax(optimizer, trained);
            case NADAM -> new MomentRules.Nadam(optimizer, parameters);
            case LION -> new NewerRules.Lion(optimizer, trained);
            case FTRL -> new NewerRules.Ftrl(optimizer, trained);
            case ADAFACTOR -> new NewerRules.Adafactor(optimizer, parameters);
            case LAMB -> new NewerRules.Lamb(optimizer, parameters);
        };
    }

    /**
     * One update of the weights {@code [0, n)}.
     *
     * @param g the gradient
     * @param r what second moments take for it: see {@link Parameters#magnitude}
     * @param iteration updates done before
     * @param lr the learning rate of this update
     */
    abstract void update(int n, double[] p, double[] g, double[] r, long iteration, double lr);

    /** The learning rate after {@code batches} batches. */
    double rateAt(long batches) {
        if (optimizer.schedule().isPresent()) {
            return (double) optimizer.rateAt(batches);
        }
        return decay > 0 ? rate * (1 / (1 + decay * batches)) : rate;
    }

    /**
     * A base of a power, or SGD's momentum: {@code tf.cast(0.9, float64)} makes a float32 tensor of the number first
     * (keras/optimizers/adam.py of tf.keras 2.15 and Keras 3).
     */
    double cast(double constant) {
        return modern ? (float) constant : constant;
    }

    double[] slot(String name, int n) {
        double[] slot = new double[n];
        slots.put(name, slot);
        return slot;
    }

    /** The shape of a weight's slot; its numbers are the first ones where it has fewer than the weight. */
    Shape slotShape(String name, Shape weight) {
        return weight;
    }

    /** Single numbers carried along. */
    Map<String, Double> scalars() {
        return Map.of();
    }

    void setScalars(Map<String, Double> scalars) {}
}
