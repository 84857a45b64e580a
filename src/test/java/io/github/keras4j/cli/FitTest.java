package io.github.keras4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keras4j.data.ArrayFiles;
import io.github.keras4j.data.NpzWriter;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.source.ModelSource;
import io.github.keras4j.tensor.DType;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code keras4j fit} and {@code evaluate} as users start them. */
class FitTest {
    private static final Path RUN = Path.of("fixtures/training/adam-sparse-categorical-gru-keras-3-float64");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    Path folder;

    private Path csv;
    private int samples;

    /** The run's samples as a table: a column for each number of a sample, and the label. */
    @BeforeEach
    void writeTable() throws IOException {
        Map<String, Tensor> arrays = ArrayFiles.readAll(RUN.resolve("train.npz"));
        Tensor x = arrays.get("x");
        Tensor y = arrays.get("y");
        samples = x.shape().size(0);
        int columns = x.size() / samples;
        List<String> lines = new ArrayList<>();
        List<String> header = new ArrayList<>();
        for (int c = 0; c < columns; c++) {
            header.add("x" + c);
        }
        header.add("label");
        lines.add(String.join(",", header));
        for (int i = 0; i < samples; i++) {
            List<String> row = new ArrayList<>();
            for (int c = 0; c < columns; c++) {
                row.add(Double.toString(x.getDouble(i * columns + c)));
            }
            row.add(Long.toString(y.getLong(i)));
            lines.add(String.join(",", row));
        }
        csv = folder.resolve("samples.csv");
        Files.write(csv, lines);
    }

    private int run(String... args) {
        return Main.execute(new PrintWriter(out, true), new PrintWriter(err, true), args);
    }

    private int fit(String x, String y, String... more) {
        List<String> args = new ArrayList<>(List.of(
                "fit", RUN.resolve("initial.h5").toString(), "--x", x, "--y", y, "--dtype", "float64", "--no-shuffle"));
        args.addAll(List.of(more));
        return run(args.toArray(String[]::new));
    }

    @Test
    void a_table_trains_as_the_arrays_do() {
        String arrays = RUN.resolve("train.npz").toString();
        assertThat(fit(arrays + "#x", arrays + "#y", "--epochs", "2", "--history", folder.resolve("a.json") + ""))
                .as(err.toString())
                .isZero();
        assertThat(fit(csv.toString(), csv + "#label", "--epochs", "2", "--history", folder.resolve("b.json") + ""))
                .as(err.toString())
                .isZero();

        assertThat(folder.resolve("b.json")).hasSameTextualContentAs(folder.resolve("a.json"));
        assertThat(out.toString()).contains("Epoch 1/2").contains(" - loss: ");
    }

    @Test
    void the_training_lowers_the_loss_that_evaluate_tells_and_goes_on_from_its_file() {
        Path saved = folder.resolve("trained.h5");
        assertThat(fit(csv.toString(), csv + "#label", "--epochs", "20", "--verbose", "0", "--save", saved.toString()))
                .as(err.toString())
                .isZero();
        assertThat(out.toString()).isEmpty();

        double before = loss(RUN.resolve("initial.h5"));
        double after = loss(saved);
        assertThat(after).isLessThan(before);
    }

    private double loss(Path model) {
        out.getBuffer().setLength(0);
        String labels = csv + "#label";
        assertThat(run("evaluate", model.toString(), "--x", csv.toString(), "--y", labels, "--dtype", "float64"))
                .as(err.toString())
                .isZero();
        return Double.parseDouble(
                out.toString().lines().findFirst().orElseThrow().replace("loss: ", ""));
    }

    @Test
    void the_best_weights_come_back_and_callbacks_say_so() {
        assertThat(fit(
                        csv.toString(),
                        csv + "#label",
                        "--epochs",
                        "9",
                        "--validation-split",
                        "0.5",
                        "--early-stopping",
                        "val_loss,patience=1,min_delta=10,restore_best_weights"))
                .as(err.toString())
                .isZero();

        assertThat(out.toString())
                .contains("Epoch 2: early stopping")
                .contains("Restoring model weights from the end of the best epoch: 1.")
                .doesNotContain("Epoch 3/9");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "samples.csv | samples.csv#other | no such column",
                "missing.csv | samples.csv#label | no such file",
                "samples.csv | samples.csv#x0    | whole labels from 0",
            })
    void bad_samples_end_with_4_and_one_line(String x, String y, String message) {
        assertThat(fit(folder.resolve(x).toString(), folder.resolve(y).toString()))
                .isEqualTo(4);
        assertThat(err.toString().lines()).singleElement().asString().contains(message);
    }

    @Test
    void data_that_does_not_fit_ends_with_4_and_names_what_it_is() throws IOException {
        String header = Files.readAllLines(csv).get(0);
        Path empty = Files.write(folder.resolve("empty.csv"), List.of(header));
        Path nothing = Files.write(folder.resolve("nothing.csv"), List.of());
        Path narrow = Files.write(folder.resolve("narrow.csv"), List.of("x0,label", "1,0", "2,1"));
        Path shorter = folder.resolve("shorter.csv");
        Files.write(shorter, Files.readAllLines(csv).subList(0, 4));
        Path labels = Files.write(folder.resolve("labels.csv"), List.of("label", "0", "1", "7", "1", "1", "1", "1"));

        refuses(empty.toString(), empty + "#label", "no rows");
        refuses(nothing.toString(), nothing + "#label", "nothing.csv");
        refuses(narrow.toString(), narrow + "#label", "has the shape");
        refuses(csv.toString(), shorter + "#label", "as many rows");
        refuses(csv + "#" + header.replace(",label", ""), labels + "#label", "7.0 in row 2");
    }

    private void refuses(String x, String y, String message) {
        err.getBuffer().setLength(0);
        assertThat(fit(x, y)).as(x).isEqualTo(4);
        assertThat(err.toString().lines()).singleElement().asString().contains(message);
    }

    @Test
    void another_compilation_trains_in_kerass_words() {
        assertThat(fit(
                        csv.toString(),
                        csv + "#label",
                        "--optimizer",
                        "sgd(learning_rate=ExponentialDecay(initial_learning_rate=0.5,decay_steps=4,decay_rate=0.9))",
                        "--metrics",
                        "accuracy,SparseTopKCategoricalAccuracy(k=3, name=top)",
                        "--from-scratch",
                        "--save",
                        folder.resolve("compiled.keras").toString()))
                .as(err.toString())
                .isZero();
        assertThat(out.toString()).contains("top: 1.0000").contains("accuracy: ");
        assertThat(run(
                        "evaluate",
                        folder.resolve("compiled.keras").toString(),
                        "--x",
                        csv.toString(),
                        "--y",
                        csv + "#label"))
                .as(err.toString())
                .isZero();
        assertThat(out.toString()).contains("top: 1.0");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--optimizer | muon            | muon",
                "--loss      | ctc             | ctc",
                "--metrics   | F1Score()       | average",
                "--metrics   | MeanTensor()    | MeanTensor",
                "--metrics   | AUC(curves=ROC) | curves",
            })
    void what_is_not_trained_is_wrong_usage_that_names_it(String option, String given, String named) {
        assertThat(fit(csv.toString(), csv + "#label", option, given)).isEqualTo(2);
        assertThat(err.toString()).contains(named);
    }

    @Test
    void a_loss_that_the_file_could_not_say_is_refused_before_the_training() {
        Path old = Path.of("fixtures/training/adam-absolute-lstm-keras-1.2.2-float64");
        String arrays = old.resolve("train.npz").toString();
        assertThat(run(
                        "fit",
                        old.resolve("initial.h5").toString(),
                        "--x",
                        arrays + "#x",
                        "--y",
                        arrays + "#y",
                        "--loss",
                        "Huber(delta=0.5)",
                        "--save",
                        folder.resolve("huber.h5").toString()))
                .isEqualTo(3);
        assertThat(err.toString()).contains("huber");
        assertThat(out.toString()).isEmpty();
        assertThat(folder.resolve("huber.h5")).doesNotExist();
    }

    @Test
    void what_is_no_number_is_named_with_its_line() throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(csv));
        lines.set(2, lines.get(2).replaceFirst("^[^,]*", "seven"));
        Files.write(csv, lines);
        assertThat(fit(csv.toString(), csv + "#label")).isEqualTo(4);
        assertThat(err.toString()).contains("'seven'").contains("'x0'").contains("line 3");

        lines.set(2, lines.get(2).replaceFirst("^seven", "NaN"));
        Files.write(csv, lines);
        err.getBuffer().setLength(0);
        assertThat(fit(csv.toString(), csv + "#label")).isEqualTo(4);
        assertThat(err.toString()).contains("NaN").contains("row 1");
    }

    @Test
    void a_callback_that_watches_nothing_is_an_error() {
        assertThat(fit(csv.toString(), csv + "#label", "--early-stopping", "val_loss"))
                .isEqualTo(3);
        assertThat(err.toString()).contains("monitor=val_loss").contains("[loss");
    }

    @Test
    void an_interrupted_training_goes_on_as_if_it_had_not_been() throws Exception {
        Path saved = folder.resolve("trained.keras");
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        if (ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()) { // the same kernels, to the last bit
            command.addAll(List.of("--add-modules", "jdk.incubator.vector"));
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(shuffled("1000000", saved));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        StringBuilder said = new StringBuilder();
        try (BufferedReader lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                said.append(line).append('\n');
                if (line.startsWith("Epoch 3/")) {
                    process.toHandle().destroy(); // SIGTERM, which ends it as Ctrl-C does; its output stays open
                }
            }
        }
        assertThat(process.waitFor()).as(said.toString()).isNotZero();
        Matcher done =
                Pattern.compile("has the model after epoch (\\d+) of 1000000").matcher(said);
        assertThat(done.find()).as(said.toString()).isTrue();
        String epochs = String.valueOf(Integer.parseInt(done.group(1)) + 3);

        Path whole = folder.resolve("whole.keras");
        assertThat(run(with(shuffled(epochs, saved), "--resume", "--history", folder.resolve("resumed.json"))))
                .as(err.toString())
                .isZero();
        assertThat(run(with(shuffled(epochs, whole), "--history", folder.resolve("whole.json"))))
                .as(err.toString())
                .isZero();
        assertThat(folder.resolve("resumed.json")).hasSameTextualContentAs(folder.resolve("whole.json"));
        Map<String, List<Double>> wanted = numbers(whole);
        numbers(saved).forEach((name, values) -> assertThat(values).as(name).isEqualTo(wanted.get(name)));
        assertThat(folder.resolve("trained.keras.resume.json")).doesNotExist();
        assertThat(run(with(shuffled(epochs, saved), "--resume"))).isEqualTo(2);
        assertThat(err.toString()).contains("There is nothing to go on with");
    }

    /** All weights and all that the optimizer keeps. */
    private static Map<String, List<Double>> numbers(Path file) {
        KerasModel model = ModelSource.of(file).read();
        Map<String, Tensor> all = new TreeMap<>(model.weights().flatten());
        model.training()
                .orElseThrow()
                .optimizerWeights()
                .forEach((name, tensor) -> all.put("optimizer " + name, tensor));
        assertThat(all).hasSizeGreaterThan(10);
        Map<String, List<Double>> numbers = new TreeMap<>();
        all.forEach((name, tensor) ->
                numbers.put(name, Arrays.stream(tensor.toDoubles()).boxed().toList()));
        return numbers;
    }

    private List<String> shuffled(String epochs, Path saved) {
        return List.of(
                "fit",
                RUN.resolve("initial.h5").toString(),
                "--x",
                csv.toString(),
                "--y",
                csv + "#label",
                "--dtype",
                "float64",
                "--seed",
                "5",
                "--epochs",
                epochs,
                "--save",
                saved.toString());
    }

    private static String[] with(List<String> command, Object... more) {
        return Stream.concat(command.stream(), Stream.of(more).map(String::valueOf))
                .toArray(String[]::new);
    }

    @Test
    void texts_and_letters_train_by_a_recipe() throws IOException {
        Path system = Path.of("fixtures/training/one-char-one-char-keras-1.2.2-float32");
        Path texts = folder.resolve("texts.jsonl");
        List<String> lines = new ArrayList<>();
        for (char letter = 'A'; letter < 'Z'; letter++) {
            lines.add("{\"text\": \"" + letter + "\", \"next\": \"" + (char) (letter + 1) + "\"}");
        }
        Files.write(texts, lines);
        String model = system.resolve("initial.h5").toString();
        String recipe = system.resolve("recipe.json").toString();
        String arrays = system.resolve("train.npz").toString();
        List<String> histories = new ArrayList<>();
        for (String[] data : List.of(
                new String[] {texts + "#text", texts + "#next", "--recipe", recipe},
                new String[] {arrays + "#x", arrays + "#y", "--recipe", recipe})) {
            Path history = folder.resolve("history" + histories.size() + ".csv");
            assertThat(run("fit", model, "--x", data[0], "--y", data[1], data[2], data[3], "--history", "" + history))
                    .as(err.toString())
                    .isZero();
            histories.add(Files.readString(history));
        }
        assertThat(histories.get(0)).startsWith("epoch,loss,acc\n0,").isEqualTo(histories.get(1));
        Files.writeString(texts, "{\"text\": \"A\", \"next\": \"b\"}\n");
        assertThat(run("fit", model, "--x", texts + "#text", "--y", texts + "#next", "--recipe", recipe))
                .isEqualTo(4);
        assertThat(err.toString()).contains("Received: 'b' in row 0 of y");
    }

    @ParameterizedTest
    @CsvSource({
        "d.npz#x, d.npz#words, 'Training takes numbers, labels from 0 on. Received: texts in y, the first is', 4",
        "d.npz#x, d.npz#one_hot, 'rows of zeros and a one are for categorical_crossentropy', 4",
        "other=d.npz#x, d.npz#y, '--x is given once for each of', 4",
        "d.npz#x, d.npz#nothing, 'has no array of that key', 4"
    })
    void what_does_not_fit_is_named(String x, String y, String named, int code) throws IOException {
        Map<String, Tensor> arrays = new TreeMap<>(ArrayFiles.readAll(RUN.resolve("train.npz")));
        int classes = 3;
        arrays.put("one_hot", Tensor.zeros(Shape.of(samples, classes), DType.FLOAT32));
        arrays.put(
                "words",
                Tensor.of(Shape.of(samples), Collections.nCopies(samples, "yes").toArray(String[]::new)));
        try (OutputStream out = Files.newOutputStream(folder.resolve("d.npz"))) {
            NpzWriter.write(arrays, out);
        }
        String in = x.startsWith("other=")
                ? "other=" + folder.resolve(x.substring(6))
                : folder.resolve(x).toString();
        assertThat(fit(in, folder.resolve(y).toString())).as(err.toString()).isEqualTo(code);
        assertThat(err.toString()).contains(named);
    }

    @Test
    void a_file_of_another_kind_is_not_saved() {
        assertThat(fit(
                        csv.toString(),
                        csv + "#label",
                        "--save",
                        folder.resolve("model.txt").toString()))
                .isEqualTo(4);
        assertThat(err.toString()).contains("saved as .h5, .hdf5 or .keras");
        assertThat(out.toString()).isEmpty();
    }
}
