package io.github.keras4j.cli;

import io.github.keras4j.export.Keras2Writer;
import io.github.keras4j.model.KerasModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code keras4j convert}. */
@Command(
        name = "convert",
        description = "Writes the model as a Keras 2 .h5, which Keras 2.2.4 and later and tf.keras load.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class)
final class ConvertCommand implements Callable<Integer> {
    @Mixin
    private ModelArguments model = new ModelArguments();

    @Option(
            names = {"-o", "--output-path"},
            required = true,
            paramLabel = "FILE.h5",
            description = "The file to write.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path output;

    @Option(names = "--overwrite", description = "Replace the file if it exists.")
    private boolean overwrite;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        OutputFile.check(output, overwrite);
        KerasModel read = model.source().read();
        try (OutputFile file = OutputFile.open(output)) {
            Keras2Writer.write(read, file.temporary());
            file.commit();
        }
        spec.commandLine().getErr().println("keras4j: wrote " + output);
        return ExitCodes.OK;
    }
}
