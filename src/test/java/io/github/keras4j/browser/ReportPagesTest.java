package io.github.keras4j.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keras4j.Keras4j;
import io.github.keras4j.compare.Verification;
import io.github.keras4j.engine.EngineChoice;
import io.github.keras4j.report.HtmlReport;
import io.github.keras4j.verify.VerifyOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What a browser makes of the pages. Their pictures are left under {@code target/report-pages}, to be looked at. */
class ReportPagesTest {
    private static final Path PICTURES = Path.of("target/report-pages");
    private static final Path PLANTED = Path.of("src/test/resources/planted/tf-keras-2.15");
    private static final Path RIGHT = Path.of("fixtures/alphabet/keras-1.2.2");
    private static final Map<String, String> ABOUT = Map.of("made", "2026-11-24", "by", "a test");

    /** The least contrast of a text with what is behind it, over all elements with a text of their own. */
    private static final String CONTRAST = """
            (function () {
              function rgb(c) { return c.match(/[\\d.]+/g).map(Number); }
              function light(c) {
                var v = rgb(c).slice(0, 3).map(function (x) {
                  x /= 255; return x <= 0.03928 ? x / 12.92 : Math.pow((x + 0.055) / 1.055, 2.4); });
                return 0.2126 * v[0] + 0.7152 * v[1] + 0.0722 * v[2];
              }
              function behind(e) {
                for (; e; e = e.parentElement) {
                  var c = getComputedStyle(e).backgroundColor, v = rgb(c);
                  if (v.length < 4 || v[3] > 0) { return c; }
                }
                return 'rgb(255,255,255)';
              }
              var least = 99;
              document.querySelectorAll('body *').forEach(function (e) {
                var own = Array.from(e.childNodes).some(function (n) { return n.nodeType === 3 && n.data.trim(); });
                if (!own || !e.getClientRects().length || e.tagName === 'SCRIPT') { return; }
                var style = getComputedStyle(e), svg = e instanceof SVGElement;
                var a = light(svg ? style.fill : style.color), b = light(behind(e));
                least = Math.min(least, (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05));
              });
              return least;
            })()""";

    @TempDir
    static Path folder;

    private static Chromium browser;
    private static Path wrong;
    private static Path right;
    private static Path training;

    @BeforeAll
    static void pages() throws Exception {
        browser = Chromium.start(Files.createDirectory(folder.resolve("profile")));
        Files.createDirectories(PICTURES);
        wrong = page(
                "wrong",
                verified(
                        PLANTED.resolve("weight-of-lstm"),
                        PLANTED.resolve("dropout-left-on"),
                        PLANTED.resolve("average-for-maximum"),
                        RIGHT));
        right = page("right", verified(RIGHT));
        training = folder.resolve("training.html");
        Files.writeString(
                training,
                HtmlReport.of(
                        Keras4j.train(Path.of("fixtures/training/three-char-time-steps-sigmoid-keras-1.2.2-float64")),
                        ABOUT));
    }

    @AfterAll
    static void end() {
        if (browser != null) {
            browser.close();
        }
    }

    private static Verification verified(Path... paths) {
        return Keras4j.verify(List.of(paths), VerifyOptions.DEFAULT.withEngines(EngineChoice.PUREJAVA), result -> {});
    }

    private static Path page(String name, Verification verification) throws IOException {
        return Files.writeString(folder.resolve(name + ".html"), HtmlReport.of(verification, ABOUT));
    }

    @ParameterizedTest
    @CsvSource({"1280, false", "1280, true", "390, false", "390, true"})
    void every_page_can_be_read_wide_and_narrow_light_and_dark_and_loads_nothing(int width, boolean dark)
            throws Exception {
        for (Path page : List.of(wrong, right, training)) {
            try (Tab tab = browser.tab().open(page, width, dark)) {
                String name = page.getFileName().toString().replace(".html", "");
                tab.screenshot(PICTURES.resolve(name + "-" + width + (dark ? "-dark" : "-light") + ".png"));
                assertThat(tab.eval("document.documentElement.scrollWidth").asInt())
                        .as("%s is no wider than the window", name)
                        .isLessThanOrEqualTo(width);
                assertThat(tab.eval(CONTRAST).doubleValue())
                        .as("contrast of the faintest text, %s", name)
                        .isGreaterThanOrEqualTo(4.5);
                assertThat(tab.eval("matchMedia('(prefers-color-scheme: dark)').matches")
                                .booleanValue())
                        .isEqualTo(dark);
                assertThat(tab.requests()).containsExactly(page.toUri().toString());
                assertThat(tab.complaints()).isEmpty();
            }
        }
    }

    @Test
    void what_is_wrong_stands_first_with_its_finding_and_its_plots() throws Exception {
        try (Tab tab = browser.tab().open(wrong, 1280, false)) {
            assertThat(tab.eval("document.querySelector('h1').textContent").stringValue())
                    .isEqualTo("3 of 9 checks fail");
            assertThat(tab.eval("document.querySelector('header').nextElementSibling.className")
                            .stringValue())
                    .isEqualTo("failure");
            assertThat(tab.eval("document.querySelectorAll('.failure').length").asInt())
                    .isEqualTo(3);
            JsonNode finding = tab.eval("document.querySelector('.failure .finding').textContent");
            assertThat(finding.stringValue())
                    .contains("layer 2 of 5 'lstm_2' (LSTM), time step 1", "only in unit", "one weight")
                    .contains("(gate c, unit 2)");
            assertThat(tab.eval("document.querySelector('.failure .facts').textContent")
                            .stringValue())
                    .contains("recorded by keras2.15.0", "tensorflow 2.15.1", "model.h5", "sha256");
        }
    }

    @Test
    void errors_by_layer_jump_at_the_first_that_differs() throws Exception {
        try (Tab tab = browser.tab().open(wrong, 1280, false)) {
            JsonNode bars = tab.eval("Array.from(document.querySelectorAll('.failure')[0].querySelectorAll('figure')[0]"
                    + ".querySelectorAll('rect')).map(r => [r.className.baseVal, r.getBBox().width])");
            assertThat(bars.size()).isEqualTo(5);
            assertThat(bars.valueStream().map(bar -> bar.get(0).stringValue()))
                    .containsExactly("within", "beyond", "beyond", "beyond", "beyond");
            assertThat(bars.get(1).get(1).doubleValue())
                    .isGreaterThan(bars.get(0).get(1).doubleValue() + 30);
        }
    }

    /** A weight of gate c: from time step 1 on unit 2 alone is another, of four samples and six steps of five units. */
    @Test
    void the_heat_map_shows_steps_and_units_and_the_distribution_every_element() throws Exception {
        try (Tab tab = browser.tab().open(wrong, 1280, false)) {
            JsonNode cells =
                    tab.eval("Array.from(document.querySelectorAll('.failure')[0].querySelectorAll('figure')[1]"
                            + ".querySelectorAll('path')).map(p => p.getAttribute('d').split('M').length - 1)");
            int wrongCells = 0;
            int all = 0;
            for (int i = 0; i < cells.size(); i++) {
                all += cells.get(i).asInt();
                wrongCells += i >= 2 ? cells.get(i).asInt() : 0;
            }
            assertThat(all).isEqualTo(6 * 5);
            assertThat(wrongCells).isBetween(5, 25);
            assertThat(tab.eval("document.querySelectorAll('.failure')[0].querySelectorAll('figure')[1]"
                                    + ".querySelector('.heat1').getBBox().y <"
                                    + " document.querySelectorAll('.failure')[0].querySelectorAll('figure')[1]"
                                    + ".querySelector('.heat6, .heat5').getBBox().y")
                            .booleanValue())
                    .as("time step 0 is right, later ones are not")
                    .isTrue();
            JsonNode counts =
                    tab.eval("Array.from(document.querySelectorAll('.failure')[0].querySelectorAll('figure')[2]"
                            + ".querySelectorAll('text')).filter((t, i) => i % 2).map(t => Number(t.textContent))");
            assertThat(counts.valueStream().mapToInt(JsonNode::asInt).sum()).isEqualTo(4 * 6 * 5);
        }
    }

    @Test
    void right_fixtures_are_folded_away_and_unfold() throws Exception {
        try (Tab tab = browser.tab().open(right, 390, false)) {
            assertThat(tab.eval("document.querySelector('h1').textContent").stringValue())
                    .isEqualTo("Java's numbers are Python's");
            assertThat(tab.eval("document.querySelectorAll('.failure').length").asInt())
                    .isZero();
            assertThat(tab.eval("document.querySelector('details').textContent").stringValue())
                    .contains("6 right", "three-char-time-steps");
        }
    }

    @Test
    void loss_curves_are_drawn_over_each_other_and_zoomed_together() throws Exception {
        try (Tab tab = browser.tab().open(training, 1280, false)) {
            assertThat(tab.eval("document.querySelectorAll('.uplot canvas').length")
                            .asInt())
                    .isEqualTo(3);
            for (String kind : List.of("python", "java")) {
                assertThat(pixels(tab, "loss", kind)).as(kind).isGreaterThan(500);
            }
            assertThat(pixels(tab, "difference", "difference")).isGreaterThan(2000);
            assertThat(pixels(tab, "difference", "allowed")).isGreaterThan(200);
            assertThat(pixels(tab, "drift", "java")).isGreaterThan(100);
            String loss = picture(tab, "loss");
            String difference = picture(tab, "difference");
            JsonNode place =
                    tab.eval("(r => [r.left, r.top, r.width, r.height])(document.querySelector('#loss .u-over')"
                            + ".getBoundingClientRect())");
            double left = place.get(0).doubleValue();
            double middle = place.get(1).doubleValue() + place.get(3).doubleValue() / 2;
            double wide = place.get(2).doubleValue();

            tab.drag(left + 0.2 * wide, middle, left + 0.3 * wide, middle);

            assertThat(picture(tab, "loss")).isNotEqualTo(loss);
            assertThat(picture(tab, "difference")).as("the other chart follows").isNotEqualTo(difference);
            tab.screenshot(PICTURES.resolve("training-zoomed.png"));

            tab.eval(
                    "document.querySelector('#loss .u-over').dispatchEvent(new MouseEvent('dblclick', {bubbles: true}))");

            assertThat(picture(tab, "difference")).isEqualTo(difference);
        }
    }

    /** How many points of a chart have the colour that the style sheet gives that series. */
    private static int pixels(Tab tab, String chart, String kind) throws InterruptedException {
        return tab.eval("(function () { var c = document.querySelector('#" + chart + " canvas'), n = 0;"
                        + "var hex = getComputedStyle(document.documentElement).getPropertyValue('--" + kind
                        + "').trim();"
                        + "var rgb = [1, 3, 5].map(i => parseInt(hex.substr(i, 2), 16));"
                        + "var d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;"
                        + "for (var i = 0; i < d.length; i += 4) {"
                        + "if (d[i] === rgb[0] && d[i + 1] === rgb[1] && d[i + 2] === rgb[2] && d[i + 3] > 128) n++; }"
                        + "return n; })()")
                .asInt();
    }

    private static String picture(Tab tab, String chart) throws InterruptedException {
        return tab.eval("new Promise(r => setTimeout(() => r(document.querySelector('#" + chart
                        + " canvas').toDataURL()), 300))")
                .stringValue();
    }

    @Test
    void it_prints_light_even_where_the_reader_likes_it_dark() throws Exception {
        for (Path page : List.of(wrong, right, training)) {
            try (Tab tab = browser.tab().open(page, 1280, true)) {
                Path pdf = PICTURES.resolve(page.getFileName().toString().replace(".html", ".pdf"));
                tab.print(pdf);
                String head = new String(Files.readAllBytes(pdf), 0, 5, StandardCharsets.US_ASCII);
                assertThat(head).isEqualTo("%PDF-");
                tab.asOnPaper();
                assertThat(tab.eval("getComputedStyle(document.body).backgroundColor")
                                .stringValue())
                        .isEqualTo("rgb(255, 255, 255)");
                assertThat(tab.eval(CONTRAST).doubleValue()).isGreaterThanOrEqualTo(4.5);
                assertThat(tab.complaints()).isEmpty();
            }
        }
    }
}
