package io.github.keras4j.cli;

import io.github.keras4j.ModelSource;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** MODEL and --config. */
final class ModelArguments {
    @Parameters(paramLabel = "MODEL", description = "An .h5, a .keras, a fixture's folder, or weights with --config.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path model;

    @Option(
            names = "--config",
            paramLabel = "FILE.json",
            description = "The architecture that to_json() wrote, when MODEL has weights only.")
    private Optional<Path> config = Optional.empty();

    ModelSource source() {
        return config.isPresent() ? ModelSource.of(model, config.get()) : ModelSource.of(model);
    }
}
