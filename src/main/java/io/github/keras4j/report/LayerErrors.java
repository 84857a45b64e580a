package io.github.keras4j.report;

import io.github.keras4j.compare.FirstDivergence;
import io.github.keras4j.compare.FirstDivergence.LayerError;
import io.github.keras4j.compare.TensorDiff.ValuesDiff;
import java.util.ArrayList;
import java.util.List;

/** The greatest difference of every compared layer, in the order in which they run, on a log scale. */
final class LayerErrors {
    private static final int MOST = 32;
    private static final int BEFORE = 4;
    private static final double LEAST = 1e-9;

    private LayerErrors() {}

    static void draw(Html html, FirstDivergence first) {
        List<LayerError> all = first.errors();
        int at = all.size() - first.growth().size();
        int from = all.size() <= MOST ? 0 : Math.max(0, at - BEFORE);
        List<LayerError> shown = all.subList(from, Math.min(all.size(), from + MOST));
        double most = LEAST * 10;
        for (LayerError error : shown) {
            most = Double.isFinite(error.greatest()) ? Math.max(most, error.greatest()) : most;
        }
        List<Plot.Row> rows = new ArrayList<>();
        for (LayerError error : shown) {
            double length = error.greatest() == 0 ? 0 : Math.max(0.01, Plot.log(error.greatest(), LEAST, most));
            rows.add(new Plot.Row(
                    error.position() + " " + error.name(),
                    error.passes() ? length : 0,
                    error.passes() ? 0 : length,
                    Plot.brief(error.greatest())));
        }
        List<Plot.Mark> marks = new ArrayList<>();
        if (first.diff() instanceof ValuesDiff values && values.tolerance().atol() > LEAST) {
            double atol = values.tolerance().atol();
            if (atol < most) {
                marks.add(new Plot.Mark(Plot.log(atol, LEAST, most), "atol " + Plot.brief(atol)));
            }
        }
        String left = shown.size() == all.size() ? "" : "; " + shown.size() + " of " + all.size() + " layers";
        Plot.draw(html, "Greatest difference by layer", "log scale, call " + first.call() + left, rows, marks);
    }
}
