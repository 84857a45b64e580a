package io.github.keras4j.report;

import io.github.keras4j.tensor.Shape;
import java.util.List;

/**
 * {@code |java - python|} as coloured cells, the greatest over the batch: steps (else positions or samples) down, units
 * across. A colour says how many times what is allowed a difference is; a path per colour keeps the page small.
 */
final class HeatMap {
    private static final int MOST = 64;
    private static final int WIDTH = 400;
    private static final int LEFT = 64;
    private static final int TOP = 18;
    private static final double LARGEST_CELL = 26;
    private static final List<String> LEGEND =
            List.of("equal", "allowed", "to 10 times", "to 100 times", "to 1,000 times", "to 10,000 times", "more");

    private final Differences differences;
    private final int across;
    private final int down;
    private final double[][] times;
    private final String unit;

    private HeatMap(Differences differences) {
        this.differences = differences;
        Shape shape = differences.shape();
        across = shape.size(-1);
        int samples = shape.size(0);
        down = shape.rank() >= 3 ? differences.absolute().length / across / samples : samples;
        times = new double[Math.min(down, MOST)][Math.min(across, MOST)];
        double greatest = differences.greatest();
        boolean nothingAllowed =
                java.util.stream.DoubleStream.of(differences.allowed()).anyMatch(one -> one == 0);
        unit = nothingAllowed ? "times 1/1000 of the greatest" : "times what is allowed";
        for (int i = 0; i < differences.absolute().length; i++) {
            int row = (int) ((long) (i / across % down) * times.length / down);
            int column = (int) ((long) (i % across) * times[0].length / across);
            double once = differences.allowed()[i] > 0 ? differences.allowed()[i] : greatest / 1000;
            double ratio = differences.absolute()[i] == 0 ? 0 : differences.absolute()[i] / once;
            times[row][column] = Math.max(times[row][column], ratio);
        }
    }

    /** Nothing for what has no units, or no element. */
    static void draw(Html html, Differences differences) {
        if (differences.shape().rank() >= 2 && differences.absolute().length > 0) {
            new HeatMap(differences).draw(html);
        }
    }

    private void draw(Html html) {
        int rows = times.length;
        int columns = times[0].length;
        double width = Math.min(LARGEST_CELL, (WIDTH - LEFT) / (double) columns);
        double height = Math.min(width, 18);
        height = Math.max(Math.min(height, 260.0 / rows), Math.min(12, 200.0 / rows));
        int bottom = (int) Math.ceil(TOP + rows * height);
        String what = differences.steps() ? "step" : differences.shape().rank() >= 3 ? "position" : "sample";
        Plot.open(
                html,
                "|java − python| of '" + differences.name() + "'",
                what + "s down, units across" + binned(),
                WIDTH,
                bottom + 62);
        html.element("text", "unit 0", "x", "" + LEFT, "y", "13");
        if (columns > 1) {
            double right = LEFT + columns * width;
            if (right > LEFT + 80) {
                html.element("text", "" + (across - 1), "x", Html.number(right), "y", "13", "text-anchor", "end");
            }
        }
        html.element(
                "text",
                what + " 0",
                "x",
                "" + (LEFT - 6),
                "y",
                Html.number(TOP + Math.min(height, 11)),
                "text-anchor",
                "end");
        if (rows > 1 && rows * height > 24) {
            html.element(
                    "text",
                    "" + (down - 1),
                    "x",
                    "" + (LEFT - 6),
                    "y",
                    Html.number(TOP + rows * height - 2),
                    "text-anchor",
                    "end");
        }
        for (int level = 0; level < LEGEND.size(); level++) {
            html.empty("path", "class", "heat" + level, "d", cells(level, width, height));
        }
        legend(html, bottom + 14);
        Plot.close(html);
    }

    private String binned() {
        return down > MOST || across > MOST
                ? ", the greatest of each " + (int) Math.ceil(down / (double) times.length) + " × "
                        + (int) Math.ceil(across / (double) times[0].length)
                : "";
    }

    private String cells(int level, double width, double height) {
        StringBuilder path = new StringBuilder();
        for (int row = 0; row < times.length; row++) {
            for (int column = 0; column < times[row].length; column++) {
                if (level(times[row][column]) == level) {
                    path.append('M')
                            .append(Html.number(LEFT + column * width))
                            .append(' ')
                            .append(Html.number(TOP + row * height))
                            .append('h')
                            .append(Html.number(width - 0.5))
                            .append('v')
                            .append(Html.number(height - 0.5))
                            .append('H')
                            .append(Html.number(LEFT + column * width))
                            .append('z');
                }
            }
        }
        return path.toString();
    }

    private static int level(double times) {
        return times == 0 ? 0 : times <= 1 ? 1 : times > 1e4 ? 6 : 1 + Math.max(1, (int) Math.ceil(Math.log10(times)));
    }

    private void legend(Html html, int y) {
        for (int i = 0; i < LEGEND.size(); i++) {
            int x = i % 3 * 132;
            int top = y + i / 3 * 16;
            html.empty("rect", "class", "heat" + i, "x", "" + x, "y", "" + top, "width", "11", "height", "11");
            html.element("text", LEGEND.get(i), "x", "" + (x + 15), "y", "" + (top + 10));
        }
        html.element("text", unit, "class", "soft", "x", "132", "y", "" + (y + 42));
    }
}
