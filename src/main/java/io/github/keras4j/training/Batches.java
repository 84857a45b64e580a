package io.github.keras4j.training;

import io.github.keras4j.data.TrainingRun;
import io.github.keras4j.fit.Rows;
import io.github.keras4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** A run's samples cut into batches. */
final class Batches {
    private final TrainingRun run;
    private final List<List<Tensor>> x = new ArrayList<>();
    private final List<List<Tensor>> y = new ArrayList<>();

    Batches(TrainingRun run) {
        this.run = run;
        for (int i = 0; i < run.samples(); i++) {
            x.add(List.of(run.x().rows(i, i + 1)));
            y.add(List.of(run.y().rows(i, i + 1)));
        }
    }

    List<Tensor> x(long[] order, int from, int to) {
        return to - from == 1 ? x.get((int) order[from]) : List.of(Rows.pick(run.x(), order, from, to));
    }

    List<Tensor> y(long[] order, int from, int to) {
        return to - from == 1 ? y.get((int) order[from]) : List.of(Rows.pick(run.y(), order, from, to));
    }
}
