package io.github.keras4j.engine.purejava.train;

import io.github.keras4j.engine.Support.Refusal;
import io.github.keras4j.model.Activation;
import io.github.keras4j.model.Activations.Activate;
import io.github.keras4j.model.Core;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.LayerInfo;
import io.github.keras4j.model.Merging;
import io.github.keras4j.model.Normalizing.BatchNormalization;
import io.github.keras4j.model.Recurrent;
import io.github.keras4j.model.Shaping;
import io.github.keras4j.model.Wrapper;
import io.github.keras4j.model.training.TrainingRules;
import io.github.keras4j.tensor.DType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which layers are trained with which options, and for the others why not; by themselves, wherever they stand. */
final class TrainableLayers {
    /** Layers of random numbers, which do nothing where their rate is 0. */
    private static final Set<String> RATED = Set.of(
            "Dropout",
            "SpatialDropout1D",
            "SpatialDropout2D",
            "SpatialDropout3D",
            "AlphaDropout",
            "GaussianDropout",
            "GaussianNoise");

    private final TrainingRules rules;
    private final List<Refusal> refusals = new ArrayList<>();

    TrainableLayers(TrainingRules rules) {
        this.rules = rules;
    }

    List<Refusal> refusals() {
        return refusals;
    }

    void refuse(Layer layer, String reason) {
        refusals.add(new Refusal(layer.name(), layer.className(), reason));
    }

    void check(Layer layer) {
        if (layer.info().dtype() != DType.FLOAT32 && layer.info().dtype() != DType.FLOAT64
                || layer.info().extras().containsKey(LayerInfo.POLICY)) {
            Object policy = layer.info()
                    .extras()
                    .getOrDefault(LayerInfo.POLICY, layer.info().dtype());
            refuse(layer, "training computes in float32 or float64 throughout. Received: dtype=" + policy);
        }
        refuseRates(layer);
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
            if (both.forward().walk().returnSequences()
                    != both.backward().walk().returnSequences()) {
                refuse(layer, "both directions give sequences or none does. Received: two kinds of return_sequences");
            }
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
            checkPassthrough(passthrough);
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

    private void refuseRates(Layer layer) {
        for (String rate : List.of("dropout", "recurrent_dropout")) {
            Object value = layer.info().extras().get(rate);
            if (value instanceof Number number && number.doubleValue() != 0) {
                refuse(layer, "its random numbers can't be drawn as Keras drew them. Received: " + rate + "=" + value);
            }
        }
    }

    /** What does nothing in inference: random numbers, a loss of its own, augmentation. */
    private void checkPassthrough(Core.Passthrough layer) {
        boolean rated = RATED.contains(layer.className());
        if (rated && layer.rate() != 0) {
            refuse(
                    layer,
                    "its random numbers can't be drawn as Keras drew them. Received: rate=" + layer.rate()
                            + "; train with rate 0");
        } else if (!rated && !layer.className().equals("Identity")) {
            refuse(layer, "what it does in training is not trained with. Received: class " + layer.className());
        }
    }

    private void checkRecurrent(Recurrent.Rnn rnn) {
        Recurrent.Cell cell = rnn.cell();
        if (rnn.walk().returnState() || rnn.walk().timeMajor()) {
            refuse(rnn, "it is trained without return_state and time_major. Received: " + rnn.walk());
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
