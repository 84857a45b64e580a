package io.github.keras4j.engine.purejava.train.f64;

import io.github.keras4j.model.training.Optimizer;
import io.github.keras4j.model.training.Optimizer.Style;
import java.util.Arrays;

/**
 * What modern Keras does around an optimizer's rule (optimizers/base_optimizer.py of Keras 3, optimizer.py of tf.keras
 * 2.15): gradients of several batches are gathered, clipped, weights decay, and have a moving average.
 */
final class OptimizerStep {
    private final Parameters parameters;
    private final SlicedGradients slices;
    private final SideEffects effects;
    private final Optimizer optimizer;
    private final UpdateRule rule;
    private final int every;
    /** tf.cast makes a float32 of it first. */
    private final double weightDecay;

    private final double[] gathered;
    private final double[] average;

    OptimizerStep(
            Optimizer optimizer, UpdateRule rule, Parameters parameters, SlicedGradients slices, SideEffects effects) {
        this.optimizer = optimizer;
        this.parameters = parameters;
        this.slices = slices;
        this.effects = effects;
        this.rule = rule;
        every = optimizer.around().accumulation();
        weightDecay = (float) optimizer.around().weightDecay();
        gathered = every > 1 ? rule.slot("gradient_accumulator", parameters.trained) : new double[0];
        average = optimizer.around().averages() ? rule.slot("average", parameters.trained) : new double[0];
        if (average.length > 0 && optimizer.style() == Style.MODERN_TF) { // Keras 3's begins with the first update
            System.arraycopy(parameters.value, 0, average, 0, average.length);
        }
    }

    /** One batch's gradients are there; {@code batches} were before it. */
    void step(long batches) {
        int n = parameters.trained;
        double[] g = parameters.gradient;
        boolean updates = (batches + 1) % every == 0;
        if (every > 1) {
            for (int i = 0; i < n; i++) {
                gathered[i] += g[i];
                g[i] = gathered[i] / every;
            }
        }
        if (updates) {
            effects.clip(optimizer);
            slices.finish();
            double lr = rule.rateAt(batches);
            decay(n, lr);
            rule.update(n, parameters.value, g, parameters.magnitude, batches / every, lr);
            Arrays.fill(gathered, 0);
        }
        if (average.length > 0) {
            average(batches / every);
        }
        effects.constrain();
    }

    private void decay(int n, double lr) {
        if (weightDecay != 0) {
            double[] p = parameters.value;
            for (int i = 0; i < n; i++) {
                p[i] -= p[i] * weightDecay * lr;
            }
        }
    }

    private void average(long iteration) {
        double[] p = parameters.value;
        boolean first = iteration == 0 && optimizer.style() == Style.MODERN;
        double kept = first ? 0 : (double) optimizer.around().emaMomentum();
        double taken = first ? 1 : (double) (1 - optimizer.around().emaMomentum());
        for (int i = 0; i < average.length; i++) {
            average[i] = kept * average[i] + taken * p[i];
        }
        int overwrite = optimizer.around().emaOverwrite();
        if (overwrite > 0 && (iteration + 1) % overwrite == 0) {
            finish();
        }
    }

    /** The average takes the weights' place, as Keras's fit does at its end. */
    void finish() {
        System.arraycopy(average, 0, parameters.value, 0, average.length);
    }
}
