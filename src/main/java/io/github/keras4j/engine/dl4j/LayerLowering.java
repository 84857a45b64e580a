package io.github.keras4j.engine.dl4j;

import io.github.keras4j.model.Activation;
import io.github.keras4j.model.Core;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.LayerInfo;
import io.github.keras4j.model.Recurrent;
import io.github.keras4j.model.Weights;
import io.github.keras4j.tensor.DType;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/** Rewrites one layer into the same function in the options that DL4J's importer reads right. */
final class LayerLowering {
    record Result(Layer layer, Weights weights) {}

    private LayerLowering() {}

    static Result lower(String name, Layer layer, Weights weights) {
        LayerInfo info = new LayerInfo(name, layer.className(), layer.info().dtype(), true, Map.of());
        if (layer instanceof Core.InputLayer input) {
            return new Result(new Core.InputLayer(info, input.shape(), DType.FLOAT32), weights);
        }
        if (layer instanceof Core.Dense dense) {
            double scale = HardSigmoid.scale(dense.activation());
            Weights biased = withBias(weights, dense.useBias(), dense.units());
            return new Result(
                    new Core.Dense(info, dense.units(), HardSigmoid.known(dense.activation()), true),
                    HardSigmoid.scaled(biased, 1, new double[] {scale}));
        }
        if (layer instanceof Recurrent.Rnn rnn) {
            return rnn(info, rnn, weights);
        }
        throw new IllegalStateException("No lowering for " + layer);
    }

    private static Result rnn(LayerInfo info, Recurrent.Rnn rnn, Weights weights) {
        // unroll would turn on truncated back-propagation; statefulness is the session's
        Recurrent.Walk walk =
                new Recurrent.Walk(rnn.walk().returnSequences(), false, false, false, false, false, false);
        if (rnn.cell() instanceof Recurrent.LstmCell lstm) {
            double scale = HardSigmoid.scale(lstm.recurrentActivation());
            Activation gates = HardSigmoid.known(lstm.recurrentActivation());
            Weights biased = withBias(weights, lstm.useBias(), 4 * lstm.units());
            return new Result(
                    new Recurrent.Rnn(
                            info, new Recurrent.LstmCell(lstm.units(), lstm.activation(), gates, true, true), walk),
                    HardSigmoid.scaled(biased, 4, new double[] {scale, scale, 1, scale}));
        }
        Recurrent.SimpleCell simple = (Recurrent.SimpleCell) rnn.cell();
        Weights biased = withBias(weights, simple.useBias(), simple.units());
        double scale = HardSigmoid.scale(simple.activation());
        return new Result(
                new Recurrent.Rnn(
                        info,
                        new Recurrent.SimpleCell(simple.units(), HardSigmoid.known(simple.activation()), true),
                        walk),
                HardSigmoid.scaled(biased, 1, new double[] {scale}));
    }

    /** DL4J's importer fails on use_bias=False; a bias of zeros is the same function. */
    private static Weights withBias(Weights weights, boolean useBias, int size) {
        if (useBias) {
            return weights;
        }
        Map<String, Tensor> tensors = new LinkedHashMap<>(weights.tensors());
        tensors.put("bias", Tensor.zeros(Shape.of(size), DType.FLOAT32));
        return Weights.of(tensors);
    }
}
