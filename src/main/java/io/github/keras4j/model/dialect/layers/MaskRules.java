package io.github.keras4j.model.dialect.layers;

import io.github.keras4j.model.Activations.AtMask;
import io.github.keras4j.model.Attentive.Unattended;
import io.github.keras4j.model.Generation;
import io.github.keras4j.model.Merging;
import io.github.keras4j.model.Recurrent;
import io.github.keras4j.model.Recurrent.GivenStates;
import io.github.keras4j.model.Recurrent.MaskedStep;
import io.github.keras4j.model.Wrapper.InnerMask;

/** What each generation does where a mask says no; the evidence stands with the values. */
public final class MaskRules {
    private MaskRules() {}

    static AtMask ofSoftmax(Origin origin) {
        return switch (origin.generation()) {
            case KERAS_1, KERAS_2, KERAS_2_3 -> AtMask.SAME;
            case TF_KERAS -> AtMask.LOWERED;
            case KERAS_3 ->
                origin.isKeras3Before(10) ? AtMask.LOWERED : origin.isKeras3Before(13) ? AtMask.SCALED : AtMask.ZERO;
        };
    }

    static Unattended ofAttention(Origin origin, double dropout) {
        if (!origin.isKeras3() || origin.isKeras3Before(10)) {
            return Unattended.LOWERED;
        }
        return dropout > 0 ? Unattended.ZERO : Unattended.MEAN_ON_ONE_AXIS;
    }

    /** Keras 3.7 casts every attention_mask to bool (layers/attention/multi_head_attention.py). */
    static boolean lowersByNumber(Origin origin) {
        return !origin.isKeras3() || origin.isKeras3Before(7);
    }

    static Merging.Masks ofMerge(Origin origin) {
        if (origin.isKeras3()) {
            return origin.isKeras3Before(4) ? Merging.Masks.NONE : Merging.Masks.ANY;
        }
        return Merging.Masks.ALL;
    }

    /** Layers that support masking in Keras 3 and not in tf.keras; the generations before have none of them. */
    static boolean passesSinceKeras3(Origin origin) {
        return origin.isKeras3();
    }

    static boolean averageSkipsMasked(Origin origin) {
        return !origin.isKeras1();
    }

    /** Of LSTM, GRU, SimpleRNN and RNN; CNTK's own rnn is taken for TensorFlow's. */
    static MaskedStep ofStep(Origin origin, boolean unroll, boolean zeroOutputForMask) {
        if (origin.generation() == Generation.KERAS_2 && !origin.isTheano() && !unroll) {
            return MaskedStep.HOLD_STATE;
        }
        return zeroOutputForMask ? MaskedStep.ZERO : MaskedStep.HOLD_OUTPUT;
    }

    static GivenStates ofGivenStates(Origin origin) {
        return origin.generation() == Generation.TF_KERAS ? GivenStates.TAKEN_WHILE_ZERO : GivenStates.TAKEN;
    }

    /**
     * A direction of Bidirectional. From tf.keras on, its sequences are zero where masked. Keras 2's never carries
     * states from call to call: Layer.__init__ sets stateful back to False after the wrapper took it from its layer
     * (layers/wrappers.py and engine/base_layer.py 2.2.4), so the model skips its updates.
     */
    static Recurrent inBothDirections(Recurrent layer, Origin origin) {
        Recurrent.Walk walk = layer.walk();
        return switch (origin.generation()) {
            case KERAS_1 -> layer;
            case KERAS_2, KERAS_2_3 -> layer.withWalk(walk.withStateful(false));
            case TF_KERAS, KERAS_3 ->
                layer.withWalk(walk.withMaskedStep(walk.returnSequences() ? MaskedStep.ZERO : MaskedStep.HOLD_OUTPUT));
        };
    }

    static InnerMask ofTimeDistributed(Scope scope) {
        return switch (scope.origin().generation()) {
            case KERAS_1 -> InnerMask.NONE;
            case KERAS_2, KERAS_2_3 -> scope.fixedBatch() ? InnerMask.NONE : InnerMask.COMPUTED;
            case TF_KERAS -> InnerMask.COMPUTED;
            case KERAS_3 -> InnerMask.KEPT;
        };
    }
}
