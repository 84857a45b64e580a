package io.github.keras4j.engine.purejava;

import io.github.keras4j.model.Activation;
import io.github.keras4j.model.Activations;
import io.github.keras4j.model.Convolutional;
import io.github.keras4j.model.Core;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.Merging;
import io.github.keras4j.model.Network;
import io.github.keras4j.model.Normalizing;
import io.github.keras4j.model.Pooling;
import io.github.keras4j.model.Preprocessing;
import io.github.keras4j.model.Recurrent;
import io.github.keras4j.model.Shaping;
import io.github.keras4j.model.Wrapper;
import io.github.keras4j.tensor.Shape;
import java.util.List;

/**
 * Whether each sample's answer is known to depend on that sample alone, so that a large batch may run in parts. A model
 * with a layer that is not listed here runs its batch in one.
 */
final class RowWise {
    private RowWise() {}

    static boolean is(Network network) {
        return !network.hasSeveralBatches()
                && network.nodes().stream().allMatch(node -> node.arguments().isEmpty() && is(node.layer()));
    }

    private static boolean is(Layer layer) {
        if (layer instanceof Core.Dense dense) {
            return is(dense.activation());
        }
        if (layer instanceof Activations.Activate activate) {
            return is(activate.activation());
        }
        if (layer instanceof Convolutional.Conv conv) {
            return is(conv.activation());
        }
        if (layer instanceof Convolutional.ConvTranspose conv) {
            return is(conv.activation());
        }
        if (layer instanceof Convolutional.DepthwiseConv conv) {
            return is(conv.activation());
        }
        if (layer instanceof Convolutional.SeparableConv conv) {
            return is(conv.activation());
        }
        if (layer instanceof Recurrent.Rnn rnn) {
            return is(rnn);
        }
        if (layer instanceof Wrapper.Bidirectional both) {
            return both.forward() instanceof Recurrent.Rnn forward
                    && both.backward() instanceof Recurrent.Rnn backward
                    && is(forward)
                    && is(backward);
        }
        if (layer instanceof Wrapper.TimeDistributed wrapper) {
            return wrapper.layer() instanceof Core.Dense dense && is(dense);
        }
        if (layer instanceof Wrapper.NestedModel nested) {
            return nested.network().layers().stream().noneMatch(RowWise::isForOneBatch) && is(nested.network());
        }
        if (layer instanceof Normalizing.BatchNormalization normalization) {
            return !normalization.perBatch() && leavesBatch(normalization.axis());
        }
        if (layer instanceof Normalizing.LayerNormalization normalization) {
            return leavesBatch(normalization.axis());
        }
        if (layer instanceof Preprocessing.Normalization normalization) {
            return leavesBatch(normalization.axis());
        }
        if (layer instanceof Merging.Concatenate concatenate) {
            return concatenate.axis() == -1 || concatenate.axis() > 0;
        }
        return layer instanceof Core.InputLayer
                || layer instanceof Core.Embedding
                || layer instanceof Core.Masking
                || layer instanceof Core.Passthrough
                || layer instanceof Activations.PReLU
                || layer instanceof Merging.Elementwise
                || layer instanceof Merging.ScaledSum
                || layer instanceof Pooling.Pool
                || layer instanceof Pooling.GlobalPool
                || layer instanceof Preprocessing.Rescaling
                || layer instanceof Shaping;
    }

    /** Whether none of the axes is the batch's; of those counted from the end only the last is known not to be. */
    private static boolean leavesBatch(List<Integer> axes) {
        return axes.stream().allMatch(axis -> axis == -1 || axis > 0);
    }

    private static boolean isForOneBatch(Layer layer) {
        return layer instanceof Core.InputLayer input
                && input.shape().rank() > 0
                && input.shape().size(0) != Shape.UNKNOWN;
    }

    private static boolean is(Recurrent.Rnn rnn) {
        return !rnn.walk().stateful() && !rnn.walk().timeMajor();
    }

    private static boolean is(Activation activation) {
        return switch (activation.kind()) {
            case SOFTMAX, LOG_SOFTMAX, SPARSEMAX, GLU -> activation.alpha() == -1;
            default -> true;
        };
    }
}
