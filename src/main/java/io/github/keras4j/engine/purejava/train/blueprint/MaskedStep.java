package io.github.keras4j.engine.purejava.train.blueprint;

import io.github.keras4j.model.Recurrent.Walk;
import io.github.keras4j.model.training.TrainingRules;

/** What a recurrent layer gives for a step that is masked; its states stay what they are. */
public enum MaskedStep {
    /** The output of the step before, zeros where there is none. */
    OUTPUT_BEFORE,
    /** The output state, which differs from that ahead of the first step that counts. */
    STATE,
    ZERO;

    /** @param inBothDirections whether it is one of a Bidirectional's two */
    public static MaskedStep of(Walk walk, TrainingRules rules, boolean inBothDirections) {
        if (walk.zeroOutputForMask() || inBothDirections && rules.zeroesMaskedDirections() && walk.returnSequences()) {
            return ZERO;
        }
        return rules.repeatsMaskedState() && !walk.unroll() ? STATE : OUTPUT_BEFORE;
    }
}
