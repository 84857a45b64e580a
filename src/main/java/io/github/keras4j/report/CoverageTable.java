package io.github.keras4j.report;

import io.github.keras4j.compare.Coverage;
import java.util.Locale;
import java.util.Map;

/** What the recorded calls notice, a row per fixture, and what they miss. */
final class CoverageTable {
    private CoverageTable() {}

    static void draw(Html html, Map<String, Coverage> coverage) {
        if (coverage.isEmpty()) {
            return;
        }
        html.element("h2", "What the recorded calls notice").raw("\n");
        html.element(
                "p",
                "Every array of weights, every unit and some single weights were changed by a twentieth, one at a time."
                        + " A change that no call notices would go through this check.",
                "class",
                "soft");
        html.open("div", "class", "scroll").open("table").open("thead").open("tr");
        for (String head : new String[] {"fixture", "arrays", "units", "single weights", "missed"}) {
            html.element("th", head);
        }
        html.close().close().open("tbody");
        coverage.forEach((fixture, found) -> {
            html.open("tr").element("td", fixture);
            share(html, found.arrays() - found.missedArrays().size(), found.arrays());
            share(html, found.unitsNoticed(), found.units());
            share(html, found.weightsNoticed(), found.weights().size());
            html.open("td");
            found.lines().stream().skip(1).forEach(line -> html.element("p", line));
            html.close().end();
        });
        html.close().close().end();
    }

    private static void share(Html html, long noticed, long all) {
        html.open("td")
                .element(
                        "span",
                        String.format(Locale.ROOT, "%,d of %,d", noticed, all),
                        "class",
                        noticed == all ? "num good" : "num")
                .close();
    }
}
