package io.github.keras4j.fit;

import io.github.keras4j.engine.EngineChoice;
import io.github.keras4j.tensor.DType;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How to fit, with Keras's names and defaults.
 *
 * @param epochs the number of the last epoch, from 1
 * @param initialEpoch how many epochs are done already
 * @param batchSize samples per update
 * @param shuffle whether each epoch draws a new order
 * @param seed of the orders, and of random layers
 * @param validation evaluated after each epoch; empty: nothing, or what {@code validationSplit} cuts off
 * @param validationSplit the share of the last samples, before any shuffling, that is not trained on but evaluated
 * @param classWeight what a sample of a class counts, by the class's index; empty: all count 1
 * @param callbacks called in this order
 * @param dtype what to compute in: float32 or float64
 * @param engine what trains; {@code AUTO} is purejava
 * @param resetStates when stateful layers forget what they carry
 */
public record Fitting(
        int epochs,
        int initialEpoch,
        int batchSize,
        boolean shuffle,
        long seed,
        Optional<DataSet> validation,
        double validationSplit,
        Map<Integer, Double> classWeight,
        List<Callback> callbacks,
        DType dtype,
        EngineChoice engine,
        ResetStates resetStates) {
    /** When stateful layers forget what they carry, Keras's {@code reset_states}. */
    public enum ResetStates {
        /** As in Keras's fit: they never do. */
        NEVER,
        /** Before each batch. */
        BATCH,
        /** After each epoch, as scripts do that fit one epoch at a time. */
        EPOCH
    }

    /** One epoch in batches of 32, shuffled, in float32. */
    public static final Fitting DEFAULT = new Fitting(
            1,
            0,
            32,
            true,
            0,
            Optional.empty(),
            0,
            Map.of(),
            List.of(),
            DType.FLOAT32,
            EngineChoice.AUTO,
            ResetStates.NEVER);

    /**
     * The collections are copied.
     *
     * @throws IllegalArgumentException for a number that makes no sense
     */
    public Fitting {
        classWeight = Map.copyOf(classWeight);
        callbacks = List.copyOf(callbacks);
        require(epochs >= 0 && initialEpoch >= 0, "epochs and initial_epoch are at least 0", epochs);
        require(batchSize >= 1, "batch_size is at least 1", batchSize);
        require(validationSplit >= 0 && validationSplit < 1, "validation_split is in [0, 1)", validationSplit);
        require(dtype == DType.FLOAT32 || dtype == DType.FLOAT64, "dtype is float32 or float64", dtype);
    }

    private static void require(boolean holds, String rule, Object received) {
        if (!holds) {
            throw new IllegalArgumentException(rule + ". Received: " + received);
        }
    }

    /** Starts from the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** Changes of the defaults, by name. */
    public static final class Builder {
        private int epochs = DEFAULT.epochs;
        private int initialEpoch = DEFAULT.initialEpoch;
        private int batchSize = DEFAULT.batchSize;
        private boolean shuffle = DEFAULT.shuffle;
        private long seed = DEFAULT.seed;
        private Optional<DataSet> validation = DEFAULT.validation;
        private double validationSplit = DEFAULT.validationSplit;
        private Map<Integer, Double> classWeight = DEFAULT.classWeight;
        private List<Callback> callbacks = DEFAULT.callbacks;
        private DType dtype = DEFAULT.dtype;
        private EngineChoice engine = DEFAULT.engine;
        private ResetStates resetStates = DEFAULT.resetStates;

        private Builder() {}

        /** The number of the last epoch, from 1. */
        public Builder epochs(int changed) {
            epochs = changed;
            return this;
        }

        /** How many epochs are done already. */
        public Builder initialEpoch(int changed) {
            initialEpoch = changed;
            return this;
        }

        /** Samples per update. */
        public Builder batchSize(int changed) {
            batchSize = changed;
            return this;
        }

        /** Whether each epoch draws a new order. */
        public Builder shuffle(boolean changed) {
            shuffle = changed;
            return this;
        }

        /** Of the orders, and of random layers. */
        public Builder seed(long changed) {
            seed = changed;
            return this;
        }

        /** What is evaluated after each epoch. */
        public Builder validation(DataSet changed) {
            validation = Optional.of(changed);
            return this;
        }

        /** The share of the last samples that is not trained on but evaluated after each epoch. */
        public Builder validationSplit(double changed) {
            validationSplit = changed;
            return this;
        }

        /** What a sample of a class counts, by the class's index. */
        public Builder classWeight(Map<Integer, Double> changed) {
            classWeight = changed;
            return this;
        }

        /** What is called as the training goes, in this order. */
        public Builder callbacks(List<Callback> changed) {
            callbacks = changed;
            return this;
        }

        /** What to compute in: float32 or float64. */
        public Builder dtype(DType changed) {
            dtype = changed;
            return this;
        }

        /** What trains. */
        public Builder engine(EngineChoice changed) {
            engine = changed;
            return this;
        }

        /** When stateful layers forget what they carry. */
        public Builder resetStates(ResetStates changed) {
            resetStates = changed;
            return this;
        }

        /**
         * The options.
         *
         * @throws IllegalArgumentException for a number that makes no sense
         */
        public Fitting build() {
            return new Fitting(
                    epochs,
                    initialEpoch,
                    batchSize,
                    shuffle,
                    seed,
                    validation,
                    validationSplit,
                    classWeight,
                    callbacks,
                    dtype,
                    engine,
                    resetStates);
        }
    }
}
