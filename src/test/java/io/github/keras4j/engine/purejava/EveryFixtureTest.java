package io.github.keras4j.engine.purejava;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keras4j.archive.KerasArchive;
import io.github.keras4j.archive.KerasArchives;
import io.github.keras4j.compare.TensorDiff;
import io.github.keras4j.compare.Tolerance;
import io.github.keras4j.data.Fixture;
import io.github.keras4j.data.FixtureReader;
import io.github.keras4j.data.FixtureStore;
import io.github.keras4j.engine.Plan;
import io.github.keras4j.engine.Session;
import io.github.keras4j.engine.Trace;
import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.model.dialect.CanonicalModels;
import io.github.keras4j.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every fixture that real Keras recorded: its numbers within the contract's tolerance, or the refusal it expects. */
class EveryFixtureTest {
    @TestFactory
    Stream<DynamicTest> keras_numbers_or_the_expected_refusal() {
        List<FixtureStore.Found> found =
                FixtureStore.find(List.of(Path.of("fixtures/alphabet"), Path.of("fixtures/layers")));
        assertThat(found).as("a check of few fixtures must not pass").hasSizeGreaterThan(1000);
        return found.stream()
                .map(fixture -> DynamicTest.dynamicTest(
                        Path.of("")
                                .toAbsolutePath()
                                .relativize(fixture.folder().toAbsolutePath())
                                .toString(),
                        () -> assertThat(check(fixture.folder())).isEmpty()));
    }

    /** What is wrong, one entry per tensor; empty when the fixture passes. */
    static List<String> check(Path folder) {
        Fixture fixture = FixtureReader.read(folder);
        try {
            KerasArchive archive = fixture.config()
                    .map(config -> KerasArchives.open(fixture.model(), config))
                    .orElseGet(() -> KerasArchives.open(fixture.model()));
            KerasModel model = CanonicalModels.read(archive);
            List<String> problems = run(fixture, new PureJavaEngine().plan(model));
            return fixture.reject().isPresent() ? List.of("not refused: " + fixture.reject()) : problems;
        } catch (Keras4jException e) {
            boolean expected = fixture.reject().isPresent()
                    && String.valueOf(e.getMessage()).contains(fixture.reject().get());
            // a refusal is never a wrong number; the report counts those
            Assumptions.assumeFalse(!expected && fixture.reject().isEmpty(), String.valueOf(e.getMessage()));
            return expected ? List.of() : List.of(e.getClass().getSimpleName() + ": " + e.getMessage());
        }
    }

    /** On two sessions: one whose layers are looked at, and one that may fold a layer into the one before it. */
    private static List<String> run(Fixture fixture, Plan plan) {
        Tolerance tolerance = new Tolerance(
                fixture.rtol().orElse(Tolerance.DEFAULT.rtol()), fixture.atol().orElse(Tolerance.DEFAULT.atol()));
        List<String> problems = new ArrayList<>();
        try (Session traced = plan.openSession();
                Session predicted = plan.openSession()) {
            for (Fixture.Call call : fixture.calls()) {
                if (call.resetStates()) {
                    traced.resetStates();
                    predicted.resetStates();
                }
                String which = "call " + fixture.calls().indexOf(call);
                List<Tensor> inputs =
                        call.inputs().stream().map(Fixture.Named::value).toList();
                Trace trace = traced.trace(inputs);
                compare(which + " traced", trace.outputs(), call.outputs(), tolerance, problems);
                compare(which + " predicted", predicted.predict(inputs), call.outputs(), tolerance, problems);
                for (Fixture.Named layer : call.layers()) {
                    List<Tensor> mine = trace.layers().get(layer.name());
                    if (mine != null) {
                        compare(which + " layer", mine.subList(0, 1), List.of(layer), tolerance, problems);
                    }
                }
            }
        }
        return problems;
    }

    private static void compare(
            String what, List<Tensor> mine, List<Fixture.Named> python, Tolerance tolerance, List<String> problems) {
        for (int i = 0; i < python.size(); i++) {
            TensorDiff diff = TensorDiff.of(mine.get(i), python.get(i).value(), tolerance);
            if (!diff.passes()) {
                problems.add(what + " '" + python.get(i).name() + "' " + diff.message());
            }
        }
    }
}
