package io.github.keras4j.tensor;

/** What a Keras makes of an array that has one axis more or one less than a model's input. */
public enum LastAxis {
    /** Nothing: it is refused. */
    AS_GIVEN {
        @Override
        public Shape conform(Shape given, Shape wanted) {
            return given;
        }
    },
    /**
     * One number a sample, {@code (batch,)}, is a column {@code (batch, 1)}: Keras 1 and 2
     * (engine/training.py 1.2.2 and engine/training_utils.py 2.2.4, standardize_input_data).
     */
    OF_NUMBERS {
        @Override
        public Shape conform(Shape given, Shape wanted) {
            return given.rank() == 1 && wanted.rank() > 1 ? given.append(1) : given;
        }
    },
    /**
     * A last axis of size 1 is put behind what lacks it, and taken from what has it too many: tf.keras
     * (engine/functional.py 2.15, _conform_to_reference_input) and Keras 3 (models/functional.py 3.15,
     * _adjust_input_rank).
     */
    OF_ONE {
        @Override
        public Shape conform(Shape given, Shape wanted) {
            if (given.rank() == wanted.rank() - 1 && wanted.size(-1) == 1) {
                return given.append(1);
            }
            boolean tooMany = given.rank() == wanted.rank() + 1 && given.size(-1) == 1;
            return tooMany ? given.slice(0, given.rank() - 1) : given;
        }
    };

    /**
     * The shape that an array is taken in.
     *
     * @param given its shape, with the batch axis
     * @param wanted the input's, with the batch axis
     * @return of as many elements as {@code given}; the caller checks whether it fits
     */
    public abstract Shape conform(Shape given, Shape wanted);
}
