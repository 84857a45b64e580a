package io.github.keras4j.data;

import io.github.keras4j.tensor.Tensor;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Python's recorded answers, as stored in a folder.
 *
 * @param folder where it lies
 * @param description free text; empty when there is none
 * @param model the model's file
 * @param config the architecture's JSON file, where the model's file has weights only
 * @param sha256 by file name, in hexadecimal
 * @param producer versions by name ({@code keras}, {@code backend}, ...)
 * @param rtol as recorded; empty: the default
 * @param atol as recorded; empty: the default
 * @param reject a part of the message with which the model must be refused; empty: it must match
 * @param recipe how texts become inputs
 * @param calls in the order in which they run, on one session
 * @param training the training run's file
 */
public record Fixture(
        Path folder,
        String description,
        Path model,
        Optional<Path> config,
        Map<String, String> sha256,
        Map<String, String> producer,
        OptionalDouble rtol,
        OptionalDouble atol,
        Optional<String> reject,
        Optional<Path> recipe,
        List<Call> calls,
        Optional<Path> training) {
    /** The name of a fixture's file. */
    public static final String FILE = "fixture.json";

    /** The calls are copied. */
    public Fixture {
        calls = List.copyOf(calls);
    }

    /** Every file in its folder. */
    public List<Path> files() {
        return FixtureStore.files(folder);
    }

    /**
     * One call of {@code predict}.
     *
     * @param resetStates whether states go to zero before it
     * @param layers what Python's layers gave; empty when not recorded
     */
    public record Call(boolean resetStates, List<Named> inputs, List<Named> outputs, List<Named> layers) {
        /** The lists are copied. */
        public Call {
            inputs = List.copyOf(inputs);
            outputs = List.copyOf(outputs);
            layers = List.copyOf(layers);
        }
    }

    /** An array by the name of its layer; the name is empty where none was recorded. */
    public record Named(String name, Tensor value) {}
}
