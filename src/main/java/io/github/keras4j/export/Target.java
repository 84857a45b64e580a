package io.github.keras4j.export;

/** Whom a file is written for. Each reads a file by its own rules, so the same bytes can mean another function. */
public enum Target {
    /** Keras 2.2.4 on TensorFlow: {@code .h5}. */
    KERAS_2_2("keras-2.2", "2.2.4"),
    /** {@code tf.keras} 2.15: {@code .h5}, or {@code .keras}. */
    TF_KERAS("tf-keras", "2.15.0"),
    /** Keras 3: {@code .keras}, or the {@code .h5} that it calls legacy. */
    KERAS_3("keras-3", "3.15.1"),
    /** DL4J's importer: a Keras 2.2.4 {@code .h5} in the words that it gets right. */
    DL4J("dl4j", "2.2.4");

    private final String id;
    private final String version;

    Target(String id, String version) {
        this.id = id;
        this.version = version;
    }

    /** As {@code --for} takes it. */
    public String id() {
        return id;
    }

    /** What the file says of itself, so that every reader, ours included, reads it by the target's rules. */
    String version() {
        return version;
    }

    /** For messages: {@code Keras 2.2.4}. */
    String title() {
        return switch (this) {
            case KERAS_2_2, DL4J -> "Keras 2.2.4";
            case TF_KERAS -> "tf.keras 2.15";
            case KERAS_3 -> "Keras 3";
        };
    }

    /** Whether it has what tf.keras 2.15 and Keras 3 both have. */
    boolean isModern() {
        return this == TF_KERAS || this == KERAS_3;
    }

    /** What a refusal tells the user to do. */
    String wayOut() {
        return "Write it for another Keras (--for), or run the model from its own file";
    }
}
