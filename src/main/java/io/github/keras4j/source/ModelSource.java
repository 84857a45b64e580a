package io.github.keras4j.source;

import io.github.keras4j.archive.KerasArchive;
import io.github.keras4j.archive.KerasArchives;
import io.github.keras4j.custom.CustomLayers;
import io.github.keras4j.data.Fixture;
import io.github.keras4j.data.FixtureReader;
import io.github.keras4j.errors.MalformedArchiveException;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.model.Weights;
import io.github.keras4j.model.dialect.CanonicalModels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where a model is stored: an {@code .h5}, a {@code .keras}, weights with their architecture's JSON, or a fixture's
 * folder. Every command reads models through this class; a fixture's files are checked against their checksums by
 * {@link FixtureReader}.
 *
 * @param model the file with the weights
 * @param config the architecture, where the model's file has weights only
 * @param fixture the fixture, where the model is one's
 */
public record ModelSource(Path model, Optional<Path> config, Optional<Fixture> fixture) {
    /** A file, or a folder with a {@code fixture.json}. */
    public static ModelSource of(Path path) {
        if (Files.isDirectory(path) && Files.exists(path.resolve(Fixture.FILE))) {
            return of(FixtureReader.read(path));
        }
        return new ModelSource(path, Optional.empty(), Optional.empty());
    }

    /** Weights and the JSON file that Keras's {@code to_json} wrote. */
    public static ModelSource of(Path weights, Path config) {
        return new ModelSource(weights, Optional.of(config), Optional.empty());
    }

    /**
     * {@return the fixture's model, whose checksums are held against the fixture when it is read}
     *
     * @param fixture as it was read
     */
    public static ModelSource of(Fixture fixture) {
        return new ModelSource(fixture.model(), fixture.config(), Optional.of(fixture));
    }

    /** Every file that is there before a command and must be there after it: the model's, and all of a fixture's. */
    public List<Path> files() {
        List<Path> files = new ArrayList<>();
        files.add(model);
        config.ifPresent(files::add);
        fixture.map(Fixture::files).ifPresent(files::addAll);
        return files;
    }

    /**
     * Reads the model.
     *
     * @throws MalformedArchiveException for a file that can't be read
     */
    public KerasModel read() {
        return open().model();
    }

    /**
     * As {@link #read()}.
     *
     * @param customs who has Java code for Lambdas and custom layers
     */
    public KerasModel read(CustomLayers customs) {
        return open(customs).model();
    }

    /**
     * Reads a model whose file is in memory.
     *
     * @param what names it in messages
     * @param customs who has Java code for Lambdas and custom layers
     * @throws MalformedArchiveException if it can't be read
     */
    public static KerasModel read(byte[] file, String what, CustomLayers customs) {
        return CanonicalModels.read(KerasArchives.open(file, what), customs);
    }

    /** As {@link #read}; the result can also read other weights of the same architecture. */
    public Opened open() {
        return open(CustomLayers.INSTALLED);
    }

    private Opened open(CustomLayers customs) {
        KerasArchive archive = config.isPresent() ? KerasArchives.open(model, config.get()) : KerasArchives.open(model);
        return new Opened(archive, CanonicalModels.read(archive, customs), customs);
    }

    /** A model that was read, and what its architecture was read from. */
    public static final class Opened {
        private final KerasArchive archive;
        private final KerasModel model;
        private final CustomLayers customs;

        private Opened(KerasArchive archive, KerasModel model, CustomLayers customs) {
            this.archive = archive;
            this.model = model;
            this.customs = customs;
        }

        /** The model, with its own weights. */
        public KerasModel model() {
            return model;
        }

        /**
         * The weights that another file holds for the same layers: a checkpoint.
         *
         * @throws MalformedArchiveException for a file that can't be read or holds others
         */
        public Weights weights(Path file) {
            return CanonicalModels.read(KerasArchives.openWeights(file, archive), customs)
                    .weights();
        }
    }
}
