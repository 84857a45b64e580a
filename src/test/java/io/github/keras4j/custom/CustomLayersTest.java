package io.github.keras4j.custom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.keras4j.Keras4j;
import io.github.keras4j.LoadOptions;
import io.github.keras4j.cli.Main;
import io.github.keras4j.compare.Verification;
import io.github.keras4j.data.Fixture;
import io.github.keras4j.data.FixtureReader;
import io.github.keras4j.engine.EngineChoice;
import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.errors.MalformedArchiveException;
import io.github.keras4j.errors.UnsupportedLayerException;
import io.github.keras4j.source.ModelSource;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Java code for Lambdas and custom layers gives Keras's numbers on both engines, or the layer is refused by name. */
class CustomLayersTest {
    private static final Path FIXTURES = Path.of("src/test/resources/custom-layers");
    private static final Path REGISTERED = FIXTURES.resolve("keras-3/registered-as-keras");

    @Test
    void recorded_models_are_right_on_both_engines() {
        Verification verification = Keras4j.verify(FIXTURES);
        assertThat(verification.results()).hasSize(2 * 51);
        assertThat(verification.results().stream().filter(result -> !(result.outcome() instanceof Verification.Passed)))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"PUREJAVA", "DL4J"})
    void code_that_is_given_comes_before_that_of_the_class_path(EngineChoice engine) {
        CustomLayerProvider zeros = layer -> Optional.of(new CustomLayer() {
            @Override
            public Shape outputShape(List<Shape> inputs) {
                return inputs.get(0);
            }

            @Override
            public Tensor call(List<Tensor> inputs, List<Tensor> weights) {
                return inputs.get(0);
            }
        });
        assertThat(answer(LoadOptions.DEFAULT.withEngine(engine)))
                .isNotEqualTo(answer(LoadOptions.DEFAULT.withEngine(engine).withCustomLayers(zeros)));
    }

    @Test
    void options_that_the_code_does_not_take_refuse_the_layer() {
        CustomLayerProvider strict = layer -> Optional.of(new LayerTaking(layer.number("never")));
        assertThatThrownBy(() -> answer(LoadOptions.DEFAULT.withCustomLayers(strict)))
                .isInstanceOf(UnsupportedLayerException.class)
                .hasMessageContaining("(Offset)")
                .hasMessageContaining("no number 'never' in its config");
    }

    @Test
    void code_that_names_other_weights_than_the_file_has_is_refused() {
        CustomLayerProvider more = layer -> Optional.of(new LayerTaking(1) {
            @Override
            public List<Weight> weights(List<Shape> inputs) {
                return List.of(Weight.of("kernel", 4));
            }
        });
        assertThatThrownBy(() -> answer(LoadOptions.DEFAULT.withCustomLayers(more)))
                .isInstanceOf(MalformedArchiveException.class)
                .hasMessageContaining("(Offset)")
                .hasMessageContaining("[kernel]");
    }

    @Test
    void code_that_fails_or_gives_another_shape_names_its_layer() {
        CustomLayerProvider shorter = layer -> Optional.of(new LayerTaking(1) {
            @Override
            public Tensor call(List<Tensor> inputs, List<Tensor> weights) {
                return inputs.get(0).rows(0, 1);
            }
        });
        assertThatThrownBy(() -> answer(LoadOptions.DEFAULT.withCustomLayers(shorter)))
                .isInstanceOf(Keras4jException.class)
                .hasMessageContaining("(Offset)")
                .hasMessageContaining("another shape");
        CustomLayerProvider failing = layer -> Optional.of(new LayerTaking(1) {
            @Override
            public Tensor call(List<Tensor> inputs, List<Tensor> weights) {
                throw new IllegalStateException("not today");
            }
        });
        assertThatThrownBy(() -> answer(LoadOptions.DEFAULT.withCustomLayers(failing)))
                .isInstanceOf(Keras4jException.class)
                .hasMessageContaining("(Offset)")
                .hasMessageContaining("not today");
    }

    /** The tests' own class path has a provider for all but {@code my_doubled}, which only the jar's knows. */
    @Test
    void the_command_line_finds_code_in_a_jar(@TempDir Path folder) throws Exception {
        Path source = folder.resolve("Jar.java");
        Files.writeString(source, """
                import io.github.keras4j.custom.*;
                import io.github.keras4j.tensor.*;
                import java.util.*;
                public class Jar implements CustomLayerProvider {
                    public Optional<CustomLayer> find(LayerDescription layer) {
                        return layer.name().equals("my_doubled") ? Optional.of(new Same()) : Optional.empty();
                    }
                    static class Same implements CustomLayer {
                        public Shape outputShape(List<Shape> inputs) { return inputs.get(0); }
                        public Tensor call(List<Tensor> inputs, List<Tensor> weights) { return inputs.get(0); }
                    }
                }
                """);
        Path services = Files.createDirectories(folder.resolve("META-INF/services"));
        Files.writeString(services.resolve(CustomLayerProvider.class.getName()), "Jar");
        int compiled = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-proc:none", "-cp", System.getProperty("java.class.path"), source.toString());
        assertThat(compiled).isZero();
        String model = "fixtures/layers/keras-3/refuse-custom-layer/model.h5";
        assertThat(run("inspect", model)).contains("my_doubled", "Give Java code for 'Doubled'");
        assertThat(run("inspect", model, "--class-path", folder.toString())).doesNotContain("Give Java code");
        assertThat(run("inspect", model, "--class-path", folder + "/none")).contains("there is no such file");
    }

    private static String run(String... args) {
        StringWriter text = new StringWriter();
        PrintWriter writer = new PrintWriter(text, true);
        Main.execute(writer, writer, args);
        return text.toString();
    }

    private static List<Tensor> answer(LoadOptions options) {
        Fixture fixture = FixtureReader.read(REGISTERED);
        return Keras4j.load(ModelSource.of(fixture), options)
                .predict(fixture.calls().get(0).inputs().stream()
                        .map(Fixture.Named::value)
                        .toList());
    }

    /** Hands its input on. */
    private static class LayerTaking implements CustomLayer {
        LayerTaking(double ignored) {}

        @Override
        public Shape outputShape(List<Shape> inputs) {
            return inputs.get(0);
        }

        @Override
        public Tensor call(List<Tensor> inputs, List<Tensor> weights) {
            return inputs.get(0);
        }
    }
}
