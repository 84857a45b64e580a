package io.github.keras4j.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.json.JsonTrees;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.model.TrainingConfiguration;
import io.github.keras4j.tensor.DType;
import io.github.keras4j.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

/**
 * Small trainings by real Keras's {@code fit} (python-reference/fit_zoo.py): every loss of an update to 1e-9, every number
 * of the history to 1e-6, or a refusal that names what is not trained.
 */
class FitZooTest {
    private static final Path ZOO = Path.of("fixtures/fit");

    /** How far losses of updates, and numbers of the history, may be off. */
    private record Allowed(double losses, double history) {
        private static final Allowed DOUBLE = new Allowed(1e-9, 1e-6);
        private static final Allowed SINGLE = new Allowed(1e-5, 2e-5);
    }

    @TestFactory
    Stream<DynamicContainer> should_be_kerass_fit() throws IOException {
        List<DynamicContainer> generations = new ArrayList<>();
        int cases = 0;
        try (Stream<Path> files = Files.list(ZOO)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".json"))
                    .sorted()
                    .toList()) {
                boolean single = file.toString().endsWith("-float32.json");
                Zoo zoo = new Zoo(JsonTrees.read(Files.readString(file)), single);
                List<DynamicTest> tests = new ArrayList<>();
                zoo.json
                        .path("cases")
                        .forEach(recorded -> tests.add(
                                DynamicTest.dynamicTest(recorded.path("name").asString(), () -> check(zoo, recorded))));
                cases += tests.size();
                generations.add(
                        DynamicContainer.dynamicContainer(file.getFileName().toString(), tests));
            }
        }
        assertThat(cases).isGreaterThanOrEqualTo(450);
        return generations.stream();
    }

    private static void check(Zoo zoo, JsonNode recorded) {
        KerasModel model = zoo.model(recorded);
        List<Double> losses = new ArrayList<>();
        Fitting fitting = zoo.fitting(recorded, losses);
        if (recorded.has("refused")) {
            String named = recorded.path("refused").asString();
            assertThatThrownBy(() -> Fit.run(model, zoo.trained(recorded), fitting, EpochLog.NONE))
                    .isInstanceOf(Keras4jException.class)
                    .satisfies(e -> assertThat(String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT))
                            .contains(named));
            assertThat(losses).isEmpty();
            return;
        }
        Fitted fitted = Fit.run(model, zoo.trained(recorded), fitting, EpochLog.NONE);
        SoftAssertions softly = new SoftAssertions();
        JsonNode python = recorded.path("losses");
        softly.assertThat(losses).as("updates").hasSize(python.size());
        for (int i = 0; i < Math.min(losses.size(), python.size()); i++) {
            double wanted =
                    python.path(i).isNull() ? Double.NaN : python.path(i).asDouble();
            if (Double.isNaN(wanted)) {
                softly.assertThat(losses.get(i)).as("loss of update %d", i + 1).isNaN();
                continue;
            }
            softly.assertThat(losses.get(i))
                    .as("loss of update %d", i + 1)
                    .isCloseTo(wanted, within(zoo.allowed().losses() * Math.max(Math.abs(wanted), 1e-3)));
        }
        history(softly, fitted.history(), recorded.path("history"), zoo.allowed());
        double sum = fitted.model().weights().flatten().values().stream()
                .mapToDouble(FitZooTest::absolutes)
                .sum();
        if (recorded.path("weights_sum").isNull()) {
            softly.assertThat(sum).as("sum of the final weights").isNaN();
            softly.assertAll();
            return;
        }
        double wanted = recorded.path("weights_sum").asDouble();
        softly.assertThat(sum)
                .as("sum of the final weights")
                .isCloseTo(wanted, within(zoo.allowed().losses() * wanted));
        softly.assertAll();
    }

    private static double absolutes(Tensor tensor) {
        double sum = 0;
        for (double value : tensor.toDoubles()) {
            sum += Math.abs(value);
        }
        return sum;
    }

    private static void history(SoftAssertions softly, History java, JsonNode python, Allowed allowed) {
        softly.assertThat(java.names()).as("names").containsExactlyInAnyOrderElementsOf(python.propertyNames());
        for (String name : python.propertyNames()) {
            if (!java.names().contains(name)) {
                continue;
            }
            for (int epoch = 0; epoch < python.path(name).size(); epoch++) {
                JsonNode stored = python.path(name).path(epoch);
                double wanted = stored.isNull() ? Double.NaN : stored.asDouble();
                double own = java.of(name).get(epoch);
                softly.assertThat(Double.isNaN(wanted) ? Double.isNaN(own) : close(own, wanted, allowed))
                        .as("%s of epoch %d: java %s, python %s", name, epoch + 1, own, wanted)
                        .isTrue();
            }
        }
    }

    private static boolean close(double java, double python, Allowed allowed) {
        return Math.abs(java - python) <= allowed.history() * Math.max(1, Math.abs(python));
    }

    /** One generation's file. */
    private static final class Zoo {
        private final JsonNode json;
        private final Map<String, KerasModel> models = new LinkedHashMap<>();

        private final boolean single;

        Zoo(JsonNode json, boolean single) {
            this.json = json;
            this.single = single;
        }

        Allowed allowed() {
            return single ? Allowed.SINGLE : Allowed.DOUBLE;
        }

        KerasModel model(JsonNode recorded) {
            KerasModel bare = models.computeIfAbsent(
                    recorded.path("model").asString(),
                    name -> ZooModels.read(json.path("models").path(name)));
            return new KerasModel(
                    bare.provenance(),
                    bare.network(),
                    bare.weights(),
                    Optional.of(new TrainingConfiguration(recorded.path("config"), Map.of())));
        }

        Tensor array(String name) {
            JsonNode stored = json.path("data").path(name);
            return ZooModels.tensor(stored.path("shape"), stored.path("values"));
        }

        private DataSet rows(JsonNode recorded, int from, int to) {
            List<Tensor> y = new ArrayList<>();
            recorded.path("y").forEach(name -> y.add(array(name.asString()).rows(from, to)));
            Tensor x = array(recorded.path("x").asString("x"));
            boolean weighted = from == 0 && recorded.has("sample_weight");
            return new DataSet(
                    List.of(x.rows(from, to)),
                    y,
                    weighted ? Optional.of(array("weights").rows(from, to)) : Optional.empty());
        }

        DataSet trained(JsonNode recorded) {
            return rows(recorded, 0, json.path("trained").asInt());
        }

        Fitting fitting(JsonNode recorded, List<Double> losses) {
            Map<Integer, Double> classes = new LinkedHashMap<>();
            recorded.path("class_weight")
                    .properties()
                    .forEach(entry -> classes.put(
                            Integer.valueOf(entry.getKey()), entry.getValue().asDouble()));
            List<Callback> callbacks = new ArrayList<>();
            callbacks.add(new Callback() {
                @Override
                public void onTrainBatchEnd(int batch, double loss, Training training) {
                    losses.add(loss);
                }
            });
            switch (recorded.path("callback").asString("")) {
                case "plateau" -> callbacks.add(new ReduceLROnPlateau("val_loss", 0.5, 1, 1.0, 0, 0));
                case "scheduler" -> callbacks.add(new LearningRateScheduler((epoch, rate) -> 0.05 / (epoch + 1)));
                default -> {}
            }
            Fitting.Builder builder = Fitting.builder()
                    .epochs(recorded.path("epochs").asInt(1))
                    .batchSize(json.path("batch_size").asInt())
                    .shuffle(false)
                    .classWeight(classes)
                    .callbacks(callbacks)
                    .dtype(single ? DType.FLOAT32 : DType.FLOAT64);
            if (recorded.has("validate")) {
                int from = json.path("trained").asInt();
                builder.validation(rows(recorded, from, array("x").shape().size(0)));
            }
            return builder.build();
        }
    }
}
