package io.github.keras4j.export;

import io.github.keras4j.model.Activation;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.LayerInfo;
import io.github.keras4j.model.Padding;
import io.github.keras4j.model.Recurrent;
import io.github.keras4j.model.Wrapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Recurrent layers in the words of Keras 2.2.4 ({@code keras/layers/recurrent.py}). */
public final class Keras2Recurrent {
    private Keras2Recurrent() {}

    static Keras2Layer of(Recurrent layer, Target target) {
        if (layer.walk().timeMajor() && target != Target.TF_KERAS) {
            throw Keras2Layers.lacking(target, layer, "no time_major");
        }
        if (layer instanceof Recurrent.Rnn rnn) {
            return walk(target, rnn, cell(rnn, rnn.cell(), target).withActivityRegularizer());
        }
        if (layer instanceof Recurrent.GenericRnn generic) {
            Keras2Layer rnn = new Keras2Layer(generic, "RNN", target);
            return walk(target, generic, rnn.with("cell", cellJson(generic, generic.cell(), target, "cell")));
        }
        Recurrent.ConvLstm conv = (Recurrent.ConvLstm) layer;
        if (conv.kernelSize().size() != 2 && !target.isModern()
                || conv.padding() == Padding.CAUSAL
                || conv.padding() == Padding.FULL) {
            throw Keras2Layers.lacking(target, layer, "only ConvLSTM2D with padding valid or same");
        }
        if (conv.channelsFirst() && target.isModern()) {
            throw Keras2Layers.lacking(target, layer, "no ConvLSTM of channels_first on a CPU");
        }
        Keras2Layer json = new Keras2Layer(conv, "ConvLSTM" + conv.kernelSize().size() + "D", target)
                .with("filters", conv.filters())
                .with("kernel_size", conv.kernelSize())
                .with("strides", conv.strides())
                .with("padding", Keras2Convolutional.name(target, conv, conv.padding()))
                .withDataFormat(conv.channelsFirst())
                .with("dilation_rate", conv.dilation())
                .with("unit_forget_bias", true);
        json.withActivation("activation", conv.activation())
                .withActivation("recurrent_activation", conv.recurrentActivation())
                .with("use_bias", conv.useBias())
                .withWeights("kernel", "recurrent", "bias")
                .withActivityRegularizer()
                .with("dropout", rate(conv, "dropout"))
                .with("recurrent_dropout", rate(conv, "recurrent_dropout"));
        return walk(target, conv, json);
    }

    /** The backward layer as {@code Bidirectional} of Keras 2.2.4 derives it from the forward one. */
    public static Recurrent mirrored(Wrapper.Bidirectional layer) {
        Recurrent forward = layer.forward();
        Recurrent.Walk turned = forward.walk().turned();
        if (forward instanceof Recurrent.Rnn rnn) {
            return new Recurrent.Rnn(layer.backward().info(), rnn.cell(), turned);
        }
        if (forward instanceof Recurrent.GenericRnn rnn) {
            return new Recurrent.GenericRnn(layer.backward().info(), rnn.cell(), turned);
        }
        Recurrent.ConvLstm conv = (Recurrent.ConvLstm) forward;
        return new Recurrent.ConvLstm(
                layer.backward().info(),
                conv.filters(),
                conv.kernelSize(),
                conv.strides(),
                conv.padding(),
                conv.recurrentPadding(),
                conv.dilation(),
                conv.channelsFirst(),
                conv.activation(),
                conv.recurrentActivation(),
                conv.useBias(),
                turned);
    }

    private static Keras2Layer walk(Target target, Recurrent layer, Keras2Layer json) {
        Recurrent.Walk walk = layer.walk();
        if (walk.maskedStep() == Recurrent.MaskedStep.ZERO && target.isModern()) {
            json.with("zero_output_for_mask", true);
        }
        if (walk.timeMajor()) {
            json.with("time_major", true);
        }
        return json.with("return_sequences", walk.returnSequences())
                .with("return_state", walk.returnState())
                .with("go_backwards", walk.goBackwards())
                .with("stateful", walk.stateful())
                .with("unroll", walk.unroll());
    }

    private static Map<String, @Nullable Object> cellJson(
            Layer layer, Recurrent.Cell cell, Target target, String name) {
        if (cell instanceof Recurrent.StackedCells stacked) {
            if (target == Target.KERAS_3 && ((Recurrent) layer).walk().stateful()) {
                // backend.variable of each cell's list of states: "'ListWrapper' object has no attribute 'assign'"
                throw Keras2Layers.lacking(
                        target, layer, "no RNN of stacked cells that carries states (it fails there)");
            }
            List<Object> cells = new ArrayList<>();
            for (int i = 0; i < stacked.cells().size(); i++) {
                cells.add(cellJson(layer, stacked.cells().get(i), target, name + "_" + i));
            }
            Map<String, @Nullable Object> config = new LinkedHashMap<>();
            config.put("name", name);
            config.put("cells", cells);
            if (stacked.reverseStateOrder() && target != Target.KERAS_3) { // where it has no such option
                config.put("reverse_state_order", true);
            }
            return Keras2Layer.json(target, "keras.layers", "StackedRNNCells", config);
        }
        if (cell instanceof Recurrent.WrappedCell) {
            if (target.isModern() && target != Target.KERAS_3) {
                throw Keras2Layers.notWritten(target, layer, "a cell in a wrapper");
            }
            throw Keras2Layers.lacking(target, layer, "no wrappers of cells");
        }
        Keras2Layer json = cell(layer, cell, target).with("name", name).without("trainable");
        return Keras2Layer.json(target, "keras.layers", json.className() + "Cell", json.config());
    }

    private static Keras2Layer cell(Layer layer, Recurrent.Cell cell, Target target) {
        if (cell instanceof Recurrent.LstmCell lstm) {
            Keras2Layer json = gates(layer, "LSTM", lstm.units(), lstm.activation(), lstm.useBias(), target);
            return json.withActivation("recurrent_activation", lstm.recurrentActivation())
                    .with("unit_forget_bias", lstm.unitForgetBias());
        }
        if (cell instanceof Recurrent.GruCell gru) {
            Keras2Layer json = gates(layer, "GRU", gru.units(), gru.activation(), gru.useBias(), target);
            return json.withActivation("recurrent_activation", gru.recurrentActivation())
                    .with("reset_after", gru.resetAfter());
        }
        if (cell instanceof Recurrent.SimpleCell simple) {
            return gates(layer, "SimpleRNN", simple.units(), simple.activation(), simple.useBias(), target);
        }
        throw Keras2Layers.lacking(target, layer, "no stacked cells outside of RNN");
    }

    private static Keras2Layer gates(
            Layer layer, String className, int units, Activation activation, boolean useBias, Target target) {
        return new Keras2Layer(layer, className, target)
                .with("units", units)
                .withActivation("activation", activation)
                .with("use_bias", useBias)
                .withWeights("kernel", "recurrent", "bias")
                .with("dropout", rate(layer, "dropout"))
                .with("recurrent_dropout", rate(layer, "recurrent_dropout"))
                .withExtra(LayerInfo.IMPLEMENTATION);
    }

    private static Object rate(Layer layer, String option) {
        return layer.info().extras().getOrDefault(option, 0.0);
    }
}
