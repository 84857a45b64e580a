package io.github.keras4j.model;

/**
 * The generation of Keras that wrote a model. Its versions use the same defaults for options that a file leaves out,
 * and compute the same; where single versions differ, a rule in {@code model.dialect} says so.
 */
public enum Generation {
    /** Keras 1.0 to 1.2, on Theano or TensorFlow. */
    KERAS_1("Keras 1"),
    /** Keras 2.0 to 2.2 with any backend. */
    KERAS_2("Keras 2.0 to 2.2"),
    /** Keras 2.3 and 2.4. */
    KERAS_2_3("Keras 2.3 and 2.4"),
    /** {@code tf.keras}, TensorFlow 1.x and 2.0 to 2.15. */
    TF_KERAS("tf.keras"),
    /** Keras 3, and {@code tf.keras} from TensorFlow 2.16. */
    KERAS_3("Keras 3");

    private final String title;

    Generation(String title) {
        this.title = title;
    }

    /** As people say it: {@code "Keras 1"}, {@code "tf.keras"}. */
    @Override
    public String toString() {
        return title;
    }
}
