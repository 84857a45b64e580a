package io.github.keras4j.model;

/**
 * Which Keras saved a model, and how.
 *
 * @param generation the generation whose rules it follows
 * @param kerasVersion as the file says, {@code "1.2.2"}; empty when it does not say
 * @param backend {@code theano}, {@code tensorflow}, ...; empty when the file does not say
 * @param format how it is stored: {@code "HDF5"}, {@code ".keras"}, {@code "config + weights"}
 */
public record Provenance(Generation generation, String kerasVersion, String backend, String format) {
    /** Whether Keras ran on Theano. Keras 1's files often name no backend; Theano was its default. */
    public boolean onTheano() {
        return backend.equals("theano") || backend.isEmpty() && generation == Generation.KERAS_1;
    }
}
