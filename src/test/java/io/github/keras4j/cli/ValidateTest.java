package io.github.keras4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keras4j.Keras4j;
import io.github.keras4j.KerasPort;
import io.github.keras4j.engine.EngineChoice;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code keras4j validate} on 300 rows, whose "answers of Python" are Java's own, changed where the test says. */
class ValidateTest {
    private static final Path MODEL = Cli.alphabet("keras-3", "three-char-feature-window");
    private static final int ROWS = 300;

    @TempDir
    Path folder;

    private final float[][] x = new float[ROWS][3];
    private final int[] labels = new int[ROWS];
    private float[][] p = {};

    @BeforeEach
    void rows() {
        Random random = new Random(1);
        for (float[] row : x) {
            for (int i = 0; i < 3; i++) {
                row[i] = random.nextInt(26) / 26f;
            }
        }
        try (KerasPort model = Keras4j.load(MODEL)) {
            p = model.predict(x);
        }
        for (int r = 0; r < ROWS; r++) {
            labels[r] = best(p[r]);
        }
    }

    private static int best(float[] scores) {
        int best = 0;
        for (int i = 1; i < scores.length; i++) {
            best = scores[i] > scores[best] ? i : best;
        }
        return best;
    }

    private Path csv() throws IOException {
        StringBuilder text = new StringBuilder("a,b,c,label\n");
        for (int r = 0; r < ROWS; r++) {
            text.append(x[r][0] + "," + x[r][1] + "," + x[r][2] + "," + labels[r] + "\n");
        }
        return Files.writeString(folder.resolve("rows.csv"), text);
    }

    private Path answers() throws IOException {
        StringBuilder text = new StringBuilder();
        for (float[] row : p) {
            text.append("{\"p\": ").append(java.util.Arrays.toString(row)).append("}\n");
        }
        Path file = folder.resolve("answers.jsonl.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(text.toString().getBytes(StandardCharsets.UTF_8));
        }
        return file;
    }

    private Cli validate(Object... more) throws IOException {
        Object[] all = new Object[8 + more.length];
        Object[] own = {"validate", MODEL, "--x", csv(), "--y", csv() + "#label", "--engine", "purejava"};
        System.arraycopy(own, 0, all, 0, 8);
        System.arraycopy(more, 0, all, 8, more.length);
        return Cli.run(all);
    }

    @Test
    void equal_answers_pass_whatever_the_batch() throws IOException {
        for (int batch : new int[] {1, 7, 300, 1024}) {
            Cli ran = validate("--answers", answers() + "#p", "--batch-size", batch, "--min-agreement", 1);
            assertThat(ran.code()).as(ran.err() + ran.out()).isZero();
            assertThat(ran.out())
                    .contains("300 rows")
                    .contains("7,800 elements, 7,800 equal, 0 outside")
                    .contains("classes agree: 100 % of 300, 0 flipped")
                    .containsPattern("accuracy +1\\.00000 +1\\.00000");
        }
    }

    @Test
    void threads_reach_the_engine_and_change_no_answer() throws IOException {
        ValidateCommand command = new ValidateCommand();
        new CommandLine(command).parseArgs("model.h5", "--x", "x.npy", "--threads", "3");
        assertThat(command.options(EngineChoice.PUREJAVA).threads()).isEqualTo(3);
        Cli ran = validate("--answers", answers() + "#p", "--threads", 2, "--min-agreement", 1);
        assertThat(ran.code()).as(ran.err() + ran.out()).isZero();
        assertThat(ran.out()).contains("7,800 elements, 7,800 equal, 0 outside");
    }

    @Test
    void flips_are_listed_with_their_rows_and_thresholds_decide() throws IOException {
        float[] row = p[123];
        int was = best(row);
        row[was == 0 ? 1 : 0] = 0.999f;

        Cli ran = validate("--answers", answers() + "#p", "--batch-size", 50, "--min-agreement", 0.999);
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.out())
                .contains("row 123: java " + was + " (")
                .contains("right is " + was)
                .contains("greatest in row 123: java ")
                .contains("1 outside of the tolerance")
                .contains("agreement 0.9966666666666667 is less than 0.999")
                .contains("FAILED | a threshold is missed");

        Cli allowed = validate("--answers", answers() + "#p", "--max-outside", 0.01, "--min-agreement", 0.99);
        assertThat(allowed.code()).as(allowed.out()).isZero();
    }

    @Test
    void a_metric_that_differs_from_python_s_is_missed() throws IOException {
        p[5][best(p[5]) == 0 ? 1 : 0] = 2;
        Cli ran = validate("--answers", answers() + "#p", "--max-outside", 1, "--max-metric-difference", 1e-3);
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.out()).contains("accuracy: 1.0, Python has 0.9966666666666667");
        assertThat(validate("--min-metric", "accuracy=1").code()).isZero();
        assertThat(validate("--min-metric", "acuracy=1").code()).isEqualTo(1);
    }

    @Test
    void reports_are_written() throws IOException {
        p[7][best(p[7]) == 0 ? 1 : 0] = 2;
        Path json = folder.resolve("v.json");
        Path xml = folder.resolve("v.xml");
        Path html = folder.resolve("v.html");
        Cli ran = validate("--answers", answers() + "#p", "--json", json, "--junit-xml", xml, "--html", html);
        assertThat(ran.code()).isEqualTo(1);
        JsonNode root = new JsonMapper().readTree(json);
        assertThat(root.path("rows").asInt()).isEqualTo(300);
        JsonNode output = root.path("engines").path(0).path("outputs").path(0);
        assertThat(output.path("flips").path(0).path("row").asInt()).isEqualTo(7);
        assertThat(output.path("outside").asInt()).isEqualTo(1);
        assertThat(Files.readString(xml)).contains("tests=\"1\" failures=\"1\"").contains("outside of");
        assertThat(Files.readString(html)).contains("Java misses a threshold").contains("row 7: java");
    }

    @Test
    void what_does_not_fit_is_said() throws IOException {
        Path short_ = Files.writeString(folder.resolve("short.csv"), "p\n1\n2\n");
        Path empty = Files.writeString(folder.resolve("empty.csv"), "a,b,c\n");
        Path text = Files.writeString(folder.resolve("text.csv"), "a,b,c\n1,2,x\n");
        assertThat(Cli.run("validate", MODEL, "--x", csv() + "#a,b,c", "--y", short_ + "#p")
                        .err())
                .contains("All arrays of a data set have as many rows");
        assertThat(Cli.run("validate", MODEL, "--x", empty, "--answers", empty + "#a")
                        .err())
                .contains("The data set has no rows");
        assertThat(Cli.run("validate", MODEL, "--x", text, "--y", short_).err())
                .contains("Received: 'x' in column 'c', line 2 of");
        assertThat(Cli.run("validate", MODEL, "--x", csv() + "#a,b", "--y", csv() + "#label")
                        .err())
                .contains("takes the shape (None, 1, 3). Received: (300, 2)");
        assertThat(Cli.run("validate", MODEL, "--x", csv()).code()).isEqualTo(2);
        assertThat(Cli.run("validate", MODEL, "--x", csv(), "--y", csv() + "#label", "--min-agreement", 1)
                        .code())
                .isEqualTo(2);
    }
}
