package io.github.keras4j.model.training;

import io.github.keras4j.model.Generation;
import java.util.Locale;
import java.util.Optional;

/**
 * An optimizer with every number resolved. A number that its algorithm does not have is 0.
 *
 * @param algorithm the update rule's name
 * @param style which generation's form of that rule
 * @param learningRate at the first update
 * @param decay learning rate of update t (from 0) is {@code learningRate / (1 + decay t)}
 * @param schedule what the learning rate follows; empty: it is a number
 * @param momentum of SGD and RMSprop
 * @param nesterov SGD's
 * @param rho of RMSprop and Adadelta
 * @param beta1 of Adam, Adamax, Nadam, Lion, Lamb
 * @param beta2 of Adam, Adamax, Nadam, Lion, Lamb
 * @param epsilon where each rule has it
 * @param scheduleDecay Nadam's momentum schedule is {@code 0.96 ^ (scheduleDecay t)}
 * @param initialAccumulator what Adagrad's and Ftrl's accumulators start from
 * @param amsgrad Adam's
 * @param centered RMSprop's
 * @param clipNorm each gradient array's norm is at most this; 0: not clipped
 * @param globalClipNorm the norm of all gradients together is at most this; 0: not clipped
 * @param clipValue each gradient element lies within plus and minus this; 0: not clipped
 * @param around what is done around an update, whichever the algorithm
 * @param ftrl Ftrl's own numbers
 * @param adafactor Adafactor's own numbers
 */
public record Optimizer(
        Algorithm algorithm,
        Style style,
        double learningRate,
        double decay,
        Optional<Schedule> schedule,
        double momentum,
        boolean nesterov,
        double rho,
        double beta1,
        double beta2,
        double epsilon,
        double scheduleDecay,
        double initialAccumulator,
        boolean amsgrad,
        boolean centered,
        double clipNorm,
        double globalClipNorm,
        double clipValue,
        Around around,
        Ftrl ftrl,
        Adafactor adafactor) {
    /**
     * What modern optimizers do around an update.
     *
     * @param weightDecay weights lose this share, times the learning rate, before it; 0: none
     * @param emaMomentum of the weights' moving average, which takes their place when the training ends; NaN: there is none
     * @param emaOverwrite after so many updates the average takes their place; 0: only at the end
     * @param accumulation how many batches' gradients make an update; 1: each makes one
     */
    public record Around(double weightDecay, double emaMomentum, int emaOverwrite, int accumulation) {
        /** Nothing is done. */
        public static final Around NONE = new Around(0, Double.NaN, 0, 1);

        /** Whether the weights have a moving average. */
        public boolean averages() {
            return !Double.isNaN(emaMomentum);
        }
    }

    /** Ftrl's numbers, as Keras names them. */
    public record Ftrl(double learningRatePower, double l1, double l2, double l2Shrinkage, double beta) {
        /** Keras's defaults. */
        public static final Ftrl DEFAULT = new Ftrl(-0.5, 0, 0, 0, 0);
    }

    /** Adafactor's numbers, as Keras names them. */
    public record Adafactor(
            double beta2Decay, double epsilon1, double epsilon2, double clipThreshold, boolean relativeStep) {
        /** Keras's defaults. */
        public static final Adafactor DEFAULT = new Adafactor(-0.8, 1e-30, 1e-3, 1, true);
    }

    /** {@return its name in Keras, with what was set of learning rate, momentum, variants and clipping} */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(algorithm.name().toLowerCase(Locale.ROOT));
        text.append(", learning_rate=");
        text.append(schedule.isPresent() ? schedule.get().getClass().getSimpleName() : String.valueOf(learningRate));
        text.append(momentum == 0 ? "" : ", momentum=" + momentum);
        text.append(nesterov ? ", nesterov=True" : "").append(amsgrad ? ", amsgrad=True" : "");
        text.append(clipNorm == 0 ? "" : ", clipnorm=" + clipNorm);
        text.append(around.weightDecay() == 0 ? "" : ", weight_decay=" + around.weightDecay());
        text.append(around.averages() ? ", use_ema=True" : "");
        text.append(around.accumulation() == 1 ? "" : ", gradient_accumulation_steps=" + around.accumulation());
        text.append(globalClipNorm == 0 ? "" : ", global_clipnorm=" + globalClipNorm);
        return text.append(clipValue == 0 ? "" : ", clipvalue=" + clipValue).toString();
    }

    /** The update rules. */
    public enum Algorithm {
        /** Gradient descent, with or without momentum. */
        SGD,
        /** Scaled by the root of a moving mean of squares. */
        RMSPROP,
        /** Scaled by the root of the sum of all squares. */
        ADAGRAD,
        /** Scaled by moving means of squares of gradients and of updates. */
        ADADELTA,
        /** Moving means of gradients and of their squares, both corrected for their start. */
        ADAM,
        /** Adam with the infinity norm. */
        ADAMAX,
        /** Adam with Nesterov's momentum. */
        NADAM,
        /** The sign of a mixture of the gradient and its moving mean. */
        LION,
        /** Follows the regularized leader. */
        FTRL,
        /** Second moments as a row's and a column's. */
        ADAFACTOR,
        /** Adam whose steps are as long as the weights. */
        LAMB
    }

    /** Where generations differ. */
    public enum Style {
        /**
         * {@code keras/optimizers.py} of Keras 1 and 2, and {@code tf.keras} before 2.11: epsilon is added after the
         * square root.
         */
        CLASSIC,
        /**
         * {@code tf.keras} before 2.11 and {@code tf.keras.optimizers.legacy}: TensorFlow's kernels, with numbers in
         * float32.
         */
        LEGACY,
        /**
         * {@code tf.keras} from 2.11 and Keras 3: RMSprop and Adagrad add epsilon under the root, and
         * {@code tf.cast(0.9, float64)} rounds the powers' bases (and SGD's momentum) to float32 on the way.
         */
        MODERN,
        /**
         * {@code tf.keras} 2.11 to 2.15: as {@link #MODERN}, but its Nadam multiplies its product of momenta anew for
         * each weight (a Python counter in its graph stands still).
         */
        MODERN_TF
    }

    /** {@return whether the style is one of tf.keras 2.11 and later} */
    public boolean isModern() {
        return style == Style.MODERN || style == Style.MODERN_TF;
    }

    /** The learning rate of the update after {@code iteration} others. */
    public double rateAt(long iteration) {
        if (schedule.isPresent()) {
            return schedule.get().at(iteration);
        }
        return decay > 0 ? learningRate * (1 / (1 + decay * iteration)) : learningRate;
    }

    static Style styleOf(Generation generation) {
        return switch (generation) {
            case KERAS_1, KERAS_2, KERAS_2_3 -> Style.CLASSIC;
            case TF_KERAS -> Style.MODERN_TF;
            case KERAS_3 -> Style.MODERN;
        };
    }

    /** Another epsilon: what a test injects. */
    public Optimizer withEpsilon(double other) {
        return new Optimizer(
                algorithm,
                style,
                learningRate,
                decay,
                schedule,
                momentum,
                nesterov,
                rho,
                beta1,
                beta2,
                other,
                scheduleDecay,
                initialAccumulator,
                amsgrad,
                centered,
                clipNorm,
                globalClipNorm,
                clipValue,
                around,
                ftrl,
                adafactor);
    }
}
