package io.github.keras4j.fit;

import io.github.keras4j.model.Weights;
import java.util.Map;
import java.util.Optional;

/** Hears of a training and may steer it, as Keras's callbacks do. Methods that are not overridden do nothing. */
public interface Callback {
    /** What a callback may look at and change. */
    interface Training {
        /** The weights as they are now. */
        Weights weights();

        /** Replaces the weights; the optimizer's state stays. */
        void setWeights(Weights weights);

        /** The optimizer's learning rate, without its decay. */
        double learningRate();

        /**
         * Sets it.
         *
         * @throws io.github.keras4j.errors.Keras4jException when it is a schedule's
         */
        void setLearningRate(double rate);

        /**
         * What Keras's logs call the learning rate where a callback puts it there: {@code lr}, and in Keras 3 {@code
         * learning_rate}.
         *
         * @param byEpoch whether the callback is LearningRateScheduler, which does not log it in Keras 1
         * @return empty where it does not
         */
        Optional<String> rateName(boolean byEpoch);

        /**
         * Whether ReduceLROnPlateau counts an epoch without improvement after it has looked at the count, so that it waits one
         * more: Keras 1.
         */
        boolean countsWaitingLater();

        /** Ends the training after this batch and its epoch. */
        void stop();

        /** The model as it is now, with its optimizer. */
        Fitted fitted();
    }

    /** Before the first epoch. */
    default void onTrainBegin(Training training) {}

    /**
     * Before an epoch.
     *
     * @param epoch from 0, as Keras counts
     */
    default void onEpochBegin(int epoch, Training training) {}

    /**
     * After an update.
     *
     * @param batch from 0 within its epoch
     * @param loss the batch's loss before the update
     */
    default void onTrainBatchEnd(int batch, double loss, Training training) {}

    /**
     * After an epoch and its validation.
     *
     * @param epoch from 0, as Keras counts
     * @param logs {@code loss}, the metrics, {@code val_loss} and so on; what is put into it, becomes part of the history
     */
    default void onEpochEnd(int epoch, Map<String, Double> logs, Training training) {}

    /** After the last epoch, or after {@link Training#stop()}. */
    default void onTrainEnd(Training training) {}

    /** A line for the user about what it did in the epoch that has just ended; empty: nothing to say. */
    default Optional<String> message() {
        return Optional.empty();
    }
}
