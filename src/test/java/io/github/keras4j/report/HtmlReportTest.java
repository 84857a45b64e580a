package io.github.keras4j.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keras4j.Keras4j;
import io.github.keras4j.compare.Cause;
import io.github.keras4j.compare.Explanation;
import io.github.keras4j.compare.FirstDivergence;
import io.github.keras4j.compare.LayerPair;
import io.github.keras4j.compare.TensorDiff;
import io.github.keras4j.compare.Tolerance;
import io.github.keras4j.compare.Verification;
import io.github.keras4j.compare.Verification.Difference;
import io.github.keras4j.compare.Verification.Failed;
import io.github.keras4j.compare.Verification.Kind;
import io.github.keras4j.compare.Verification.Outcome;
import io.github.keras4j.compare.Verification.Passed;
import io.github.keras4j.compare.Verification.Recording;
import io.github.keras4j.compare.Verification.Result;
import io.github.keras4j.compare.Verification.Skipped;
import io.github.keras4j.tensor.Tensor;
import io.github.keras4j.training.TrainingComparison;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HtmlReportTest {
    private static final String NASTY = "<script>alert('x')</script>";
    private static final Tensor JAVA = Tensor.of(new float[][][] {{{1, 2}, {3, 4.5f}}});
    private static final Tensor PYTHON = Tensor.of(new float[][][] {{{1, 2}, {3, 4}}});

    private static Verification verification() {
        FirstDivergence first = FirstDivergence.find(
                        0,
                        List.of(
                                new LayerPair(1, "fine", "Dense", false, Optional.of(PYTHON), Optional.of(PYTHON)),
                                new LayerPair(2, NASTY, "LSTM", true, Optional.of(JAVA), Optional.of(PYTHON)),
                                new LayerPair(3, "end", "Dense", false, Optional.of(JAVA), Optional.of(PYTHON))),
                        name -> Tolerance.DEFAULT)
                .orElseThrow();
        Difference difference =
                new Difference(0, Kind.OUTPUT, "end", TensorDiff.of(JAVA, PYTHON, Tolerance.DEFAULT), JAVA, PYTHON);
        return new Verification(
                List.of(
                        result("a/good", new Passed(2, 3e-8)),
                        result(
                                "z/" + NASTY,
                                new Failed(
                                        List.of(difference),
                                        new Explanation(
                                                Optional.of(first),
                                                "",
                                                List.of(new Cause(Cause.Kind.MASK, NASTY, "no mask")))))),
                1_000_000_000L);
    }

    private static Result result(String fixture, Outcome outcome) {
        return new Result(
                fixture,
                Path.of(fixture),
                "purejava",
                outcome,
                1_000_000L,
                Optional.of(new Recording(NASTY, Map.of("keras", NASTY, "backend", "theano"), "model.h5", "")));
    }

    @Test
    void names_are_text_and_never_markup() {
        assertThat(HtmlReport.of(verification(), Map.of(NASTY, NASTY)))
                .doesNotContain("<script")
                .contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;");
    }

    @Test
    void nothing_is_loaded_from_elsewhere_and_nothing_runs() {
        assertThat(HtmlReport.of(verification(), Map.of()))
                .contains("default-src &#39;none&#39;", "script-src &#39;none&#39;")
                .doesNotContain("http:", "https:", " src=", " href=", "@import", "url(");
    }

    @Test
    void what_is_wrong_comes_first_with_layer_step_cause_and_plots() {
        String html = HtmlReport.of(verification(), Map.of());

        assertThat(html.indexOf("z/&lt;")).isLessThan(html.indexOf(">good<"));
        assertThat(html)
                .contains("layer 2 of 3")
                .contains("time step 1")
                .contains("no mask. Run again with it, every call matches.")
                .contains("Greatest difference by layer")
                .contains("|java − python| of")
                .contains("by |java − python|")
                .contains("prefers-color-scheme: dark", "@media print");
        assertThat(html.split("<svg", -1)).hasSize(5);
    }

    @Test
    void a_difference_without_a_first_layer_is_drawn_from_the_output() {
        Difference difference =
                new Difference(0, Kind.OUTPUT, "end", TensorDiff.of(JAVA, PYTHON, Tolerance.DEFAULT), JAVA, PYTHON);
        Verification one = new Verification(List.of(result("a", new Failed(List.of(difference)))), 1);

        assertThat(HtmlReport.of(one, Map.of())).contains("|java − python| of &#39;end&#39;");
    }

    @Test
    void thousands_of_right_fixtures_stay_small_and_folded() {
        List<Result> results = IntStream.range(0, 3_000)
                .mapToObj(i -> result("layers/keras-3/fixture-number-" + i, new Passed(2, 3e-8)))
                .toList();

        String html = HtmlReport.of(new Verification(results, 1), Map.of());

        assertThat(html.length()).isLessThan(500_000);
        assertThat(html).contains("3,000 right", "<details>").doesNotContain("<details open");
    }

    @Test
    void thousands_of_wrong_ones_are_named_and_the_first_are_drawn() {
        Result bad = verification().results().get(1);
        List<Result> results = IntStream.range(0, 3_000)
                .mapToObj(i -> new Result("f" + i, Path.of("f" + i), "purejava", bad.outcome(), 1))
                .toList();

        String html = HtmlReport.of(new Verification(results, 1), Map.of());

        assertThat(html.length()).isLessThan(1_500_000);
        assertThat(html.split("<svg", -1).length).isBetween(50, 80);
        assertThat(html).contains("and 2800 more failures", ">f2999<");
    }

    @Test
    void fixtures_that_were_only_skipped_are_not_called_right() {
        Verification skipped = new Verification(
                List.of(result("training/a", new Skipped("a training run")), result("layers/b", new Passed(1, 0))), 1);

        assertThat(HtmlReport.of(skipped, Map.of())).contains("1 not checked", "1 right");
    }

    @Test
    void a_training_s_page_holds_the_chart_library_and_runs_nothing_else() {
        TrainingComparison training = Keras4j.train(Path.of("fixtures/training/stateful-never-tf-keras-2.15-float64"));

        String html = HtmlReport.of(training, Map.of(NASTY, NASTY));

        assertThat(html)
                .contains("uPlot", "id=\"data\"", "Java trains as Python did", "gru/kernel")
                .contains("script-src &#39;sha256-")
                .doesNotContain("<script>alert", " src=", "@import");
        assertThat(html.length()).isLessThan(100_000);
    }
}
