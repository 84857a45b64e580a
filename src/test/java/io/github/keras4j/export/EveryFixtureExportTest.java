package io.github.keras4j.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keras4j.archive.KerasArchive;
import io.github.keras4j.archive.KerasArchives;
import io.github.keras4j.compare.TensorDiff;
import io.github.keras4j.compare.Tolerance;
import io.github.keras4j.data.Fixture;
import io.github.keras4j.data.FixtureReader;
import io.github.keras4j.data.FixtureStore;
import io.github.keras4j.engine.Session;
import io.github.keras4j.engine.Trace;
import io.github.keras4j.engine.purejava.PureJavaEngine;
import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.errors.UnsupportedLayerException;
import io.github.keras4j.model.Core;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.model.TensorRef;
import io.github.keras4j.model.dialect.CanonicalModels;
import io.github.keras4j.source.ModelSource;
import io.github.keras4j.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Written files give what Python recorded of the original, read by the target's rules; the others are refused by layer
 * name. Real Keras is asked by {@code python-reference/check-converted}, over all fixtures.
 */
class EveryFixtureExportTest {
    /** All of them take a minute and a half. */
    private static final int EVERY = 4;

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(names = "DL4J", mode = EnumSource.Mode.EXCLUDE)
    void what_is_written_gives_what_python_said_and_refusals_name_a_layer(Target target) {
        List<FixtureStore.Found> found =
                FixtureStore.find(List.of(Path.of("fixtures/alphabet"), Path.of("fixtures/layers")));
        ModelExport export = new ModelExport(List.of(target), new PureJavaEngine());
        Path file = folder.resolve(target == Target.KERAS_3 ? "model.keras" : "model.h5");
        List<String> problems = new ArrayList<>();
        int written = 0;
        int refused = 0;
        for (int i = target.ordinal(); i < found.size(); i += EVERY) {
            Fixture fixture = FixtureReader.read(found.get(i).folder());
            KerasModel model;
            try {
                model = ModelSource.of(fixture).read();
            } catch (Keras4jException e) {
                continue; // is no model of Keras's own layers
            }
            try {
                export.write(model, file);
                written++;
            } catch (UnsupportedLayerException e) {
                refused++;
                if (!String.valueOf(e.getMessage()).startsWith("Layer '")) {
                    problems.add(found.get(i).name() + ": names no layer: " + e.getMessage());
                }
                continue;
            }
            KerasArchive archive = KerasArchives.open(file);
            if (archive.config().toString().contains("Orthogonal")) {
                problems.add(found.get(i).name() + ": has an initializer that hangs DL4J's importer");
            }
            problems.addAll(differences(found.get(i).name(), fixture, CanonicalModels.read(archive)));
        }
        assertThat(problems).isEmpty();
        assertThat(written).as("a check of few files must not pass").isGreaterThan(300);
        assertThat(refused).isGreaterThan(10);
    }

    /** Keras 2.2.4 holds a model to the batch size that it was built with; the newer Kerases answer any. */
    private static boolean takes(KerasModel written, Fixture.Call call) {
        List<TensorRef> inputs = written.network().inputs();
        return IntStream.range(0, inputs.size()).allMatch(i -> {
            Core.InputLayer input =
                    (Core.InputLayer) written.network().node(inputs.get(i)).layer();
            return input.accepted()
                    .isCompatibleWith(call.inputs().get(i).value().shape());
        });
    }

    private static List<String> differences(String name, Fixture fixture, KerasModel written) {
        Tolerance tolerance = new Tolerance(
                fixture.rtol().orElse(Tolerance.DEFAULT.rtol()), fixture.atol().orElse(Tolerance.DEFAULT.atol()));
        List<String> problems = new ArrayList<>();
        try (Session session = new PureJavaEngine().plan(written).openSession()) {
            for (Fixture.Call call : fixture.calls()) {
                if (!takes(written, call)) {
                    continue;
                }
                if (call.resetStates()) {
                    session.resetStates();
                }
                Trace trace = session.trace(
                        call.inputs().stream().map(Fixture.Named::value).toList());
                for (int i = 0; i < call.outputs().size(); i++) {
                    compare(name, trace.outputs().get(i), call.outputs().get(i), tolerance, problems);
                }
                for (Fixture.Named layer : call.layers()) {
                    List<Tensor> mine = trace.layers().getOrDefault(layer.name(), List.of());
                    if (!mine.isEmpty()) {
                        compare(name, mine.get(0), layer, tolerance, problems);
                    }
                }
            }
        }
        return problems;
    }

    private static void compare(
            String name, Tensor mine, Fixture.Named python, Tolerance tolerance, List<String> problems) {
        TensorDiff diff = TensorDiff.of(mine, python.value(), tolerance);
        if (!diff.passes()) {
            problems.add(name + " '" + python.name() + "' " + diff.message());
        }
    }
}
