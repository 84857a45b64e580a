package io.github.keras4j.dl4j;

import io.github.keras4j.LoadOptions;
import io.github.keras4j.engine.EngineChoice;
import io.github.keras4j.engine.dl4j.Dl4jNetworks;
import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.errors.OptionalLibrary;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.source.ModelSource;
import java.nio.file.Path;
import org.deeplearning4j.nn.api.Model;

/**
 * Keras's models as networks of Deeplearning4j, yours to use. Their own {@code output(...)} gives Keras's numbers.
 *
 * <p>Arrays go in and come out with the axes that the model has in Keras: {@code [batch, features]}, {@code [batch, steps,
 * features]}, {@code [batch, height, width, channels]}, or channels first where its layers say so. Integers, as an
 * Embedding takes them, go in as floats. There is nothing to permute or to reshape.
 *
 * <p>Layers that Deeplearning4j lacks or computes otherwise are layers of keras4j's within the network, so keras4j must be
 * on the class path of whoever restores it from {@code ModelSerializer}'s zip.
 */
public final class Dl4jModels {
    private Dl4jModels() {}

    /**
     * The model as a {@code MultiLayerNetwork} if it is a chain of layers without masks, else as a {@code
     * ComputationGraph}, whose inputs and outputs are in Keras's order. {@code output} begins with zero states; {@code
     * rnnTimeStep} keeps them for the next call, as Keras's {@code stateful=True} does, and {@code
     * rnnClearPreviousState} is {@code reset_states}. The network is first asked a few sampled inputs, and refused where
     * {@code purejava} answers otherwise.
     *
     * @param path an {@code .h5}, a {@code .keras}, or a fixture's folder
     * @throws io.github.keras4j.errors.MalformedArchiveException for a file that can't be read
     * @throws io.github.keras4j.errors.UnsupportedLayerException if Deeplearning4j does not run the model right; the
     *     message has every layer and the reason
     * @throws io.github.keras4j.errors.MissingLibraryException if Deeplearning4j is not on the class path
     */
    public static Model load(Path path) {
        return load(ModelSource.of(path), LoadOptions.DEFAULT);
    }

    /**
     * As {@link #load(Path)}, from weights and their architecture, or without the cross-check.
     *
     * @param source where the model lies
     * @param options {@link LoadOptions#crossCheck} and the custom layers are looked at; the engine is always Deeplearning4j
     */
    public static Model load(ModelSource source, LoadOptions options) {
        OptionalLibrary.DL4J.require("A Deeplearning4j network");
        KerasModel model = source.read(options.customLayers());
        return options.crossCheck() ? Dl4jNetworks.checked(model, EngineChoice.pureJava()) : Dl4jNetworks.of(model);
    }

    /**
     * A compiled model as a network whose own {@code fit} trains it as Keras does: its loss, its optimizer with the state
     * that the file has, its constraints and penalties, in float32. Targets have the axes that they have in Keras; a
     * vector of them goes in as {@code [batch, 1]}. {@code score()} after a {@code fit} is Keras's loss of that batch.
     * What it answers is cross-checked, as by {@link #load}.
     *
     * <p>Each call of {@code fit(x, y)} is one of Keras's {@code train_on_batch}. Metrics, callbacks and the order of
     * samples are the program's.
     *
     * @param path an {@code .h5}, a {@code .keras}, or a fixture's folder, saved compiled
     * @throws io.github.keras4j.errors.Keras4jException if the model is not compiled
     * @throws io.github.keras4j.errors.UnsupportedLayerException if it can't be trained so; the message has every reason
     * @throws io.github.keras4j.errors.MissingLibraryException if Deeplearning4j is not on the class path
     */
    public static Model loadForTraining(Path path) {
        OptionalLibrary.DL4J.require("A Deeplearning4j network");
        KerasModel model = ModelSource.of(path).read();
        if (model.training().isEmpty()) {
            throw new Keras4jException(
                    "Model '" + model.name() + "' was not saved compiled, so there is no loss to train"
                            + " by. Compile it in Python before saving, or take Dl4jModels.load");
        }
        return Dl4jNetworks.trainable(model, EngineChoice.pureJava());
    }
}
