package io.github.keras4j.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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
import io.github.keras4j.compare.Verification.Result;
import io.github.keras4j.tensor.Tensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HtmlReportTest {
    private static final String NASTY = "<script>alert('x')</script>";
    private static final Tensor JAVA = Tensor.of(new float[][][] {{{1, 2}, {3, 4.5f}}});
    private static final Tensor PYTHON = Tensor.of(new float[][][] {{{1, 2}, {3, 4}}});

    @TempDir
    Path folder;

    private static Verification verification() {
        FirstDivergence first = FirstDivergence.find(
                        0,
                        List.of(
                                new LayerPair(1, "fine", "Dense", false, Optional.of(PYTHON), Optional.of(PYTHON)),
                                new LayerPair(2, NASTY, "LSTM", true, Optional.of(JAVA), Optional.of(PYTHON)),
                                new LayerPair(3, "end", "Dense", false, Optional.of(JAVA), Optional.of(PYTHON))),
                        name -> Tolerance.DEFAULT)
                .orElseThrow();
        Difference difference = new Difference(0, Kind.OUTPUT, "end", TensorDiff.of(JAVA, PYTHON, Tolerance.DEFAULT));
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
        return new Result(fixture, Path.of(fixture), "purejava", outcome, 1_000_000L);
    }

    @Test
    void names_are_text_and_never_markup() {
        assertThat(HtmlReport.of(verification()))
                .doesNotContain("<script")
                .contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;");
    }

    @Test
    void nothing_is_loaded_from_elsewhere() {
        assertThat(HtmlReport.of(verification())).doesNotContain("http", " src=", " href=", "@import", "url(");
    }

    @Test
    void what_is_wrong_comes_first_with_layer_step_cause_and_plots() {
        String html = HtmlReport.of(verification());

        assertThat(html.indexOf("z/&lt;")).isLessThan(html.indexOf("a/good"));
        assertThat(html)
                .contains("First divergence: layer 2 of 3")
                .contains("time step 1")
                .contains("Cause: no mask")
                .contains("Greatest difference by layer")
                .contains("|java - python| of")
                .contains("by difference")
                .contains("prefers-color-scheme:dark", "@media print");
        assertThat(html.split("<svg", -1)).hasSize(4);
    }

    @Test
    void a_browser_draws_it() throws Exception {
        Optional<Path> browser = Stream.of("chromium", "chromium-browser", "google-chrome")
                .flatMap(name -> Stream.of(System.getenv("PATH").split(java.io.File.pathSeparator))
                        .map(path -> Path.of(path, name)))
                .filter(Files::isExecutable)
                .findFirst();
        assumeTrue(browser.isPresent(), "no Chromium on the PATH (Debian: apt-get install chromium)");
        Path page = folder.resolve("report.html");
        Files.writeString(page, HtmlReport.of(verification()));

        String dom = dom(browser.orElseThrow(), page);

        assertThat(dom.split("class=\"bar\"", -1).length - 1).isGreaterThan(8);
        assertThat(dom).contains("z/&lt;script&gt;").contains("</html>");
    }

    private String dom(Path browser, Path page) throws IOException, InterruptedException {
        Path out = folder.resolve("dom.html");
        Process process = new ProcessBuilder(
                        browser.toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--user-data-dir=" + folder.resolve("profile"),
                        "--dump-dom",
                        page.toUri().toString())
                .redirectOutput(out.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        boolean ended = process.waitFor(120, TimeUnit.SECONDS);
        process.destroyForcibly();
        assertThat(ended).as("the browser ended").isTrue();
        return Files.readString(out, StandardCharsets.UTF_8);
    }
}
