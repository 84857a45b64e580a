package io.github.keras4j.python;

import io.github.keras4j.errors.Keras4jException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Has a Python record a fixture of a model. */
public final class Recorder {
    private Recorder() {}

    /**
     * What to record.
     *
     * @param inputs {@code .npy}, {@code .npz} or {@code .json}; empty: sampled from the shapes
     * @param rows how many samples are drawn
     * @param seed of the samples
     * @param customObjects {@code module:Name} for what is not Keras's own
     * @param layers whether the layers' outputs are recorded, too
     */
    public record Request(
            Path model,
            Optional<Path> config,
            Optional<Path> inputs,
            int rows,
            int seed,
            List<String> customObjects,
            boolean layers) {}

    /**
     * Records it.
     *
     * @param python the interpreter
     * @param folder the fixture's, which is made
     * @return what Python said, in one line
     * @throws Keras4jException with Python's last line, if it can't
     */
    public static String record(String python, Request request, Path folder) {
        try (Scripts scripts = Scripts.unpacked()) {
            List<String> line = new ArrayList<>(List.of(
                    python,
                    "-W",
                    "ignore",
                    scripts.path("record.py").toString(),
                    request.model().toString(),
                    folder.toString(),
                    "--rows",
                    Integer.toString(request.rows()),
                    "--seed",
                    Integer.toString(request.seed())));
            request.config().ifPresent(file -> line.addAll(List.of("--config", file.toString())));
            request.inputs().ifPresent(file -> line.addAll(List.of("--inputs", file.toString())));
            request.customObjects().forEach(one -> line.addAll(List.of("--custom-objects", one)));
            if (!request.layers()) {
                line.add("--no-layers");
            }
            Pythons.Ended ended = Pythons.run(line);
            String last = ended.said().lines().reduce((first, second) -> second).orElse("nothing");
            if (ended.code() != 0) {
                throw new Keras4jException("Python (" + python + ") does not record " + request.model() + ": " + last);
            }
            return last;
        }
    }
}
