package io.github.keras4j.engine.dl4j;

import io.github.keras4j.engine.dl4j.LayerLowering.Result;
import io.github.keras4j.model.LayerInfo;
import io.github.keras4j.model.Recurrent;
import io.github.keras4j.model.Weights;
import io.github.keras4j.model.Wrapper;
import java.util.LinkedHashMap;
import java.util.Map;

/** Recurrent layers in the options that DL4J's importer reads right. */
final class RecurrentLowering {
    private RecurrentLowering() {}

    static Result rnn(LayerInfo info, Recurrent.Rnn rnn, Weights weights) {
        Recurrent.Walk walk = plain(rnn.walk(), rnn.walk().goBackwards());
        if (rnn.cell() instanceof Recurrent.LstmCell lstm) {
            double scale = HardSigmoid.scale(lstm.recurrentActivation());
            Weights biased = LayerLowering.withBias(weights, lstm.useBias(), 4 * lstm.units());
            Recurrent.LstmCell cell = new Recurrent.LstmCell(
                    lstm.units(), lstm.activation(), HardSigmoid.known(lstm.recurrentActivation()), true, true);
            return new Result(new Recurrent.Rnn(info, cell, walk), HardSigmoid.scaled(biased, scale, scale, 1, scale));
        }
        Recurrent.SimpleCell simple = (Recurrent.SimpleCell) rnn.cell();
        Weights biased = LayerLowering.withBias(weights, simple.useBias(), simple.units());
        Recurrent.SimpleCell cell =
                new Recurrent.SimpleCell(simple.units(), HardSigmoid.known(simple.activation()), true);
        return new Result(
                new Recurrent.Rnn(info, cell, walk),
                HardSigmoid.scaled(biased, HardSigmoid.scale(simple.activation())));
    }

    static Result bidirectional(LayerInfo info, Wrapper.Bidirectional layer, Weights weights) {
        LayerInfo inner = new LayerInfo("rnn", layer.forward().className(), info.dtype(), info.trainable(), Map.of());
        Result forward = rnn(inner, (Recurrent.Rnn) layer.forward(), weights.child("forward"));
        Result backward = rnn(inner, (Recurrent.Rnn) layer.backward(), weights.child("backward"));
        Map<String, Weights> both = new LinkedHashMap<>();
        both.put("forward", forward.weights());
        both.put("backward", backward.weights());
        return new Result(
                new Wrapper.Bidirectional(
                        info, (Recurrent) forward.layer(), (Recurrent) backward.layer(), layer.mergeMode()),
                Weights.ofChildren(both));
    }

    /** Unrolling would turn on truncated back-propagation; statefulness is the session's. */
    private static Recurrent.Walk plain(Recurrent.Walk walk, boolean goBackwards) {
        return new Recurrent.Walk(
                walk.returnSequences(),
                false,
                goBackwards,
                false,
                false,
                false,
                Recurrent.MaskedStep.HOLD_OUTPUT,
                Recurrent.GivenStates.TAKEN);
    }
}
