package io.github.keras4j.engine.dl4j.layers;

import io.github.keras4j.engine.dl4j.arrays.Arrays;
import io.github.keras4j.engine.dl4j.arrays.Value;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * One call of a layer.
 *
 * @param inputs its inputs in order, with their masks
 * @param keywords tensors given by keyword
 * @param arguments constants given by keyword
 * @param countsAll whether a recurrent layer takes every step, and hands on its input's mask all the same
 * @param mode how the network runs
 */
public record Call(
        List<Value> inputs, Map<String, Value> keywords, Map<String, Object> arguments, boolean countsAll, Mode mode) {
    /**
     * How the network runs.
     *
     * @param training whether it is trained
     * @param moments what a batch normalization does in training
     * @param states where layers that carry states keep them
     */
    public record Mode(boolean training, Moments moments, States states) {
        Mode of(String layer) {
            return new Mode(training, moments, states.of(layer));
        }
    }

    /**
     * What a batch normalization does in training.
     *
     * @param frozen it normalizes by its running averages
     * @param unbiased the moving variance counts n / (n - 1 - epsilon) of the batch's
     * @param withEpsilon the moving variance has the epsilon in it
     */
    public record Moments(boolean frozen, boolean unbiased, boolean withEpsilon) {
        /** As tf.keras and Keras 3 do it. */
        public static final Moments PLAIN = new Moments(false, false, false);
    }

    /** The first input. */
    Value input() {
        return inputs.get(0);
    }

    /** The same call on other inputs. */
    Call on(List<Value> others) {
        return new Call(others, keywords, arguments, countsAll, mode);
    }

    /** The same call for an inner layer. */
    Call inside(List<Value> others, String layer) {
        return new Call(others, Map.of(), arguments, countsAll, mode.of(layer));
    }

    /** The mask of the call: the tensor given by keyword, else the first input's own. */
    @Nullable
    INDArray mask() {
        Value keyword = keywords.get("mask");
        return keyword == null ? input().mask() : Arrays.nonZero(keyword.data());
    }

    /** The mask by which a recurrent layer steps. */
    @Nullable
    INDArray stepMask() {
        return countsAll ? null : mask();
    }

    boolean isTrue(String argument) {
        return Boolean.TRUE.equals(arguments.get(argument));
    }
}
