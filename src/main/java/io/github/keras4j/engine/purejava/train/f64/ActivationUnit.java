package io.github.keras4j.engine.purejava.train.f64;

import io.github.keras4j.model.Activation;
import io.github.keras4j.model.training.TrainingRules;

/**
 * An activation layer, or the activation of a Dense layer: {@code before} holds what goes in. A loss that works on
 * logits takes those and writes their gradient itself.
 */
public final class ActivationUnit extends Unit {
    public final Flow before;
    public final Flow after;
    public final Activation activation;
    /** A loss computes the gradient of {@code before} directly; what else comes back is that of a penalty. */
    public boolean bypassed;

    /** An activity regularizer looks at what it gives. */
    public boolean penalized;

    private final boolean softmax;
    private final Nonlinearity function;

    public ActivationUnit(Flow before, Flow after, Activation activation, TrainingRules rules) {
        this.before = before;
        this.after = after;
        this.activation = activation;
        softmax = activation.kind() == Activation.Kind.SOFTMAX;
        function = softmax ? new Nonlinearity.Linear() : Nonlinearity.of(activation, rules);
    }

    @Override
    public void forward(boolean training) {
        if (softmax) {
            Softmax.apply(before.rows(), before.last(), before.value, after.value);
        } else {
            function.apply(before.value.length, before.value, after.value, 0);
        }
        if (after.masked()) {
            System.arraycopy(before.mask, 0, after.mask, 0, after.mask.length);
        }
    }

    @Override
    public void backward() {
        if (bypassed && !penalized) {
            return;
        }
        if (softmax) {
            Softmax.chain(after.rows(), after.last(), after.value, after.gradient);
        } else {
            function.chain(after.value.length, before.value, after.value, after.gradient, 0);
        }
        Kernels.BEST.add(after.gradient.length, after.gradient, 0, before.gradient, 0);
    }
}
