package io.github.keras4j.spark;

import io.github.keras4j.Keras4j;
import io.github.keras4j.KerasPort;
import io.github.keras4j.LoadOptions;
import io.github.keras4j.data.Recipe;
import io.github.keras4j.engine.EngineChoice;
import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.source.ModelSource;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A model's files as bytes, to be sent to executors; there {@link #model} loads them, once in each JVM. */
final class ModelFiles implements Serializable {
    private static final long serialVersionUID = 1;

    /** How many models a JVM keeps; of more, those that were asked longest ago are loaded again. */
    private static final int KEPT = 8;

    private static final Map<String, Loaded> LOADED = new LinkedHashMap<>(KEPT, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Loaded> eldest) {
            return size() > KEPT; // not closed: tasks may be at it
        }
    };

    private static int loads;

    /** Model, then configuration and recipe, where there are any (else no bytes). */
    private final ArrayList<byte[]> contents;

    private final String name;
    private final EngineChoice engine;
    private final boolean crossCheck;
    private final String key;

    /** A model ready to run, and how texts go into it. */
    record Loaded(KerasPort port, Optional<Recipe> recipe) {}

    private ModelFiles(ArrayList<byte[]> contents, String name, LoadOptions options) {
        this.contents = contents;
        this.name = name;
        this.engine = options.engine();
        this.crossCheck = options.crossCheck();
        this.key = key();
    }

    /** @throws Keras4jException for a file that can't be read */
    static ModelFiles of(ModelSource source, Optional<Path> recipe, LoadOptions options) {
        try {
            ArrayList<byte[]> contents = new ArrayList<>();
            contents.add(Files.readAllBytes(source.model()));
            for (Optional<Path> file : List.of(source.config(), recipe)) {
                contents.add(file.isPresent() ? Files.readAllBytes(file.get()) : new byte[0]);
            }
            return new ModelFiles(contents, String.valueOf(source.model().getFileName()), options);
        } catch (IOException e) {
            throw new Keras4jException("The model's files can't be read: " + e, e);
        }
    }

    /** This JVM's: loaded by who asks first, while others wait. */
    Loaded model() {
        synchronized (LOADED) {
            Loaded loaded = LOADED.get(key);
            if (loaded == null) {
                loaded = load();
                LOADED.put(key, loaded);
                loads++;
            }
            return loaded;
        }
    }

    /** How often this JVM has loaded a model. */
    static int loads() {
        synchronized (LOADED) {
            return loads;
        }
    }

    private Loaded load() {
        try {
            Path folder = Files.createTempDirectory("keras4j-");
            Path model = folder.resolve(name);
            Path config = folder.resolve("config of " + name);
            Path recipe = folder.resolve("recipe of " + name);
            try {
                Files.write(model, contents.get(0));
                Files.write(config, contents.get(1));
                Files.write(recipe, contents.get(2));
                ModelSource source =
                        contents.get(1).length == 0 ? ModelSource.of(model) : ModelSource.of(model, config);
                return new Loaded(
                        Keras4j.load(source, new LoadOptions(engine, crossCheck)),
                        contents.get(2).length == 0 ? Optional.empty() : Optional.of(Recipe.read(recipe)));
            } finally {
                for (Path file : List.of(model, config, recipe, folder)) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String key() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (byte[] content : contents) {
                digest.update(content);
                digest.update((byte) 0);
            }
            return HexFormat.of().formatHex(digest.digest()) + " " + engine + " " + crossCheck;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JVM has SHA-256
        }
    }
}
