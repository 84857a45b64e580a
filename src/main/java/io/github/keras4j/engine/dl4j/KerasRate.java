package io.github.keras4j.engine.dl4j;

import io.github.keras4j.model.training.Optimizer;
import io.github.keras4j.tensor.DType;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.schedule.ISchedule;

/**
 * Keras's learning rate of each update as DL4J's schedule. DL4J's AdamUpdater multiplies it with its own bias
 * corrections, {@code sqrt(1 - beta_2^t) / (1 - beta_1^t)}, so where Keras rounds the bases to float32 (tf.keras from
 * 2.11 and Keras 3, see {@link Optimizer.Style}) the quotient of the two corrections goes into the rate.
 */
final class KerasRate implements ISchedule {
    private static final long serialVersionUID = 1L;

    private final Optimizer optimizer;
    /** Betas as DL4J has them and as Keras computes with them; all 0 where there is no bias correction. */
    private final double[] plain;

    private final double[] rounded;

    private KerasRate(Optimizer optimizer, DType dtype) {
        this.optimizer = optimizer;
        boolean adam = optimizer.algorithm() == Optimizer.Algorithm.ADAM;
        plain = adam ? new double[] {optimizer.beta1(), optimizer.beta2()} : new double[2];
        boolean rounds = optimizer.isModern() || dtype == DType.FLOAT32;
        rounded = rounds ? new double[] {(float) plain[0], (float) plain[1]} : plain.clone();
    }

    /** Gives the network's updaters the rate that Keras's optimizer has. */
    static void install(MultiLayerNetwork network, Optimizer optimizer, DType dtype) {
        KerasRate schedule = new KerasRate(optimizer, dtype);
        for (Layer layer : network.getLayers()) {
            if (layer.getConfig() instanceof BaseLayer config) {
                set(config.getIUpdater(), schedule);
                set(config.getBiasUpdater(), schedule);
            }
        }
    }

    private static void set(IUpdater updater, KerasRate schedule) {
        if (updater != null) {
            updater.setLrAndSchedule(schedule.optimizer.learningRate(), schedule);
        }
    }

    @Override
    public double valueAt(int iteration, int epoch) {
        return optimizer.rateAt(iteration) * (correction(rounded, iteration + 1) / correction(plain, iteration + 1));
    }

    private static double correction(double[] betas, int update) {
        return Math.sqrt(1 - Math.pow(betas[1], update)) / (1 - Math.pow(betas[0], update));
    }

    @Override
    public ISchedule clone() {
        return this; // immutable
    }
}
