package io.github.keras4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Copies {@code examples/regression-test} out of the repository and builds it with Maven, on the keras4j that was just
 * packaged. Maven's local repository is one of our own: links to all that the user's has, and only keras4j beside it, so
 * that nothing of this build is left there.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ExampleProjectIT {
    private static final Path MODEL = Path.of("src/test/resources/models/three-char-time-steps/model.h5");

    @TempDir
    static Path folder;

    private static Path project;
    private static Path repository;
    private static Path mvn;

    private record Build(int code, String said) {}

    @BeforeAll
    static void copy() throws IOException {
        mvn = Path.of(System.getProperty("maven.home", ""), "bin", "mvn");
        assumeTrue(Files.isExecutable(mvn), "no Maven is known here; run by Maven, this builds the example");
        project = copied(Path.of("examples/regression-test"), folder.resolve("guarded"));
        repository = folder.resolve("repository");
        Path users = Path.of(System.getProperty("localRepository"));
        link(users, repository, List.of("io", "github", "keras4j"));
        Path keras4j = Files.createDirectories(repository.resolve("io/github/keras4j/keras4j/0.1.0"));
        Files.copy(Path.of("target/keras4j.jar"), keras4j.resolve("keras4j-0.1.0.jar"));
        Files.copy(Path.of("pom.xml"), keras4j.resolve("keras4j-0.1.0.pom"));
    }

    /** Links to everything in a folder, but a folder of our own for the one that leads to ours. */
    private static void link(Path from, Path to, List<String> ours) throws IOException {
        Files.createDirectories(to);
        if (ours.isEmpty()) {
            return;
        }
        Files.createDirectories(from);
        try (var entries = Files.list(from)) {
            for (Path entry : entries.toList()) {
                String name = entry.getFileName().toString();
                if (!name.equals(ours.get(0))) {
                    Files.createSymbolicLink(to.resolve(name), entry.toAbsolutePath());
                }
            }
        }
        link(from.resolve(ours.get(0)), to.resolve(ours.get(0)), ours.subList(1, ours.size()));
    }

    private static Path copied(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) throws IOException {
                Files.createDirectories(to.resolve(from.relativize(dir)));
                return dir.endsWith("target") ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.copy(file, to.resolve(from.relativize(file)));
                return FileVisitResult.CONTINUE;
            }
        });
        return to;
    }

    private static Build build() throws IOException, InterruptedException {
        Path output = folder.resolve("output.txt");
        ProcessBuilder builder = new ProcessBuilder(
                        mvn.toString(), "-B", "-Dmaven.repo.local=" + repository, "--no-transfer-progress", "test")
                .directory(project.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process = builder.start();
        boolean ended = process.waitFor(30, TimeUnit.MINUTES);
        process.destroyForcibly();
        String said = Files.readString(output);
        assertThat(ended).as("Maven ended; said:\n%s", said).isTrue();
        return new Build(process.exitValue(), said);
    }

    @Test
    @Order(1)
    void passes_as_it_is() throws Exception {
        Build build = build();

        assertThat(build.code()).as(build.said()).isZero();
        assertThat(build.said()).contains("Tests run: 1, Failures: 0, Errors: 0, Skipped: 0");
    }

    /** Another file than was recorded: the first thing that is seen. */
    @Test
    @Order(2)
    void fails_and_says_so_when_the_model_s_file_is_another() throws Exception {
        changed(() -> {
            Build build = build();

            assertThat(build.code()).as(build.said()).isEqualTo(1);
            assertThat(build.said())
                    .contains("Java's numbers are not Python's, fixture ")
                    .contains("ERROR  | three-char-time-steps | sha256 mismatch: ")
                    .contains("Restore the file, or record the fixture again");
        });
    }

    /** The fixture was told of the new file, and its numbers are those of the old one. */
    @Test
    @Order(3)
    void fails_and_names_the_weight_when_one_changed() throws Exception {
        changed(() -> {
            Path json = project.resolve(MODEL).resolveSibling("fixture.json");
            String before = Files.readString(json);
            Files.writeString(json, before.replaceFirst("(\"model.h5\": \")[0-9a-f]{64}", "$1" + sum()));
            Build build = build();
            Files.writeString(json, before);

            assertThat(build.code()).as(build.said()).isEqualTo(1);
            assertThat(build.said())
                    .contains("ModelsTest.is_what_python_said")
                    .contains("FAILED | three-char-time-steps | call 0 | output 'dense_2' (23, 26) float32 | engine ")
                    .contains("Greatest absolute difference: ", "First divergence: layer 2 of 2 'dense_2' (Dense)")
                    .containsPattern("Cause: layer 'dense_2': one weight, kernel\\[\\d+, \\d+\\], is ");
        });
    }

    @Test
    @Order(4)
    void passes_again_when_it_is_put_back() throws Exception {
        Build build = build();

        assertThat(build.code()).as(build.said()).isZero();
    }

    private interface Check {
        void run() throws Exception;
    }

    /** With one number of the Dense layer's kernel changed in the model's file, and that put back after it. */
    private static void changed(Check check) throws Exception {
        Path model = project.resolve(MODEL);
        Path kept = Files.copy(model, folder.resolve("kept.h5"), StandardCopyOption.REPLACE_EXISTING);
        WeightInFile.change(model);
        check.run();
        Files.copy(kept, model, StandardCopyOption.REPLACE_EXISTING);
    }

    private static String sum() throws IOException {
        return io.github.keras4j.data.Checksums.of(Files.readAllBytes(project.resolve(MODEL)));
    }
}
