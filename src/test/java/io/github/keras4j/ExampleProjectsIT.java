package io.github.keras4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keras4j.ExampleProject.Ended;
import io.github.keras4j.cli.Main;
import io.github.keras4j.data.Fixture;
import io.github.keras4j.data.FixtureReader;
import io.github.keras4j.data.TrainingRun;
import io.github.keras4j.tensor.Tensor;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.factory.Nd4j;

/** What a user gets who depends on keras4j: alone, with DL4J, and in a Spring Boot service. */
class ExampleProjectsIT {
    private static final String FIXTURE = "fixtures/alphabet/tf-keras-2.15/three-char-time-steps";
    private static final String TRAINING = "fixtures/training/adam-squared-simplernn-keras-3-float64";

    @TempDir
    Path folder;

    @Test
    void slim_does_all_but_dl4j_in_less_than_10_MB() throws Exception {
        ExampleProject project = built("slim");

        assertThat(libraries(project))
                .noneMatch(jar -> jar.matches("(nd4j|deeplearning4j|hdf5|picocli|logback|uplot|arpack|progressbar).*"));
        Ended ended = run(project, FIXTURE, TRAINING);
        System.out.println("examples/slim: "
                + ended.said().lines().filter(line -> line.contains("MB")).toList());
        assertThat(ended.said().lines().toList())
                .contains("on purejava: ABC -> D", "verifies: true", "trains: true")
                .anyMatch(line -> line.matches("runtime class path: \\d\\.\\d MB"));
        assertThat(ended.code()).as(ended.said()).isZero();
    }

    /** DL4J asks for commons-compress 1.21, commons-io 2.7, commons-codec 1.10 and gson 2.8.0. */
    @Test
    void with_dl4j_the_model_runs_there_and_its_libraries_are_new() throws Exception {
        ExampleProject project = built("with-dl4j");

        assertThat(libraries(project))
                .contains(
                        "commons-compress-1.28.0.jar",
                        "commons-io-2.22.0.jar",
                        "commons-codec-1.22.0.jar",
                        "commons-collections4-4.5.0.jar",
                        "commons-net-3.12.0.jar",
                        "gson-2.13.2.jar")
                .noneMatch(jar -> jar.matches("(picocli|logback|uplot|arpack|progressbar).*"));
        Ended ended = run(project, FIXTURE);
        assertThat(ended.said()).contains("on dl4j: ABC -> D", "engine dl4j: Passed", "engine purejava: Passed");
        assertThat(ended.code()).as(ended.said()).isZero();
    }

    /** Keras's own float32 run is as far from its float64 run as the losses may be from Keras's here. */
    @Test
    void a_program_of_dl4j_alone_predicts_and_trains_on_as_keras_does() throws Exception {
        ExampleProject project = built("dl4j-program");
        Path fixture = Path.of("fixtures/layers/keras-3/masked-gru-normalized-lstm");
        Fixture.Call call = FixtureReader.read(fixture).calls().get(0);
        Path zip = converted(fixture);
        Ended predicted = run(
                project,
                "predict",
                zip.toString(),
                npy("x", call.inputs().get(0).value()),
                npy("expected", call.outputs().get(0).value()));
        assertThat(predicted.code()).as(predicted.said()).isZero();
        assertThat(number(predicted, "predicts as Keras, to (\\S+)")).isLessThan(1e-6);

        TrainingRun run = run("float32");
        Tensor losses = run.stepLosses().orElseThrow();
        Ended trained = run(
                project,
                "train",
                converted(run.initial()).toString(),
                npy("train", run.x()),
                npy("y", run.y()),
                npy("order", run.order()),
                npy("losses", losses),
                String.valueOf(run.batchSize()));
        assertThat(trained.code()).as(trained.said()).isZero();
        assertThat(losses.size()).isGreaterThan(1000);
        Tensor exact = run("float64").stepLosses().orElseThrow();
        double own = 0;
        for (int i = 0; i < losses.size(); i++) {
            own = Math.max(own, Math.abs(losses.getDouble(i) - exact.getDouble(i)) / exact.getDouble(i));
        }
        assertThat(number(trained, losses.size() + " updates, losses as Keras's to (\\S+)"))
                .isLessThan(own);
    }

    private static TrainingRun run(String dtype) {
        Path file = Path.of("fixtures/training/dl4j-program-keras-3-" + dtype + "/training.json");
        return TrainingRun.read(file, Optional.empty());
    }

    private Path converted(Path model) {
        Path zip = folder.resolve(model.getFileName() + ".zip");
        StringWriter said = new StringWriter();
        int code = Main.execute(
                new PrintWriter(said), new PrintWriter(said), "convert", model.toString(), "-o", zip.toString());
        assertThat(code).as(said.toString()).isZero();
        return zip;
    }

    private String npy(String name, Tensor tensor) throws IOException {
        long[] sizes = Arrays.stream(tensor.shape().sizes()).asLongStream().toArray();
        Path file = folder.resolve(name + ".npy");
        Files.write(file, Nd4j.toNpyByteArray(Nd4j.create(tensor.toFloats(), sizes, 'c')));
        return file.toString();
    }

    private static double number(Ended ended, String pattern) {
        Matcher found = Pattern.compile(pattern).matcher(ended.said());
        assertThat(found.find()).as(ended.said()).isTrue();
        return Double.parseDouble(found.group(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"logging", "log4j2"})
    void a_spring_boot_service_keeps_its_logs(String logging) throws Exception {
        ExampleProject project = ExampleProject.copied("spring-boot", folder);
        Ended build = project.maven("package", "-Dlogging=" + logging);
        assertThat(build.code()).as(build.said()).isZero();

        Ended ended = project.java(
                "-jar",
                project.folder()
                        .resolve("target/spring-boot-" + logging + ".jar")
                        .toString(),
                "--model=" + FIXTURE);

        assertThat(ended.code()).as(ended.said()).isZero();
        assertThat(ended.said())
                .containsPattern("INFO .* : Started Application in ")
                .containsPattern("INFO .* : model \\S+ on purejava gives \\(1, 26\\)")
                .containsPattern("INFO .* : as Python said: true")
                .containsPattern("INFO .* : health of the model: UP")
                .containsPattern("INFO .* : and once it is closed: DOWN")
                .doesNotContain("not seen", "multiple SLF4J providers", "io.jhdf");
    }

    private ExampleProject built(String example) throws Exception {
        ExampleProject project = ExampleProject.copied(example, folder);
        Ended build = project.maven("package");
        assertThat(build.code()).as(build.said()).isZero();
        return project;
    }

    private static List<String> libraries(ExampleProject project) throws IOException {
        try (var jars = Files.list(project.folder().resolve("target/lib"))) {
            return jars.map(jar -> jar.getFileName().toString()).sorted().toList();
        }
    }

    private static Ended run(ExampleProject project, String... arguments) throws Exception {
        Path target = project.folder().resolve("target");
        String[] command = new String[3 + arguments.length];
        command[0] = "-cp";
        command[1] = target.resolve("classes") + java.io.File.pathSeparator + target.resolve("lib") + "/*";
        command[2] = "example.App";
        System.arraycopy(arguments, 0, command, 3, arguments.length);
        return project.java(command);
    }
}
