package io.github.keras4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.github.keras4j.data.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** TF Serving's and KServe's documents: the requests of their documentation, and what must be refused. */
class DocumentsTest {
    private static final Path TOY = Cli.FIXTURES.resolve("serving/half-plus-three");
    private static final Path SENSORS = Cli.FIXTURES.resolve("serving/sensors");
    private static final Path STEPS = Cli.alphabet("tf-keras-2.15", "three-char-time-steps");
    private static final Path RAGGED = Cli.FIXTURES.resolve("layers/tf-keras-2.15/embedding-open-length");

    @TempDir
    Path folder;

    private Cli ask(Path model, String document, Object... more) throws IOException {
        Path in = Files.writeString(folder.resolve("in.json"), document);
        List<Object> args = new ArrayList<>(List.of("predict", model, "-i", in));
        args.addAll(List.of(more));
        return Cli.run(args.toArray());
    }

    /** What real Keras answers, in the form that the documentation shows; pretty-printed and zipped just the same. */
    @TestFactory
    Stream<DynamicTest> documented_requests_get_the_documented_responses() {
        return Stream.of(TOY, SENSORS).flatMap(model -> {
            JsonNode pairs = Json.parse(read(model.resolve("documents.json")));
            assertThat(pairs.size()).isGreaterThanOrEqualTo(5);
            return pairs.valueStream()
                    .map(pair -> dynamicTest(pair.get("request").toString(), () -> {
                        JsonNode response = pair.get("response");
                        String request = pair.get("request").toString();
                        assertSame(Json.parse(ask(model, request).out()), response, "");
                        String pretty = pair.get("request").toPrettyString();
                        assertSame(
                                Json.parse(
                                        ask(model, "\uFEFF\n" + pretty + "\n").out()),
                                response,
                                "");
                        Path zipped = folder.resolve("in.json.gz");
                        try (OutputStream gzip = new GZIPOutputStream(Files.newOutputStream(zipped))) {
                            gzip.write(request.getBytes(java.nio.charset.StandardCharsets.UTF_8));
                        }
                        assertSame(
                                Json.parse(
                                        Cli.run("predict", model, "-i", zipped).out()),
                                response,
                                "");
                    }));
        });
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Equal but for the last bits of numbers. */
    private static void assertSame(JsonNode answer, JsonNode expected, String place) {
        assertThat(answer.getNodeType()).as(place).isEqualTo(expected.getNodeType());
        if (expected.isNumber()) {
            assertThat(answer.doubleValue())
                    .as(place)
                    .isCloseTo(expected.doubleValue(), org.assertj.core.data.Offset.offset(1e-5));
        } else if (expected.isObject()) {
            assertThat(answer.propertyNames()).as(place).containsExactlyElementsOf(expected.propertyNames());
            expected.properties()
                    .forEach(one -> assertSame(answer.get(one.getKey()), one.getValue(), place + "." + one.getKey()));
        } else if (expected.isArray()) {
            assertThat(answer.size()).as(place).isEqualTo(expected.size());
            for (int i = 0; i < expected.size(); i++) {
                assertSame(answer.get(i), expected.get(i), place + "[" + i + "]");
            }
        } else {
            assertThat(answer).as(place).isEqualTo(expected);
        }
    }

    /** All of it or none: one line with the reason, exit 4. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"instances": [1, 2, "x"]} | instance 2: a text needs a recipe
            {"instances": [1, [2, 3]]} | instance 1: input 'x' has the shape () per sample. Received: (2,)
            {"instances": [1, {"b64": "aGk="}]} | instance 1: bytes in base64
            {"instances": [1, {"x": {"b64": "aGk="}}]} | instance 1: input 'x': bytes in base64
            {"instances": [{"x": 1}, {"y": 1}]} | instance 1: the input 'x' is missing; the model takes [x]. Received: [y]
            {"instances": [{"x": 1, "y": 1}]} | instance 0: unknown inputs [y]
            {"instances": [{"x": 1, "x": 1}]} | instance 0: the input 'x' is given twice
            {"instances": [1, 1e999]} | instance 1: a number is too great for any float
            {"instances": [1, 1e39]} | instance 1: a number does not fit float32. Received: 1.0E39
            {"instances": 5} | 'instances' must be a list. Received: number 5
            {"instances": [1], "inputs": [1]} | either 'instances' or 'inputs'. Received: both
            {"instances": [1], "instances": [2]} | 'instances' is given twice
            {"signature_name": "other", "instances": [1]} | 'signature_name' must be 'serving_default'
            {"instances": [1, 2 | not JSON: Unexpected end-of-input
            {"instances": [1, 2,, 3]} | not JSON: Unexpected character (',' (code 44))
            {"inputs": 5} | 'inputs' must have a list of samples for each input. Received: number 5
            {"inputs": {"x": 5}} | 'inputs' must have a list of samples for each input. Received: number 5 for 'x'
            {"inputs": {"y": [5]}} | the model takes the inputs [x], each once. Received: [y]
            {"inputs": {"x": [5], "y": [5]}} | the model takes the inputs [x], each once. Received: [x, y]
            {"inputs": []} | an empty list is fine
            {"inputs": [{"name": "x", "shape": [2], "datatype": "FP32", "data": [1]}]} | input 'x': 'data' must fill 'shape'
            {"inputs": [{"name": "x", "shape": [], "datatype": "FP32", "data": [1]}]} | input 'x': 'data' must fill 'shape'
            {"inputs": [{"name": "x", "shape": [-1], "datatype": "FP32", "data": [1]}]} | must be at least 0
            {"inputs": [{"name": "x", "shape": [0], "datatype": "FP32", "data": []}]} | a tensor has at least one sample
            {"inputs": [{"name": "x", "shape": [1], "datatype": "FP31", "data": [1]}]} | 'datatype' must be one of [BOOL, BYTES, FP16
            {"inputs": [{"name": "x", "shape": [1], "datatype": "BYTES", "data": ["a"]}]} | numbers are wanted: float32. Received: strings
            {"inputs": [{"name": "x", "shape": [1], "datatype": "BYTES", "data": [1]}]} | 'data' must be of 'datatype', strings of BYTES. Received: numbers
            {"inputs": [{"name": "x", "shape": [1], "datatype": "FP32"}]} | binary data is not read
            {"inputs": [{"name": "x", "shape": [1], "datatype": "INT8", "data": [1.5]}]} | a number does not fit int64. Received: 1.5
            {"inputs": [{"name": "x", "shape": [3], "datatype": "FP32", "data": [[1], [2, 3]]}]} | input 'x': rows differ
            {"inputs": [{"name": "x", "shape": [2], "datatype": "FP32", "data": [1, "2"]}]} | input 'x': an element is no
            {"inputs": [{"name": "y", "shape": [1], "datatype": "FP32", "data": [1]}]} | the model takes the inputs [x]
            {"inputs": [{"name": "x", "shape": [1], "datatype": "FP32", "data": [1]}], "outputs": [{"name": "z"}]} | [y]
            {"inputs": [{"name": "x", "shape": [1], "datatype": "FP32", "data": [1]}], "id": [1]} | 'id' must be a string
            """)
    void bad_documents_are_refused_by_name(String document, String message) throws IOException {
        Cli run = ask(TOY, document);
        if (message.equals("an empty list is fine")) {
            assertThat(run.out()).isEqualTo("{\"outputs\": []}\n");
            return;
        }
        assertThat(run.out()).startsWith("{\"error\": \"").contains(message).hasLineCount(1);
        assertThat(Json.parse(run.out()).size()).isEqualTo(1);
        assertThat(run.code()).isEqualTo(4);
        assertThat(run.err()).hasLineCount(1);
    }

    @Test
    void samples_that_do_not_stand_side_by_side_are_refused() throws IOException {
        assertThat(ask(SENSORS, "{\"inputs\": {\"signal\": [[1,2,3,4,5]], \"sensor\": []}}")
                        .out())
                .contains(
                        "all inputs must have the same number of samples. Received: 0 for 'sensor' and 1 for 'signal'");
        assertThat(ask(SENSORS, "{\"instances\": [[1,2,3,4,5]]}").out())
                .contains("instance 0: the model takes the inputs [signal, sensor], as an object keyed by these names");
    }

    /** An index that the Embedding does not have: found when it runs, and named all the same. */
    @Test
    void an_instance_that_the_engine_refuses_is_named() throws IOException {
        String good = "{\"signal\": [1,2,3,4,5], \"sensor\": [[1,2],[3,4]]}, ";
        String bad = "{\"signal\": [1,2,3,4,5], \"sensor\": [[1,2],[3,400]]}";
        Cli run = ask(SENSORS, "{\"instances\": [" + good.repeat(700) + bad + "]}");
        assertThat(run.out()).startsWith("{\"error\": \"instance 700: ").contains("400");
    }

    /** To the last bit, in every form, whatever the batch. */
    @Test
    void a_document_is_answered_as_lines_are() throws IOException {
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < 700; i++) {
            rows.add("[[" + i / 700f + "], [" + (i * 7 % 100) / 100f + "], [0.25]]");
        }
        String lines = ask(STEPS, String.join("\n", rows)).out();
        String all = String.join(", ", lines.split("\n"));
        assertThat(ask(STEPS, "{\"instances\": " + rows + "}").out()).isEqualTo("{\"predictions\": [" + all + "]}\n");
        assertThat(ask(STEPS, "{\"inputs\": " + rows + "}").out()).isEqualTo("{\"outputs\": [" + all + "]}\n");
        Cli tensor = ask(
                STEPS,
                "{\"inputs\": [{\"data\": " + rows + ", \"shape\": [700, 3, 1], \"datatype\": \"FP32\", \"name\": "
                        + "\"lstm_2_input\"}]}");
        assertThat(tensor.out())
                .contains(
                        "\"shape\": [700, 26]",
                        "\"data\": [" + all.replace("[", "").replace("]", "") + "]");
    }

    @Test
    void instances_may_be_ragged_where_the_model_is_open() throws IOException {
        List<String> rows = List.of("[1, 2, 3]", "[4]", "[5, 6, 0, 1, 2]", "[3]");
        Cli run = ask(RAGGED, "{\"instances\": " + rows + "}");
        assertThat(run.code()).as(run.err()).isZero();
        String lines = ask(RAGGED, String.join("\n", rows)).out().strip();
        assertThat(run.out()).isEqualTo("{\"predictions\": [" + lines.replace("\n", ", ") + "]}\n");
    }

    /** Lines that begin like a document: one bad line, and the next ones answered. */
    @Test
    void lines_of_which_the_first_looks_like_a_document_stay_lines() throws IOException {
        for (String first : List.of(
                "{\"instances\": [1, 2]}",
                "{\"instances\": [1, 2",
                "{\"inputs\": {\"x\": ",
                "{\"instances\": \"x\"}\nnonsense")) {
            Cli run = ask(TOY, first + "\n1.0\n2.0\n5.0\n");
            assertThat(run.code()).isEqualTo(4);
            assertThat(run.outLines()).hasSizeBetween(4, 5).endsWith("3.5", "4.0", "5.5");
            assertThat(run.outLines().get(0)).startsWith("{\"line\": 1, \"error\": ");
        }
    }

    @Test
    void a_document_s_output_appears_whole_and_resume_keeps_it() throws IOException {
        Path out = folder.resolve("out.json");
        String document = "{\"instances\": [1.0, 2.0, 5.0]}";
        String expected = "{\"predictions\": [3.5, 4.0, 5.5]}\n";
        assertThat(ask(TOY, document, "-o", out).code()).isZero();
        assertThat(out).hasContent(expected);
        for (int cut : new int[] {0, 1, 10, expected.length()}) {
            Files.writeString(out, expected.substring(0, cut));
            assertThat(ask(TOY, document, "-o", out, "--resume").code()).isZero();
            assertThat(out).hasContent(expected);
        }
        Files.writeString(out, "mine");
        Cli other = ask(TOY, document, "-o", out, "--resume");
        assertThat(other.code()).isEqualTo(3);
        assertThat(other.err()).contains("--resume goes on with an output of the same command");
        assertThat(out).hasContent("mine");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("in.json", "out.json");
        }
    }

    @Test
    void outputs_of_one_layer_get_a_key_each() throws IOException {
        Path states = Cli.FIXTURES.resolve("layers/keras-2.2.4/lstm-initial-state-and-state");
        JsonNode call =
                Json.parse(read(states.resolve("fixture.json"))).get("calls").get(0);
        StringBuilder line = new StringBuilder("{");
        for (JsonNode input : call.get("inputs")) {
            line.append(line.length() == 1 ? "" : ", ")
                    .append('"')
                    .append(input.get("name").stringValue())
                    .append("\": ")
                    .append(input.get("data").get(0));
        }
        JsonNode answer = Json.parse(ask(states, line + "}\n").out());
        assertThat(answer.propertyNames()).containsExactly("lstm_1", "lstm_1_1", "lstm_1_2");
    }
}
