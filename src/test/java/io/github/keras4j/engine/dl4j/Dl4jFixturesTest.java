package io.github.keras4j.engine.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keras4j.archive.KerasArchives;
import io.github.keras4j.compare.Tolerance;
import io.github.keras4j.data.Fixture;
import io.github.keras4j.data.Fixture.Named;
import io.github.keras4j.data.FixtureReader;
import io.github.keras4j.data.FixtureStore;
import io.github.keras4j.engine.Plan;
import io.github.keras4j.engine.Session;
import io.github.keras4j.engine.purejava.PureJavaEngine;
import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.model.dialect.CanonicalModels;
import io.github.keras4j.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Every recorded model that DL4J is said to run gives real Keras's numbers. Of the layers' fixtures every second one
 * is run, or all with {@code -Dkeras4j.every.fixture=true}.
 */
class Dl4jFixturesTest {
    private final Dl4jEngine engine = new Dl4jEngine();
    private final List<String> failures = new ArrayList<>();
    private int matched;

    @Test
    void all_six_alphabet_systems_of_all_generations_run_and_match() {
        for (FixtureStore.Found found : FixtureStore.find(List.of(Path.of("fixtures/alphabet")))) {
            Fixture fixture = FixtureReader.read(found.folder());
            KerasModel model = read(fixture);
            assertThat(engine.supports(model).refusals()).as(found.name()).isEmpty();
            check(found.name(), fixture, model);
        }
        assertThat(failures).isEmpty();
        assertThat(matched).isGreaterThanOrEqualTo(30);
    }

    @Test
    void every_layer_fixture_matches_or_is_refused() {
        int refused = 0;
        int index = 0;
        for (FixtureStore.Found found : FixtureStore.find(List.of(Path.of("fixtures/layers")))) {
            if (index++ % 2 == 1 && !Boolean.getBoolean("keras4j.every.fixture")) {
                continue;
            }
            Fixture fixture;
            KerasModel model;
            try {
                fixture = FixtureReader.read(found.folder());
                model = read(fixture);
            } catch (Keras4jException e) {
                continue; // the reader's matter, and its own tests'
            }
            if (engine.supports(model).isYes()) {
                check(found.name(), fixture, model);
            } else {
                refused++;
            }
        }
        assertThat(failures).isEmpty();
        assertThat(matched).as("matched, beside %s refused", refused).isGreaterThan(250);
    }

    private static KerasModel read(Fixture fixture) {
        return CanonicalModels.read(
                fixture.config().isPresent()
                        ? KerasArchives.open(fixture.model(), fixture.config().get())
                        : KerasArchives.open(fixture.model()));
    }

    private void check(String name, Fixture fixture, KerasModel model) {
        Tolerance tolerance = new Tolerance(
                fixture.rtol().orElse(Tolerance.DEFAULT.rtol()), fixture.atol().orElse(Tolerance.DEFAULT.atol()));
        try (Plan plan = engine.compile(model).orThrow();
                Session session = plan.openSession()) {
            for (int call = 0; call < fixture.calls().size(); call++) {
                Fixture.Call recorded = fixture.calls().get(call);
                if (recorded.resetStates()) {
                    session.resetStates();
                }
                List<Tensor> outputs = session.predict(
                        inOrder(recorded.inputs(), model.network().inputNames()));
                List<Tensor> expected =
                        inOrder(recorded.outputs(), model.network().outputNames());
                for (int i = 0; i < expected.size(); i++) {
                    Optional<String> difference = difference(outputs.get(i), expected.get(i), tolerance);
                    if (difference.isPresent()) {
                        if (isTheReaders(model, recorded, i, outputs.get(i))) {
                            return;
                        }
                        failures.add(name + ", call " + call + ", output " + i + ": " + difference.get());
                        return;
                    }
                }
            }
            matched++;
        } catch (RuntimeException e) {
            failures.add(name + ": " + e);
        }
    }

    /** Whether the other engine, which shares nothing with this one but the model, gives the same answer. */
    private static boolean isTheReaders(KerasModel model, Fixture.Call call, int output, Tensor dl4j) {
        PureJavaEngine other = new PureJavaEngine();
        if (!other.supports(model).isYes()) {
            return false;
        }
        try (Plan plan = other.compile(model).orThrow();
                Session session = plan.openSession()) {
            Tensor java = session.predict(inOrder(call.inputs(), model.network().inputNames()))
                    .get(output);
            return difference(dl4j, java, Tolerance.DEFAULT).isEmpty();
        }
    }

    private static List<Tensor> inOrder(List<Named> arrays, List<String> names) {
        boolean known = arrays.stream().allMatch(array -> names.contains(array.name()))
                && arrays.stream().map(Named::name).distinct().count() == names.size();
        return known
                ? names.stream()
                        .map(name -> arrays.stream()
                                .filter(array -> array.name().equals(name))
                                .findFirst()
                                .orElseThrow()
                                .value())
                        .toList()
                : arrays.stream().map(Named::value).toList();
    }

    private static Optional<String> difference(Tensor java, Tensor python, Tolerance tolerance) {
        if (!java.shape().equals(python.shape())) {
            return Optional.of("shape " + java.shape() + " instead of " + python.shape());
        }
        for (int i = 0; i < python.size(); i++) {
            double a = java.getDouble(i);
            double b = python.getDouble(i);
            boolean same =
                    Double.compare(a, b) == 0 || Math.abs(a - b) <= tolerance.atol() + tolerance.rtol() * Math.abs(b);
            if (!same) {
                return Optional.of(a + " instead of " + b + " at flat index " + i);
            }
        }
        return Optional.empty();
    }
}
