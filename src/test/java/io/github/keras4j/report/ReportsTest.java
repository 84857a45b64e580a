package io.github.keras4j.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keras4j.compare.TensorDiff;
import io.github.keras4j.compare.Tolerance;
import io.github.keras4j.compare.Verification;
import io.github.keras4j.compare.Verification.Difference;
import io.github.keras4j.compare.Verification.Failed;
import io.github.keras4j.compare.Verification.Kind;
import io.github.keras4j.compare.Verification.Outcome;
import io.github.keras4j.compare.Verification.Passed;
import io.github.keras4j.compare.Verification.Result;
import io.github.keras4j.compare.Verification.Skipped;
import io.github.keras4j.compare.Verification.Unreadable;
import io.github.keras4j.compare.Verification.Unsupported;
import io.github.keras4j.tensor.Tensor;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ReportsTest {
    private static final Tensor ONE = Tensor.of(new float[][] {{1}});
    private static final TensorDiff DIFF =
            TensorDiff.of(Tensor.of(new float[][] {{1.5f}}), Tensor.of(new float[][] {{1}}), Tolerance.DEFAULT);

    private static final Verification VERIFICATION = new Verification(
            List.of(
                    result("a/good", "purejava", new Passed(2, 3e-8)),
                    result("a/good", "dl4j", new Skipped("layer 'g' (GRU): DL4J has none")),
                    result(
                            "lstm-price",
                            "dl4j",
                            new Failed(List.of(new Difference(0, Kind.OUTPUT, "<d&\"1\u0000>", DIFF, ONE, ONE)))),
                    result("broken", "", new Unreadable("sha256 mismatch")),
                    result("nobody", "dl4j", new Unsupported("layer 'x' (Y): no"))),
            1_500_000_000L);

    private static Result result(String fixture, String engine, Outcome outcome) {
        return new Result(fixture, Path.of(fixture), engine, outcome, 250_000_000L);
    }

    @Test
    void each_result_is_a_line() {
        assertThat(VERIFICATION.results().stream().map(TextReport::of))
                .containsExactly(
                        "ok     | a/good | engine purejava | 2 calls, greatest difference 3.0e-08",
                        "skipped| a/good | engine dl4j | layer 'g' (GRU): DL4J has none",
                        "FAILED | lstm-price | call 0 | output '<d&\"1\u0000>' (1, 1) float32 | engine dl4j\n"
                                + DIFF.message(),
                        "ERROR  | broken | sha256 mismatch",
                        "FAILED | nobody | engine dl4j | no chosen engine runs this model: layer 'x' (Y): no");
    }

    @Test
    void the_closing_line_counts() {
        assertThat(TextReport.closing(VERIFICATION))
                .isEqualTo("1 passed, 2 failed, 1 errors, 1 skipped; 4 fixtures in 1.5 s");
    }

    @Test
    void two_fixtures_of_one_name_are_two() {
        Result one = new Result("same", Path.of("a/same"), "purejava", new Passed(1, 0), 1);
        Result other = new Result("same", Path.of("b/same"), "purejava", new Passed(1, 0), 1);

        assertThat(TextReport.closing(new Verification(List.of(one, other), 0))).contains("2 fixtures");
    }

    @Test
    void junit_xml_has_a_test_case_for_each_and_survives_any_name() throws Exception {
        String xml = JUnitXml.of(VERIFICATION);
        Element suite = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)))
                .getDocumentElement();
        assertThat(suite.getAttribute("tests")).isEqualTo("5");
        assertThat(suite.getAttribute("failures")).isEqualTo("2");
        assertThat(suite.getAttribute("errors")).isEqualTo("1");
        assertThat(suite.getAttribute("skipped")).isEqualTo("1");
        assertThat(suite.getElementsByTagName("testcase").getLength()).isEqualTo(5);
        assertThat(suite.getElementsByTagName("failure").item(0).getTextContent())
                .contains("output '<d&\"1\uFFFD>' (1, 1) float32")
                .contains("\n  Greatest absolute difference: 5.0e-01 at (0, 0)\n");
    }

    @Test
    void json_has_the_numbers() {
        JsonNode root = JsonMapper.builder().build().readTree(JsonReport.of(VERIFICATION));
        assertThat(root.get("passes").booleanValue()).isFalse();
        JsonNode failed = root.get("results").get(2);
        assertThat(failed.get("outcome").stringValue()).isEqualTo("failed");
        JsonNode worst = failed.get("differences").get(0).get("greatest_absolute");
        assertThat(worst.get("java").doubleValue()).isEqualTo(1.5);
        assertThat(worst.get("python").doubleValue()).isEqualTo(1);
        assertThat(failed.get("causes").isEmpty()).isTrue();
        assertThat(root.get("results").get(3).get("message").stringValue()).isEqualTo("sha256 mismatch");
    }
}
