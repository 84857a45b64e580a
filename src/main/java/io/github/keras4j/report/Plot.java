package io.github.keras4j.report;

import java.util.List;
import java.util.Locale;

/** Horizontal bars in SVG, a row each: a label, a bar, a value. Two kinds of bar: what passes, and what does not. */
final class Plot {
    private static final int WIDTH = 400;
    private static final int LEFT = 128;
    private static final int LONGEST = 190;
    private static final int ROW = 20;

    private Plot() {}

    /**
     * One row.
     *
     * @param good the part of the bar that passes, from 0 to 1
     * @param bad the part after it that does not
     */
    record Row(String label, double good, double bad, String value) {}

    /** A mark across all rows. */
    record Mark(double at, String label) {}

    static void draw(Html html, String title, String hint, List<Row> rows, List<Mark> marks) {
        int height = rows.size() * ROW + (marks.isEmpty() ? 4 : 20);
        open(html, title, hint, WIDTH, height);
        for (Mark mark : marks) {
            String x = Html.number(LEFT + LONGEST * mark.at());
            html.empty("line", "class", "mark", "x1", x, "x2", x, "y1", "0", "y2", String.valueOf(rows.size() * ROW));
            html.element(
                    "text", mark.label(), "class", "soft", "text-anchor", "middle", "x", x, "y", "" + (height - 6));
        }
        for (int i = 0; i < rows.size(); i++) {
            row(html, rows.get(i), i * ROW);
        }
        close(html);
    }

    private static void row(Html html, Row row, int y) {
        double good = LONGEST * row.good();
        double bad = LONGEST * row.bad();
        html.element(
                "text",
                shortened(row.label()),
                "x",
                String.valueOf(LEFT - 6),
                "y",
                "" + (y + 14),
                "text-anchor",
                "end");
        bar(html, "within", LEFT, y, good);
        bar(html, "beyond", LEFT + good, y, bad);
        html.element("text", row.value(), "x", Html.number(LEFT + good + bad + 5), "y", "" + (y + 14));
        html.raw("\n");
    }

    private static void bar(Html html, String kind, double x, int y, double width) {
        if (width > 0) {
            html.empty(
                    "rect",
                    "class",
                    kind,
                    "x",
                    Html.number(x),
                    "y",
                    "" + (y + 4),
                    "width",
                    Html.number(Math.max(1, width)),
                    "height",
                    "12");
        }
    }

    static void open(Html html, String title, String hint, int width, int height) {
        html.open("figure").open("figcaption").element("b", title);
        html.text(" ").element("span", hint, "class", "soft").close();
        html.open("svg", "role", "img", "viewBox", "0 0 " + width + " " + height)
                .element("title", title);
    }

    static void close(Html html) {
        html.close().end();
    }

    /** Where a value stands between two, on a log scale; from 0 to 1. */
    static double log(double value, double from, double to) {
        if (!(value > from)) {
            return 0;
        }
        return Math.min(1, (Math.log10(value) - Math.log10(from)) / (Math.log10(to) - Math.log10(from)));
    }

    static String brief(double value) {
        return value == 0 ? "0" : Double.isFinite(value) ? String.format(Locale.ROOT, "%.1e", value) : "not finite";
    }

    private static String shortened(String label) {
        return label.length() <= 20 ? label : label.substring(0, 19) + "…";
    }
}
