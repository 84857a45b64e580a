package io.github.keras4j.cli;

import io.github.keras4j.data.OutputFile;
import io.github.keras4j.engine.NetworkWriter;
import io.github.keras4j.engine.purejava.PureJavaEngine;
import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.errors.MissingLibraryException;
import io.github.keras4j.export.ModelExport;
import io.github.keras4j.export.Target;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.source.ModelSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code keras4j convert}. */
@Command(
        name = "convert",
        description = {
            "Writes the model for another Keras: an .h5 for Keras 2.2.4 and tf.keras, a .keras for Keras 3. Or for"
                    + " Deeplearning4j: a .zip that its ModelSerializer restores, with keras4j on the class path.",
            "The file is read back by that Keras's rules and asked before it gets its name. What that Keras would"
                    + " compute otherwise is refused, with the layer's name."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class)
final class ConvertCommand implements Callable<Integer> {
    /** In the words of Keras 2.2.4, which tf.keras understands. */
    private static final List<Target> KERAS_2 = List.of(Target.KERAS_2_2, Target.TF_KERAS);

    @Mixin
    private ModelArguments model = new ModelArguments();

    @Option(
            names = {"-o", "--output-path"},
            required = true,
            paramLabel = "FILE",
            description =
                    "The file to write: Keras 3's zip where its name ends in .keras, Deeplearning4j's where it ends"
                            + " in .zip, else HDF5.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path output;

    @Option(
            names = "--for",
            paramLabel = "KERAS",
            description = "Who is to read it: keras-2.2, tf-keras or keras-3. Without it a .keras is for Keras 3, and"
                    + " an .h5 for Keras 2.2.4 and tf.keras, on which it means the same.")
    private Optional<String> reader = Optional.empty();

    @Option(names = "--overwrite", description = "Replace the file if it exists.")
    private boolean overwrite;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() {
        Optional<NetworkWriter> network = NetworkWriter.of(output);
        List<Target> readers = network.isPresent() ? List.of() : readers();
        ModelSource source = model.source();
        OutputFile.check(output, overwrite, source.files());
        if (network.isPresent()) {
            write(network.get(), source.read());
        } else {
            new ModelExport(readers, new PureJavaEngine()).write(source.read(), output);
        }
        spec.commandLine().getErr().println("keras4j: wrote " + output);
        return ExitCodes.OK;
    }

    private void write(NetworkWriter network, KerasModel keras) {
        if (reader.isPresent()) {
            throw usage("A " + network.extension() + " is for Deeplearning4j, and goes without --for. Received: --for "
                    + reader.get() + " -o " + output);
        }
        network.missing().ifPresent(missing -> {
            throw new MissingLibraryException(missing);
        });
        try (OutputFile file = OutputFile.open(output, overwrite)) {
            network.write(keras, file.temporary());
            file.commit();
        } catch (IOException e) {
            throw new Keras4jException(
                    "The file can't be written. Received: " + output + " (" + e.getMessage() + ")", e);
        }
    }

    private List<Target> readers() {
        boolean zip = ModelExport.isZip(output);
        if (reader.isEmpty()) {
            return zip ? List.of(Target.KERAS_3) : KERAS_2;
        }
        Target target = List.of(Target.KERAS_2_2, Target.TF_KERAS, Target.KERAS_3).stream()
                .filter(known -> known.id().equals(reader.get().toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> usage("--for is keras-2.2, tf-keras or keras-3. Received: " + reader.get()));
        if (zip && target != Target.KERAS_3) {
            throw usage("A .keras is for Keras 3; name the file .h5. Received: --for " + target.id() + " -o " + output);
        }
        return List.of(target);
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
