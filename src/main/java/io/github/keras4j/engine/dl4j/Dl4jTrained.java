package io.github.keras4j.engine.dl4j;

import io.github.keras4j.model.Activation;
import io.github.keras4j.model.Activations;
import io.github.keras4j.model.Core;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.Merging;
import io.github.keras4j.model.Node;
import io.github.keras4j.model.Normalizing;
import io.github.keras4j.model.Recurrent;
import io.github.keras4j.model.Shaping;
import io.github.keras4j.model.Wrapper;
import io.github.keras4j.model.shapes.Shapes;
import io.github.keras4j.tensor.Shape;
import java.util.List;
import java.util.Optional;

/**
 * Which calls DL4J trains as Keras does, by recorded runs of Keras. {@code purejava} trains more; what it adds is refused
 * here until such runs were followed on DL4J too, since a layer that computes right in inference may do something else in
 * training: a dropout is nothing but its training.
 */
final class Dl4jTrained {
    private static final String RANDOM = "its random numbers can't be drawn as Keras drew them";

    private Dl4jTrained() {}

    /** Why this call is not trained; empty if it is. */
    static Optional<String> refusal(Node node, List<List<Shape>> shapes) {
        Object activity = node.layer().info().extras().get("activity_regularizer");
        if (activity != null) {
            return Optional.of("an activity regularizer is not trained on DL4J. Received: activity_regularizer="
                    + activity + ". Use --engine purejava");
        }
        Optional<String> random = random(node.layer());
        if (random.isPresent()) {
            return random;
        }
        boolean alike = !(node.layer() instanceof Merging.Elementwise)
                || Shapes.inputs(node, shapes).stream().distinct().count() <= 1;
        boolean plain = node.keywordInputs().isEmpty()
                && node.arguments().isEmpty()
                && (node.layer() instanceof Merging || node.inputs().size() <= 1);
        return isTrained(node.layer()) && alike && plain && lastAxis(node, shapes)
                ? Optional.empty()
                : Optional.of("no recorded run shows that it is trained on DL4J as in Keras. Use --engine purejava");
    }

    private static boolean lastAxis(Node node, List<List<Shape>> shapes) {
        int axis = -1;
        if (node.layer() instanceof Normalizing.BatchNormalization norm) {
            axis = norm.axis().get(0);
        } else if (node.layer() instanceof Merging.Concatenate concatenate) {
            axis = concatenate.axis();
        }
        List<Shape> inputs = Shapes.inputs(node, shapes);
        return axis == -1 || !inputs.isEmpty() && axis == inputs.get(0).rank() - 1;
    }

    private static Optional<String> random(Layer layer) {
        if (layer instanceof Core.Passthrough through && !through.isInertInTraining()) {
            return Optional.of(
                    through.rate() == 0
                            ? "what it does in training is not done on DL4J. Received: class " + layer.className()
                            : RANDOM + ". Received: rate=" + through.rate() + "; train with rate 0");
        }
        for (String rate : List.of("dropout", "recurrent_dropout", "dropout_W", "dropout_U")) {
            if (layer.info().extras().get(rate) instanceof Number number && number.doubleValue() != 0) {
                return Optional.of(RANDOM + ". Received: " + rate + "=" + number);
            }
        }
        if (layer instanceof Wrapper.Bidirectional both) {
            return random(both.forward()).or(() -> random(both.backward()));
        }
        return layer instanceof Wrapper.TimeDistributed each ? random(each.layer()) : Optional.empty();
    }

    private static boolean isTrained(Layer layer) {
        if (layer instanceof Core.Dense dense) {
            return isTrained(dense.activation(), true);
        }
        if (layer instanceof Activations.Activate activate) {
            return isTrained(activate.activation(), true);
        }
        if (layer instanceof Recurrent.Rnn rnn) {
            return !rnn.walk().returnState() && !rnn.walk().timeMajor() && isTrained(rnn.cell());
        }
        if (layer instanceof Wrapper.Bidirectional both) {
            return both.mergeMode() != Wrapper.MergeMode.NONE
                    && both.forward().walk().returnSequences()
                            == both.backward().walk().returnSequences()
                    && isTrained(both.forward())
                    && isTrained(both.backward());
        }
        if (layer instanceof Wrapper.TimeDistributed each) {
            Layer inner = each.layer();
            boolean known = inner instanceof Core.Dense
                    || inner instanceof Activations.Activate
                    || inner instanceof Shaping.Flatten;
            return known && isTrained(inner);
        }
        if (layer instanceof Shaping.Flatten flatten) {
            return !flatten.channelsFirst();
        }
        if (layer instanceof Merging.Elementwise merge) {
            return switch (merge.operation()) {
                case ADD, MULTIPLY, AVERAGE -> true;
                case SUBTRACT, MAXIMUM, MINIMUM -> false;
            };
        }
        if (layer instanceof Normalizing.BatchNormalization norm) {
            return !norm.perBatch() && norm.axis().size() == 1;
        }
        return layer instanceof Core.InputLayer
                || layer instanceof Core.Embedding
                || layer instanceof Core.Masking
                || layer instanceof Core.Passthrough
                || layer instanceof Merging.Concatenate
                || layer instanceof Shaping.Reshape
                || layer instanceof Shaping.RepeatVector
                || layer instanceof Normalizing.LayerNormalization;
    }

    private static boolean isTrained(Recurrent.Cell cell) {
        if (cell instanceof Recurrent.LstmCell lstm) {
            return isTrained(lstm.activation(), false) && isTrained(lstm.recurrentActivation(), false);
        }
        if (cell instanceof Recurrent.GruCell gru) {
            return isTrained(gru.activation(), false) && isTrained(gru.recurrentActivation(), false);
        }
        return cell instanceof Recurrent.SimpleCell simple && isTrained(simple.activation(), false);
    }

    private static boolean isTrained(Activation activation, boolean softmaxToo) {
        return switch (activation.kind()) {
            case LINEAR, TANH, SIGMOID, HARD_SIGMOID, HARD_SIGMOID_V3, ELU, SELU, SOFTPLUS, SOFTSIGN, EXPONENTIAL ->
                true;
            case RELU -> Double.isInfinite(activation.beta()) && activation.gamma() == 0;
            case SOFTMAX -> softmaxToo && activation.alpha() == -1;
            default -> false;
        };
    }
}
