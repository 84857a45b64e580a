package io.github.keras4j.engine.purejava.train;

import io.github.keras4j.engine.Support.Refusal;
import io.github.keras4j.model.Activation;
import io.github.keras4j.model.Activations.Activate;
import io.github.keras4j.model.Core;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.Merging;
import io.github.keras4j.model.Network;
import io.github.keras4j.model.Node;
import io.github.keras4j.model.Normalizing.BatchNormalization;
import io.github.keras4j.model.Recurrent;
import io.github.keras4j.model.Shaping;
import io.github.keras4j.model.Wrapper;
import io.github.keras4j.model.training.TrainingRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which layers are trained, and for the others why not. */
final class TrainingSupport {
    /** Layers that do nothing in training, whatever their rate. */
    private static final Set<String> INERT = Set.of("Identity");

    private final List<Refusal> refusals = new ArrayList<>();

    private final TrainingRules rules;

    private TrainingSupport(TrainingRules rules) {
        this.rules = rules;
    }

    static List<Refusal> refusals(Network network, TrainingRules rules) {
        TrainingSupport support = new TrainingSupport(rules);
        for (Node node : network.nodes()) {
            Layer layer = node.layer();
            support.check(layer);
            if (!(layer instanceof Merging) && node.inputs().size() > 1) {
                support.refuse(
                        layer,
                        "initial states given by the graph are not trained with. Received: "
                                + node.inputs().size() + " inputs");
            }
            if (!node.keywordInputs().isEmpty()) {
                support.refuse(
                        layer,
                        "tensors given by keyword are not trained with. Received: "
                                + node.keywordInputs().keySet());
            }
        }
        return support.refusals;
    }

    private void refuse(Layer layer, String reason) {
        refusals.add(new Refusal(layer.name(), layer.className(), reason));
    }

    private void check(Layer layer) {
        Object activity = layer.info().extras().get("activity_regularizer");
        if (activity != null) {
            refuse(layer, "activity regularizers are not trained with. Received: activity_regularizer=" + activity);
        }
        if (layer instanceof Core.Dense dense) {
            checkActivation(layer, dense.activation(), true);
        } else if (layer instanceof Activate activate) {
            checkActivation(layer, activate.activation(), true);
        } else if (layer instanceof Recurrent.Rnn rnn) {
            checkRecurrent(rnn);
        } else if (layer instanceof Wrapper.Bidirectional both) {
            check(both.forward());
            check(both.backward());
            if (both.mergeMode() == Wrapper.MergeMode.NONE) {
                refuse(layer, "two outputs are not trained with. Received: merge_mode=None");
            }
            if (!(both.forward() instanceof Recurrent.Rnn) || !(both.backward() instanceof Recurrent.Rnn)) {
                refuse(
                        layer,
                        "only LSTM, GRU and SimpleRNN are trained inside it. Received: "
                                + both.forward().className());
            }
        } else if (layer instanceof Wrapper.TimeDistributed each) {
            if (each.layer() instanceof Core.Dense
                    || each.layer() instanceof Activate
                    || each.layer() instanceof Shaping.Flatten) {
                check(each.layer());
            } else {
                refuse(
                        layer,
                        "only Dense, Activation and Flatten are trained inside it. Received: "
                                + each.layer().className());
            }
        } else if (layer instanceof Core.Passthrough passthrough) {
            if (passthrough.rate() != 0 && !INERT.contains(layer.className())) {
                refuse(
                        layer,
                        "its random numbers can't be drawn as Keras drew them. Received: rate=" + passthrough.rate()
                                + "; train with rate 0");
            }
        } else if (layer instanceof BatchNormalization norm) {
            checkBatchNormalization(norm);
        } else if (layer instanceof Merging) {
            checkMerging(layer);
        } else if (layer instanceof Shaping.Flatten flatten) {
            if (flatten.channelsFirst()) {
                refuse(layer, "it is trained with the channels last. Received: data_format=channels_first");
            }
        } else if (!(layer instanceof Core.InputLayer
                || layer instanceof Core.Embedding
                || layer instanceof Core.Masking
                || layer instanceof Shaping.Reshape
                || layer instanceof Shaping.RepeatVector)) {
            refuse(layer, "this layer is run but not trained");
        }
    }

    private void checkRecurrent(Recurrent.Rnn rnn) {
        Recurrent.Cell cell = rnn.cell();
        if (rnn.walk().returnState() || rnn.walk().timeMajor()) {
            refuse(rnn, "it is trained without return_state and time_major. Received: " + rnn.walk());
        }
        for (String rate : List.of("dropout", "recurrent_dropout")) {
            Object value = rnn.info().extras().get(rate);
            if (value instanceof Number number && number.doubleValue() != 0) {
                refuse(rnn, "its random numbers can't be drawn as Keras drew them. Received: " + rate + "=" + value);
            }
        }
        if (cell instanceof Recurrent.LstmCell lstm) {
            checkActivation(rnn, lstm.activation(), false);
            checkActivation(rnn, lstm.recurrentActivation(), false);
        } else if (cell instanceof Recurrent.GruCell gru) {
            checkActivation(rnn, gru.activation(), false);
            checkActivation(rnn, gru.recurrentActivation(), false);
        } else if (cell instanceof Recurrent.SimpleCell simple) {
            checkActivation(rnn, simple.activation(), false);
        } else {
            refuse(rnn, "this cell is run but not trained. Received: " + cell);
        }
    }

    private void checkBatchNormalization(BatchNormalization norm) {
        if (norm.perBatch() || norm.axis().size() != 1) {
            refuse(norm, "it is trained on one axis, by running averages. Received: axis=" + norm.axis());
        }
        // up to 1.0.7 the average is of standard deviations, and the batch is divided by them plus epsilon
        if (rules.averagesDeviations()) {
            refuse(
                    norm,
                    "it averages standard deviations, as Keras before 1.0.8 on Theano does, which is not trained."
                            + " Received: BatchNormalization of such a file; train with Keras 1.0.8 or newer");
        }
    }

    private void checkMerging(Layer layer) {
        boolean plain = layer instanceof Merging.Elementwise each
                && Set.of(Merging.Operation.ADD, Merging.Operation.MULTIPLY, Merging.Operation.AVERAGE)
                        .contains(each.operation());
        if (!plain && !(layer instanceof Merging.Concatenate)) {
            refuse(layer, "only Add, Multiply, Average and Concatenate on the last axis are trained");
        }
    }

    private void checkActivation(Layer layer, Activation activation, boolean softmaxToo) {
        Optional<String> reason = switch (activation.kind()) {
            case LINEAR, TANH, SIGMOID, HARD_SIGMOID, HARD_SIGMOID_V3, ELU, SELU, SOFTPLUS, SOFTSIGN, EXPONENTIAL ->
                Optional.empty();
            case RELU ->
                Double.isInfinite(activation.beta()) && activation.gamma() == 0
                        ? Optional.empty()
                        : Optional.of("relu is trained without max_value and threshold");
            case SOFTMAX ->
                softmaxToo && activation.alpha() == -1
                        ? Optional.empty()
                        : Optional.of("softmax is trained over the last axis, outside of cells");
            default -> Optional.of("this activation is run but not trained");
        };
        reason.ifPresent(text -> refuse(layer, text + ". Received: " + activation));
    }
}
