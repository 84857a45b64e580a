package io.github.keras4j.engine.dl4j;

import io.github.keras4j.engine.Engine;
import io.github.keras4j.engine.EngineChoice;
import io.github.keras4j.engine.NetworkWriter;
import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.errors.OptionalLibrary;
import io.github.keras4j.model.KerasModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.util.ModelSerializer;

/**
 * Writes the zip of DL4J's {@code ModelSerializer}. A compiled model that DL4J trains as Keras does is written so that
 * {@code fit} does it, with the updater's state; any other one predicts.
 */
public final class Dl4jZipWriter implements NetworkWriter {
    @Override
    public String extension() {
        return ".zip";
    }

    @Override
    public Optional<String> missing() {
        return OptionalLibrary.DL4J.missingFor("Writing a Deeplearning4j zip");
    }

    @Override
    public void write(KerasModel model, Path file) {
        OptionalLibrary.DL4J.require("Writing a Deeplearning4j zip");
        try {
            Engine witness = EngineChoice.pureJava();
            Model network = Dl4jNetworks.isTrainable(model)
                    ? Dl4jNetworks.trainable(model, witness)
                    : Dl4jNetworks.checked(model, witness);
            ModelSerializer.writeModel(network, file.toFile(), true);
        } catch (IOException e) {
            throw new Keras4jException("The file can't be written. Received: " + file + " (" + e.getMessage() + ")", e);
        }
    }
}
