package io.github.keras4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keras4j.ExampleProject.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Builds {@code examples/regression-test}, as it is and with a changed model. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class GuardedBuildIT {
    private static final Path MODEL = Path.of("src/test/resources/models/three-char-time-steps/model.h5");

    @TempDir
    static Path folder;

    private static ExampleProject project;

    @BeforeAll
    static void copy() throws IOException {
        project = ExampleProject.copied("regression-test", folder);
    }

    @Test
    @Order(1)
    void passes_as_it_is() throws Exception {
        Ended build = project.maven("test");

        assertThat(build.code()).as(build.said()).isZero();
        assertThat(build.said()).contains("Tests run: 1, Failures: 0, Errors: 0, Skipped: 0");
    }

    /** Another file than was recorded: the first thing that is seen. */
    @Test
    @Order(2)
    void fails_and_says_so_when_the_model_s_file_is_another() throws Exception {
        changed(() -> {
            Ended build = project.maven("test");

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
            Path json = project.folder().resolve(MODEL).resolveSibling("fixture.json");
            String before = Files.readString(json);
            Files.writeString(json, before.replaceFirst("(\"model.h5\": \")[0-9a-f]{64}", "$1" + sum()));
            Ended build = project.maven("test");
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
        Ended build = project.maven("test");

        assertThat(build.code()).as(build.said()).isZero();
    }

    private interface Check {
        void run() throws Exception;
    }

    /** With one number of the Dense layer's kernel changed in the model's file, and that put back after it. */
    private static void changed(Check check) throws Exception {
        Path model = project.folder().resolve(MODEL);
        Path kept = Files.copy(model, folder.resolve("kept.h5"), StandardCopyOption.REPLACE_EXISTING);
        WeightInFile.change(model);
        check.run();
        Files.copy(kept, model, StandardCopyOption.REPLACE_EXISTING);
    }

    private static String sum() throws IOException {
        return io.github.keras4j.data.Checksums.of(
                Files.readAllBytes(project.folder().resolve(MODEL)));
    }
}
