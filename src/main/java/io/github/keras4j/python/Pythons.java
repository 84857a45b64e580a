package io.github.keras4j.python;

import io.github.keras4j.errors.Keras4jException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Finds a Python whose Keras loads a model. */
public final class Pythons {
    /** Importing TensorFlow takes up to half a minute on a busy machine. */
    private static final long MOST_SECONDS = 300;

    private Pythons() {}

    /**
     * A Python with a Keras.
     *
     * @param command what starts it
     * @param keras what it says of itself: {@code Keras 3.15.1 on tensorflow 2.21.0, Python 3.12.1}
     */
    public record Found(String command, String keras) {}

    /**
     * The first Python that loads the model: the one that was named; else that of the virtual environment that is
     * active, {@code .venv} and {@code venv} here, then {@code python3} and {@code python}.
     *
     * @param named an interpreter or a virtual environment's folder; {@code auto} looks for one
     * @param model the model's file
     * @param config its architecture, where it has weights alone
     * @param customObjects {@code module:Name} for what is not Keras's own
     * @throws Keras4jException if none does; the message has what each of them said
     */
    public static Found find(String named, Path model, Optional<Path> config, List<String> customObjects) {
        List<String> said = new ArrayList<>();
        try (Scripts scripts = Scripts.unpacked()) {
            for (String command : candidates(named)) {
                List<String> line = new ArrayList<>(List.of(
                        command, "-W", "ignore", scripts.path("which_keras.py").toString(), model.toString()));
                config.ifPresent(file -> line.addAll(List.of("--config", file.toString())));
                customObjects.forEach(one -> line.addAll(List.of("--custom-objects", one)));
                Ended ended = run(line);
                String last =
                        ended.said().lines().reduce((first, second) -> second).orElse("it said nothing");
                if (ended.code() == 0) {
                    return new Found(command, last);
                }
                said.add(command + ": " + last);
            }
        }
        throw new Keras4jException("No Python was found whose Keras loads " + model + ". Asked were "
                + String.join(" | ", said) + ". Name one with --python PYTHON, the interpreter or the folder of its"
                + " virtual environment");
    }

    /** {@return what starts a Python: the interpreter itself, or that of a virtual environment's folder} */
    public static String interpreter(String named) {
        return Files.isDirectory(Path.of(named)) ? inside(Path.of(named)).orElse(named) : named;
    }

    private static Set<String> candidates(String named) {
        Set<String> found = new LinkedHashSet<>();
        if (!named.equals("auto")) {
            found.add(interpreter(named));
            return found;
        }
        Optional.ofNullable(System.getenv("VIRTUAL_ENV"))
                .flatMap(folder -> inside(Path.of(folder)))
                .ifPresent(found::add);
        inside(Path.of(".venv")).ifPresent(found::add);
        inside(Path.of("venv")).ifPresent(found::add);
        found.add("python3");
        found.add("python");
        return found;
    }

    private static Optional<String> inside(Path environment) {
        return List.of("bin/python", "Scripts/python.exe").stream()
                .map(environment::resolve)
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst();
    }

    /** A process's end, and all that it printed. */
    record Ended(int code, String said) {}

    /** Runs a command to its end. */
    static Ended run(List<String> command) {
        Path output = null;
        try {
            output = Files.createTempFile("keras4j-python", ".txt");
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            process.getOutputStream().close();
            if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return new Ended(1, "it did not end within " + MOST_SECONDS + " s");
            }
            return new Ended(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
        } catch (IOException e) {
            return new Ended(127, "it can't be started (" + e.getMessage() + ")");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Keras4jException("Interrupted while Python was running", e);
        } finally {
            delete(output);
        }
    }

    private static void delete(@org.jspecify.annotations.Nullable Path output) {
        try {
            if (output != null) {
                Files.deleteIfExists(output);
            }
        } catch (IOException e) {
            throw new Keras4jException("A temporary file can't be removed. Received: " + output, e);
        }
    }
}
