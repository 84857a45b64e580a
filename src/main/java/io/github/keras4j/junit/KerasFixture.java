package io.github.keras4j.junit;

import io.github.keras4j.Keras4j;
import io.github.keras4j.compare.Verification;
import io.github.keras4j.data.FixtureStore;
import io.github.keras4j.errors.FixtureException;
import io.github.keras4j.report.TextReport;
import io.github.keras4j.verify.VerifyOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One fixture, ready to be checked.
 *
 * @param name its path below the folder that was searched
 * @param folder where it lies
 */
public record KerasFixture(String name, Path folder) {
    /**
     * The fixtures under a folder, at any depth.
     *
     * @throws FixtureException when there is none: a test of nothing must not pass
     */
    public static List<KerasFixture> in(Path folder) {
        return FixtureStore.find(List.of(folder)).stream()
                .map(found -> new KerasFixture(found.name(), found.folder()))
                .toList();
    }

    /**
     * Runs the fixture's calls on every engine that supports its model.
     *
     * @throws AssertionError if Java's numbers are not Python's; the message has the worst element, the first layer
     *     that differs and, if it was found, the cause
     */
    public void verify() {
        verify(VerifyOptions.DEFAULT);
    }

    /** As {@link #verify()}, on chosen engines or with other tolerances. */
    public void verify(VerifyOptions options) {
        Verification verification = Keras4j.verify(List.of(folder), options, result -> {});
        if (!verification.passes()) {
            throw new AssertionError(verification.results().stream()
                    .filter(result -> result.outcome().isBad())
                    .map(TextReport::of)
                    .collect(Collectors.joining(
                            "\n", "\nJava's numbers are not Python's, fixture " + folder + ":\n", "\n")));
        }
    }

    /** Its name, as test reports show it. */
    @Override
    public String toString() {
        return name;
    }
}
