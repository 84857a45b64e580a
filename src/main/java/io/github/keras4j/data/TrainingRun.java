package io.github.keras4j.data;

import io.github.keras4j.errors.FixtureException;
import io.github.keras4j.tensor.DType;
import io.github.keras4j.tensor.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * A training that Python ran, as {@code training.json} keeps it.
 *
 * @param file where it was read from
 * @param dtype what Python computed in: float32 or float64
 * @param initial the compiled model before the first update
 * @param config the architecture's JSON file, where the files have weights only (Keras before 1.0.7)
 * @param finalWeights the model after the last update
 * @param x the samples, {@code [samples, ...]}
 * @param y the targets, {@code [samples, ...]}
 * @param batchSize samples per update; an epoch's last batch may be smaller
 * @param epochs how often training goes through all samples
 * @param order the sample at each position, {@code [epochs][samples]}
 * @param stepLosses the loss of each update's batch, before the weights change
 * @param epochMetrics the accuracy of each epoch
 * @param checkpoints weights after so many updates
 * @param resetStates when stateful layers forget
 * @param lossTolerance rtol and atol of every step loss; empty: the default of the dtype
 * @param weightsTolerance rtol and atol of checkpoints and final weights; empty: the default of the dtype
 * @param noise what layers drew, by the draw's name (as a trainer asks for it): one entry per update
 * @param companion the same run in the other dtype
 */
public record TrainingRun(
        Path file,
        DType dtype,
        Path initial,
        Optional<Path> config,
        Optional<Path> finalWeights,
        Tensor x,
        Tensor y,
        int batchSize,
        int epochs,
        Tensor order,
        Optional<Tensor> stepLosses,
        Optional<Tensor> epochMetrics,
        SortedMap<Integer, Path> checkpoints,
        Reset resetStates,
        Optional<Allowed> lossTolerance,
        Optional<Allowed> weightsTolerance,
        SortedMap<String, Tensor> noise,
        Optional<Path> companion) {
    private static final List<String> KEYS = List.of(
            "dtype",
            "initial",
            "config",
            "final",
            "x",
            "y",
            "batch_size",
            "epochs",
            "order",
            "step_losses",
            "epoch_metrics",
            "checkpoints",
            "reset_states",
            "tolerance",
            "weights_tolerance",
            "noise",
            "companion");

    /** When stateful layers forget: never, before each batch, after each epoch. */
    public enum Reset {
        /** They do not. */
        NEVER,
        /** Before each batch. */
        BATCH,
        /** After each epoch. */
        EPOCH
    }

    /** {@code |java - python| <= atol + rtol |python|}. */
    public record Allowed(double rtol, double atol) {}

    /**
     * Reads a run; arrays are read at once, models are not.
     *
     * @param config the fixture's architecture file, for runs that name none themselves
     * @throws FixtureException when it can't be read or breaks the contract
     */
    public static TrainingRun read(Path file, Optional<Path> config) {
        StrictObject json = new StrictObject(Json.readObject(file, "training run"), file.toString(), KEYS);
        Path absolute = file.toAbsolutePath();
        Path folder = absolute.getParent() == null ? absolute : absolute.getParent();
        ArrayFiles arrays = new ArrayFiles(folder);
        DType dtype = dtype(json);
        TrainingRun run = new TrainingRun(
                file,
                dtype,
                Folders.inside(folder, json.text("initial")),
                json.optionalText("config")
                        .map(name -> Folders.inside(folder, name))
                        .or(() -> config),
                json.optionalText("final").map(name -> Folders.inside(folder, name)),
                arrays.get(json.text("x")),
                arrays.get(json.text("y")),
                json.count("batch_size"),
                json.count("epochs"),
                arrays.get(json.text("order")),
                json.optionalText("step_losses").map(arrays::get),
                json.optionalText("epoch_metrics").map(arrays::get),
                checkpoints(json, folder),
                reset(json),
                allowed(json, "tolerance"),
                allowed(json, "weights_tolerance"),
                noise(json, arrays),
                json.optionalText("companion")
                        .map(name -> folder.resolve(name).normalize())
                        .filter(Files::exists));
        run.check();
        return run;
    }

    /** Updates in one epoch. */
    public int updatesPerEpoch() {
        return (samples() + batchSize - 1) / batchSize;
    }

    /** {@return how many samples there are} */
    public int samples() {
        return x.shape().size(0);
    }

    /** {@return how many updates there are in all epochs} */
    public int updates() {
        return updatesPerEpoch() * epochs;
    }

    private void check() {
        if (stepLosses.isEmpty() && finalWeights.isEmpty() && checkpoints.isEmpty()) {
            throw new FixtureException(
                    file + " has nothing to compare with: one of step_losses, final and checkpoints is needed;"
                            + " 'keras4j fit' trains without comparing");
        }
        if (order.shape().rank() != 2
                || order.shape().size(0) != epochs
                || order.shape().size(1) != samples()) {
            throw new FixtureException(file + ": 'order' has one row per epoch and one column per sample. Received: "
                    + order.shape() + " for " + epochs + " epochs of " + samples() + " samples");
        }
        if (y.shape().rank() == 0 || y.shape().size(0) != samples()) {
            throw new FixtureException(
                    file + ": 'y' has one row per sample. Received: " + y.shape() + " for " + samples() + " samples");
        }
        for (int i = 0; i < order.size(); i++) {
            if (order.getLong(i) < 0 || order.getLong(i) >= samples()) {
                throw new FixtureException(file + ": 'order' names samples from 0 to " + (samples() - 1)
                        + ". Received: " + order.getLong(i));
            }
        }
        noise.forEach((draw, drawn) -> {
            if (drawn.shape().rank() < 2 || drawn.shape().size(0) != updates()) {
                throw new FixtureException(file + ": 'noise' has one entry per update. Received: " + drawn.shape()
                        + " for '" + draw + "' and " + updates() + " updates");
            }
        });
        if (stepLosses.isPresent() && stepLosses.get().size() != updates()) {
            throw new FixtureException(file + ": 'step_losses' has one entry per update. Received: "
                    + stepLosses.get().size() + " for " + updates() + " updates");
        }
    }

    private static DType dtype(StrictObject json) {
        return switch (json.text("dtype")) {
            case "float32" -> DType.FLOAT32;
            case "float64" -> DType.FLOAT64;
            default -> throw json.wrong("dtype", "float32 or float64", json.required("dtype"));
        };
    }

    private static Reset reset(StrictObject json) {
        if (!json.has("reset_states")) {
            return Reset.NEVER;
        }
        for (Reset reset : Reset.values()) {
            if (reset.name().toLowerCase(Locale.ROOT).equals(json.text("reset_states"))) {
                return reset;
            }
        }
        throw json.wrong("reset_states", "never, batch or epoch", json.required("reset_states"));
    }

    private static SortedMap<Integer, Path> checkpoints(StrictObject json, Path folder) {
        SortedMap<Integer, Path> checkpoints = new TreeMap<>();
        if (json.has("checkpoints")) {
            JsonNode node = json.required("checkpoints");
            for (var entry : node.properties()) {
                if (!entry.getKey().matches("[1-9][0-9]{0,8}")
                        || !entry.getValue().isString()) {
                    throw json.wrong("checkpoints", "files by number of updates", node);
                }
                checkpoints.put(
                        Integer.parseInt(entry.getKey()),
                        Folders.inside(folder, entry.getValue().stringValue()));
            }
        }
        return checkpoints;
    }

    private static SortedMap<String, Tensor> noise(StrictObject json, ArrayFiles arrays) {
        SortedMap<String, Tensor> noise = new TreeMap<>();
        if (json.has("noise")) {
            JsonNode node = json.required("noise");
            for (var entry : node.properties()) {
                if (!entry.getValue().isString()) {
                    throw json.wrong("noise", "arrays by the name of a draw", node);
                }
                noise.put(entry.getKey(), arrays.get(entry.getValue().stringValue()));
            }
        }
        return noise;
    }

    private static Optional<Allowed> allowed(StrictObject json, String key) {
        if (!json.has(key)) {
            return Optional.empty();
        }
        StrictObject object = new StrictObject(json.required(key), "'" + key + "'", List.of("rtol", "atol"));
        return Optional.of(new Allowed(number(object.number("rtol")), number(object.number("atol"))));
    }

    private static double number(OptionalDouble value) {
        return value.orElse(0);
    }
}
