package io.github.keras4j.export;

import io.github.keras4j.engine.OptimizerState;
import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.errors.OptionalLibrary;
import io.github.keras4j.errors.UnsupportedLayerException;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.Node;
import io.github.keras4j.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes a canonical model as the plain {@code .h5} that Keras 2.2.4 itself would have saved: real Keras 2.2.4,
 * tf.keras up to 2.15 and DL4J's importer load it.
 */
public final class Keras2Writer {
    private static final String VERSION = "2.2.4";
    private static final String BACKEND = "tensorflow";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private Keras2Writer() {}

    /**
     * Writes the model with its own initializers, regularizers, constraints and, where it has one, its training
     * configuration. The file appears whole or not at all.
     *
     * @throws UnsupportedLayerException for layers that Keras 2.2.4 does not have; the message names them all
     * @throws Keras4jException when the file can't be written
     */
    public static void write(KerasModel model, Path file) {
        List<String> refusals = Keras2Network.refusals(model, Keras2Options.FOR_KERAS);
        if (!refusals.isEmpty()) {
            throw new UnsupportedLayerException(String.join("\n", refusals));
        }
        write(model, file, Keras2Options.FOR_KERAS);
    }

    /**
     * Writes the model with how it was compiled and with its optimizer's variables, so that Keras trains on from
     * there.
     *
     * @throws UnsupportedLayerException for layers that Keras 2.2.4 does not have; the message names them all
     * @throws Keras4jException when the file can't be written, or Keras 2 has no such loss
     */
    public static void write(KerasModel model, OptimizerState state, Path file) {
        List<String> refusals = Keras2Network.refusals(model, Keras2Options.FOR_KERAS);
        if (!refusals.isEmpty()) {
            throw new UnsupportedLayerException(String.join("\n", refusals));
        }
        Keras2OptimizerWeights optimizer = new Keras2OptimizerWeights(model, state);
        List<Tensor> variables = optimizer.variables();
        Optional<String> training = optimizer.trainingConfig().or(() -> trainingConfig(model, Keras2Options.FOR_KERAS));
        write(file, hdf5 -> {
            content(model, hdf5, Keras2Options.FOR_KERAS, training);
            optimizerWeights(variables, hdf5);
        });
    }

    public static void write(KerasModel model, Path file, Keras2Options options) {
        write(file, hdf5 -> content(model, hdf5, options, trainingConfig(model, options)));
    }

    private static void optimizerWeights(List<Tensor> variables, Hdf5Writer hdf5) {
        if (variables.isEmpty()) {
            return;
        }
        List<String> names = new ArrayList<>();
        hdf5.group("/optimizer_weights");
        for (Tensor variable : variables) {
            String name = "training/Variable_" + names.size() + ":0";
            names.add(name);
            hdf5.array("/optimizer_weights/" + name, variable);
        }
        hdf5.attribute("/optimizer_weights", "weight_names", names);
    }

    private static void write(Path file, Consumer<Hdf5Writer> writing) {
        OptionalLibrary.HDF5.require("Writing an .h5 file");
        Natives.prepare();
        Path absolute = file.toAbsolutePath();
        Path folder = absolute.getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new Keras4jException("The folder to write to does not exist. Received: " + file);
        }
        try {
            Path temporary = Files.createTempFile(folder, ".keras4j", ".h5");
            try {
                try (Hdf5Writer hdf5 = new Hdf5Writer(temporary)) {
                    writing.accept(hdf5);
                }
                Files.move(temporary, absolute, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException e) {
            throw new Keras4jException("The file can't be written. Received: " + file + " (" + e.getMessage() + ")", e);
        }
    }

    private static void content(
            KerasModel model, Hdf5Writer hdf5, Keras2Options options, Optional<String> trainingConfig) {
        hdf5.attribute("/", "backend", BACKEND);
        hdf5.attribute("/", "keras_version", VERSION);
        hdf5.attribute(
                "/", "model_config", JSON.writeValueAsString(new Keras2Network(options).toJson(model.network())));
        trainingConfig.ifPresent(config -> hdf5.attribute("/", "training_config", config));
        hdf5.group("/model_weights");
        hdf5.attribute("/model_weights", "backend", BACKEND);
        hdf5.attribute("/model_weights", "keras_version", VERSION);
        List<String> layers = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (Node node : model.network().nodes()) {
            Layer layer = node.layer();
            List<Keras2Arrays.Named> arrays =
                    Keras2Arrays.of(layer, model.weights().child(layer.name()));
            // a layer without weights may be missing: Keras leaves it out when it matches names (saving.py)
            if (!arrays.isEmpty() && seen.add(layer.name())) {
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

    private static Optional<String> trainingConfig(KerasModel model, Keras2Options options) {
        return options == Keras2Options.FOR_DL4J
                ? model.training().map(training -> JSON.writeValueAsString(training.config()))
                : Keras2Training.of(model).map(JSON::writeValueAsString);
    }
}
