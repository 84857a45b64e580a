package io.github.keras4j.export;

import io.github.keras4j.archive.KerasArchive;
import io.github.keras4j.engine.OptimizerState;
import io.github.keras4j.errors.OptionalLibrary;
import io.github.keras4j.errors.UnsupportedLayerException;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.model.KerasOrder;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.Weights;
import io.github.keras4j.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * A canonical model as the {@code .h5} that its target would have saved itself: configuration, and each layer's arrays
 * under the layer's name, in the order in which Keras pairs them with its layers.
 */
public final class Hdf5Model {
    private static final String BACKEND = "tensorflow";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Target words;
    private final Target reader;

    /**
     * @param words whose configuration it is
     * @param reader by whose rules the file asks to be read
     */
    Hdf5Model(Target words, Target reader) {
        this.words = words;
        this.reader = reader;
    }

    /**
     * The file that DL4J's importer gets.
     *
     * @param own the configurations of layers that DL4J is taught, by name; their arrays are written flat
     * @param sequential whether it is a chain of layers
     * @throws UnsupportedLayerException for other layers that Keras 2.2.4 does not have
     */
    public static void writeForDl4j(
            KerasModel model, Map<String, Map<String, Object>> own, boolean sequential, Path file) {
        Hdf5Model writer = new Hdf5Model(Target.DL4J, Target.DL4J);
        writer.write(model, new Keras2Network(Target.DL4J, own, sequential), Optional.empty(), file);
    }

    /** Writes to that very file, over what is there. */
    void write(KerasModel model, Optional<OptimizerState> state, Path file) {
        write(model, new Keras2Network(words), state, file);
    }

    private void write(KerasModel model, Keras2Network network, Optional<OptimizerState> state, Path file) {
        OptionalLibrary.HDF5.require("Writing an .h5 file");
        Natives.prepare();
        Optional<Keras2OptimizerWeights> optimizer = state.map(kept -> new Keras2OptimizerWeights(model, kept));
        Optional<String> training =
                optimizer.flatMap(Keras2OptimizerWeights::trainingConfig).or(() -> trainingConfig(model));
        try (Hdf5Writer hdf5 = new Hdf5Writer(file)) {
            content(model, network, hdf5, training);
            String group = words == Target.KERAS_3 ? KerasArchive.OPTIMIZER_ASIDE : KerasArchive.OPTIMIZER;
            optimizer.ifPresent(variables -> optimizerWeights(variables.variables(), "/" + group, hdf5));
        }
    }

    private static void optimizerWeights(List<Tensor> variables, String group, Hdf5Writer hdf5) {
        if (variables.isEmpty()) {
            return;
        }
        List<String> names = new ArrayList<>();
        hdf5.group(group);
        for (Tensor variable : variables) {
            String name = "training/Variable_" + names.size() + ":0";
            names.add(name);
            hdf5.array(group + "/" + name, variable);
        }
        hdf5.attribute(group, "weight_names", names);
    }

    private void content(KerasModel model, Keras2Network network, Hdf5Writer hdf5, Optional<String> trainingConfig) {
        for (String group : List.of("/", "/model_weights")) {
            hdf5.group(group);
            hdf5.attribute(group, "backend", BACKEND);
            hdf5.attribute(group, "keras_version", reader.version());
        }
        Map<String, @Nullable Object> config = network.toJson(model.network());
        hdf5.attribute("/", "model_config", JSON.writeValueAsString(config));
        trainingConfig.ifPresent(json -> hdf5.attribute("/", "training_config", json));
        List<String> layers = new ArrayList<>();
        for (Layer layer : KerasOrder.layers(model.network())) {
            Weights weights = model.weights().child(layer.name());
            List<Keras2Arrays.Named> arrays =
                    network.isOwn(layer) ? Keras2Arrays.asTheyAre(layer, weights) : Keras2Arrays.of(layer, weights);
            // a layer without weights may be missing: Keras leaves it out when it pairs layers (saving.py)
            if (!arrays.isEmpty()) {
                layers.add(layer.name());
                String group = "/model_weights/" + layer.name();
                hdf5.group(group);
                hdf5.attribute(
                        group,
                        "weight_names",
                        arrays.stream().map(Keras2Arrays.Named::name).toList());
                arrays.forEach(array -> hdf5.array(group + "/" + array.name(), array.value()));
            }
        }
        hdf5.attribute("/model_weights", "layer_names", layers);
    }

    private Optional<String> trainingConfig(KerasModel model) {
        if (words == Target.KERAS_3) {
            return Optional.empty(); // it refuses Keras 2's words: "Argument(s) not recognized: {'lr': 0.001}"
        }
        return words == Target.DL4J
                ? model.training().map(training -> JSON.writeValueAsString(training.config()))
                : Keras2Training.of(model).map(JSON::writeValueAsString);
    }
}
