package io.github.keras4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No command replaces what it reads, under whatever name; what it writes has the rights of any new file. */
class OutputIsNoInputTest {
    private static final Path FIXTURE = Path.of("fixtures/alphabet/keras-1.2.2/three-char-time-steps");

    @TempDir
    Path folder;

    private Path model() throws IOException {
        return Files.copy(FIXTURE.resolve("model.h5"), folder.resolve("model.h5"));
    }

    @Test
    void convert_onto_its_input_or_a_link_to_it() throws IOException {
        Path model = model();
        byte[] before = Files.readAllBytes(model);
        Path symbolic = Files.createSymbolicLink(folder.resolve("symbolic.h5"), model);
        Path hard = Files.createLink(folder.resolve("hard.h5"), model);
        for (Path output : new Path[] {model, symbolic, hard}) {
            Cli run = Cli.run("convert", model.toString(), "-o", output.toString(), "--overwrite");
            assertThat(run.code()).isEqualTo(ExitCodes.UNREADABLE);
            assertThat(run.err()).contains("The output would replace what is read");
            assertThat(Files.readAllBytes(model)).isEqualTo(before);
        }
    }

    @Test
    void predict_onto_its_input_and_its_model() throws IOException {
        Path input = Files.writeString(folder.resolve("lines.jsonl"), "[[0.0],[0.1],[0.2]]\n");
        Path model = model();
        for (Path output : new Path[] {input, model}) {
            Cli run = Cli.run(
                    "predict", model.toString(), "-i", input.toString(), "-o", output.toString(), "--overwrite");
            assertThat(run.code()).isEqualTo(ExitCodes.UNREADABLE);
            assertThat(run.err()).contains("The output would replace what is read");
        }
        assertThat(input).hasContent("[[0.0],[0.1],[0.2]]\n");
    }

    @Test
    void verify_onto_a_fixtures_file() throws IOException {
        Path copy = Files.createDirectory(folder.resolve("fixture"));
        for (String name : new String[] {"model.h5", "fixture.json", "recipe.json"}) {
            Files.copy(FIXTURE.resolve(name), copy.resolve(name));
        }
        Cli run = Cli.run(
                "verify",
                copy.toString(),
                "--json",
                copy.resolve("fixture.json").toString());
        assertThat(run.err()).contains("The output would replace what is read");
        assertThat(Files.mismatch(copy.resolve("fixture.json"), FIXTURE.resolve("fixture.json")))
                .isEqualTo(-1);
    }

    @Test
    void a_converted_file_has_the_rights_of_any_new_file() throws IOException {
        Path plain = Files.createFile(folder.resolve("plain"));
        for (String name : new String[] {"converted.h5", "converted.keras"}) {
            Path output = folder.resolve(name);
            Cli run = Cli.run("convert", FIXTURE.toString(), "-o", output.toString());
            assertThat(run.code()).as(run.err()).isZero();
            assertThat(Files.getPosixFilePermissions(output)).isEqualTo(Files.getPosixFilePermissions(plain));
        }
    }

    @Test
    void names_and_readers_that_do_not_fit_are_wrong_usage() {
        for (String[] arguments :
                new String[][] {{"-o", "x.keras", "--for", "tf-keras"}, {"-o", "x.h5", "--for", "keras-9"}}) {
            String[] all = new String[arguments.length + 2];
            all[0] = "convert";
            all[1] = FIXTURE.toString();
            System.arraycopy(arguments, 0, all, 2, arguments.length);
            assertThat(Cli.run(all).code()).isEqualTo(ExitCodes.USAGE);
        }
    }
}
