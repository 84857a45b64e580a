package io.github.keras4j.archive;

import io.github.keras4j.tensor.Tensor;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * The content of a model file, not yet interpreted: its configuration, and its arrays by the file's own names. All but large
 * arrays is in memory. The file stays open for these, and closes with the last of them.
 */
public interface KerasArchive {
    /** The group of an {@code .h5} that holds the optimizer's variables. */
    String OPTIMIZER = "optimizer_weights";

    /**
     * Where keras4j puts them in an {@code .h5} for Keras 3, which cannot train on from a file that has {@link #OPTIMIZER}: it
     * builds the optimizer on no variables then (keras/src/legacy/saving/legacy_h5_format.py 3.15).
     */
    String OPTIMIZER_ASIDE = "keras4j_optimizer_weights";

    /** Where it was read from. */
    Path path();

    /** {@code "HDF5"}, {@code ".keras"} or {@code "config + weights"}. */
    String format();

    /** The Keras version as stored, {@code "2.2.4"}; empty when the file does not say. */
    String kerasVersion();

    /** The backend as stored; empty when the file does not say. */
    String backend();

    /**
     * The Keras version that wrote the weights, which decides their layout; empty when their file does not say. Keras
     * goes by it too, never by the architecture's (keras/src/saving/legacy/hdf5_format.py 2.15,
     * load_weights_from_hdf5_group).
     */
    String weightsVersion();

    /**
     * The backend that wrote the weights, which decides whether convolution kernels are flipped; empty if the file does
     * not say.
     */
    String weightsBackend();

    /** The model's configuration: {@code {"class_name": ..., "config": ...}}. */
    JsonNode config();

    /** The training configuration, where saved compiled. */
    Optional<JsonNode> trainingConfig();

    /** The layers' arrays, in the file's layout. */
    StoredWeights weights();

    /** The optimizer's variables by the file's names, in its order; empty when not stored. */
    Map<String, Tensor> optimizerWeights();

    /** The two ways in which Keras stores weights. */
    sealed interface StoredWeights {}

    /**
     * HDF5 by layer: for each top-level layer, in the file's order, its arrays by stored name ({@code
     * "lstm_1/lstm_1/kernel:0"}) in the order of the attribute {@code weight_names}; a nested model's arrays are in
     * one list.
     */
    record ByLayer(Map<String, List<NamedArray>> layers) implements StoredWeights {}

    /**
     * {@code .weights.h5} of {@code .keras}: arrays by path without the trailing {@code vars/0}: {@code
     * "layers/lstm/cell"} to its list; and the words of a lookup layer as a tensor of strings under {@code
     * "layers/string_lookup/vocabulary.txt"}.
     */
    record ByPath(Map<String, List<Tensor>> paths) implements StoredWeights {}

    /** An array and its stored name. */
    record NamedArray(String name, Tensor value) {}
}
