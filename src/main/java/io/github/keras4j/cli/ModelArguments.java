package io.github.keras4j.cli;

import io.github.keras4j.source.ModelSource;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParseResult;

/** MODEL and --config. */
final class ModelArguments {
    static final String THREADS =
            "With purejava: how many threads compute a call, if its network is large; default: 1. Large batches go over all"
                    + " cores anyway.";
    static final String NOT_FOR_DL4J =
            "--threads is for purejava; for dl4j set the environment's OMP_NUM_THREADS. Received: --engine dl4j";

    private static final String MODEL = "An .h5, a .keras, a fixture's folder, or weights with --config.";
    private static final String CONFIG = "The architecture, as to_json() wrote it, if MODEL has weights only.";

    @Parameters(paramLabel = "MODEL", description = MODEL)
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path model;

    @Option(names = "--config", paramLabel = "FILE.json", description = CONFIG)
    private Optional<Path> config = Optional.empty();

    ModelSource source() {
        return config.isPresent() ? ModelSource.of(model, config.get()) : ModelSource.of(model);
    }

    /** The same two for a command that is described without annotations. */
    static void addTo(CommandSpec spec) {
        spec.addPositional(Specs.positional(Path.class, "MODEL", MODEL));
        spec.addOption(Specs.option(Path.class, CONFIG, "--config")
                .paramLabel("FILE.json")
                .build());
    }

    /** The model that was named on such a command's line. */
    static ModelSource source(ParseResult parsed) {
        ModelArguments given = new ModelArguments();
        given.model = parsed.matchedPositionalValue(0, Path.of(""));
        given.config = Optional.ofNullable(parsed.matchedOptionValue("--config", (Path) null));
        return given.source();
    }
}
