package io.github.keras4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keras4j.ExampleProject.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
