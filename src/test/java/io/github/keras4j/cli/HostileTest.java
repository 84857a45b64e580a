package io.github.keras4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.keras4j.Keras4j;
import io.github.keras4j.KerasPort;
import io.github.keras4j.engine.Session;
import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.limits.PlainText;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files and paths that would lose data, hang the program or steer a terminal. */
class HostileTest {
    private static final Path FIXTURE = Cli.alphabet("tf-keras-2.15", "three-char-time-steps");
    private static final String LINE = "[[0.0],[0.1],[0.2]]\n";

    @TempDir
    Path folder;

    private Path input() throws IOException {
        return Files.writeString(folder.resolve("lines.jsonl"), LINE + LINE);
    }

    @Test
    void should_refuse_one_file_for_answers_and_errors() throws IOException {
        Path same = folder.resolve("X");
        Path link = Files.createSymbolicLink(folder.resolve("link"), same);
        for (Path errors : new Path[] {same, link}) {
            Cli run = Cli.run("predict", FIXTURE, "-i", input(), "-o", same, "--errors", errors);
            assertThat(run.code()).isEqualTo(ExitCodes.UNREADABLE);
            assertThat(run.err()).contains("The output would replace what is read or written");
        }
        assertThat(same).doesNotExist();
    }

    @Test
    void resume_should_keep_a_foreign_file() throws IOException {
        for (String foreign : new String[] {"no end of line", "[1.0]\n", "[1.0]\nrest"}) {
            Path output = Files.writeString(folder.resolve("notes.txt"), foreign);
            Cli run = Cli.run("predict", FIXTURE, "-i", input(), "-o", output, "--resume");
            assertThat(run.code()).as(foreign).isEqualTo(ExitCodes.UNREADABLE);
            assertThat(run.err()).contains("--resume goes on with an output of the same command");
            assertThat(output).hasContent(foreign);
        }
    }

    @Test
    void resume_should_go_on_within_an_answer() throws IOException {
        Path whole = folder.resolve("whole.jsonl");
        assertThat(Cli.run("predict", FIXTURE, "-i", input(), "-o", whole).code())
                .isZero();
        String text = Files.readString(whole);
        for (int length : new int[] {0, 3, text.indexOf('\n'), text.indexOf('\n') + 1, text.indexOf('\n') + 9}) {
            Path output = Files.writeString(folder.resolve("cut.jsonl"), text.substring(0, length));
            Cli run = Cli.run("predict", FIXTURE, "-i", input(), "-o", output, "--resume");
            assertThat(run.code()).as(run.err()).isZero();
            assertThat(output).hasContent(text);
        }
    }

    @Test
    void should_keep_rights_and_links_of_what_is_replaced() throws IOException {
        Path real = Files.writeString(folder.resolve("real.jsonl"), "old\n");
        Files.setPosixFilePermissions(real, PosixFilePermissions.fromString("rw-------"));
        Path link = Files.createSymbolicLink(folder.resolve("link.jsonl"), real);
        Cli run = Cli.run("predict", FIXTURE, "-i", input(), "-o", link, "--overwrite");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(link).isSymbolicLink();
        assertThat(Files.readString(real)).startsWith("[1.29");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(real)))
                .isEqualTo("rw-------");
    }

    @Test
    void should_refuse_links_out_of_a_fixture() throws IOException {
        Path copy = Files.createDirectory(folder.resolve("fixture"));
        Files.copy(FIXTURE.resolve("fixture.json"), copy.resolve("fixture.json"));
        for (String name : new String[] {"recipe.json", "arrays.npz"}) {
            Files.copy(FIXTURE.resolve(name), copy.resolve(name));
        }
        Files.createSymbolicLink(
                copy.resolve("model.h5"), FIXTURE.resolve("model.h5").toAbsolutePath());
        Cli run = Cli.run("verify", copy, "--engine", "purejava");
        assertThat(run.code()).isEqualTo(ExitCodes.UNREADABLE);
        assertThat(run.out()).contains("a link that leads out of it");
    }

    @Test
    void should_refuse_a_tolerance_for_a_name_that_is_not_there() {
        Cli run = Cli.run("verify", FIXTURE, "--atol", "1e-5 prcie:1e-30");
        assertThat(run.code()).isEqualTo(ExitCodes.USAGE);
        assertThat(run.err()).contains("[prcie]");
    }

    @Test
    void should_write_control_characters_out() {
        assertThat(PlainText.of("a\u001b]0;owned\u0007b\u009bc\n\t")).isEqualTo("a\\u001b]0;owned\\u0007b\\u009bc\n\t");
        assertThat(PlainText.of("Zürich 名")).isEqualTo("Zürich 名");
    }

    @Test
    void a_session_should_refuse_calls_after_its_end() {
        Tensor x = Tensor.wrap(Shape.of(1, 3, 1), new float[3]);
        KerasPort port = Keras4j.load(FIXTURE);
        Session session = port.openSession();
        session.predict(x);
        session.close();
        session.close();
        assertThatThrownBy(() -> session.predict(x))
                .isInstanceOf(Keras4jException.class)
                .hasMessageContaining("closed");
        port.close();
        assertThatThrownBy(() -> port.predict(x))
                .isInstanceOf(Keras4jException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void a_session_should_refuse_a_call_while_another_runs() throws InterruptedException {
        io.github.keras4j.engine.Turn turn = new io.github.keras4j.engine.Turn();
        turn.begin();
        boolean[] refused = new boolean[1];
        Thread other = new Thread(() -> {
            try {
                turn.begin();
            } catch (Keras4jException e) {
                refused[0] = true;
            }
        });
        other.start();
        other.join();
        assertThat(refused[0]).isTrue();
        turn.end();
        turn.begin();
    }

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void should_read_nested_models_in_time_or_refuse_them() throws IOException {
        Path weights = FIXTURE.resolve("model.h5");
        StringBuilder open = new StringBuilder();
        StringBuilder shut = new StringBuilder();
        for (int i = 0; i < 40; i++) {
            open.append("{\"class_name\": \"Sequential\", \"config\": {\"name\": \"s")
                    .append(i);
            open.append("\", \"layers\": [");
            shut.append("]}}");
        }
        Path config = folder.resolve("nested.json");
        Files.writeString(config, open + "{\"class_name\": \"Flatten\", \"config\": {\"name\": \"f\"}}" + shut);
        Cli deep = Cli.run("inspect", weights, "--config", config);
        assertThat(deep.code()).isEqualTo(ExitCodes.UNREADABLE);
        assertThat(deep.err()).contains("nested deeper");
        String layer = "{\"class_name\": \"Flatten\", \"config\": {\"name\": \"f\"}},";
        Files.writeString(
                config,
                "{\"class_name\": \"Sequential\", \"config\": {\"name\": \"s\", \"layers\": ["
                        + layer.repeat(20_001).substring(0, 20_001 * layer.length() - 1) + "]}}",
                StandardCharsets.UTF_8);
        Cli many = Cli.run("inspect", weights, "--config", config);
        assertThat(many.code()).isEqualTo(ExitCodes.UNREADABLE);
        assertThat(many.err()).contains("20001; the limit is 20000");
    }

    @Test
    void a_full_disk_and_an_error_of_the_jvm_should_end_with_a_code_of_the_table() throws Exception {
        Path full = Path.of("/dev/full");
        assumeTrue(isFull(full));
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "inspect",
                        FIXTURE.toString())
                .redirectOutput(full.toFile())
                .start();
        String said = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isEqualTo(ExitCodes.UNREADABLE);
        assertThat(said).contains("stdout can't be written");
    }

    /** Some machines have a plain file or a device that takes all in its place. */
    private static boolean isFull(Path device) {
        try (OutputStream out = Files.newOutputStream(device)) {
            out.write(1);
            return false;
        } catch (IOException e) {
            return Files.exists(device);
        }
    }
}
