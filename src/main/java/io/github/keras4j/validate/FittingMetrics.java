package io.github.keras4j.validate;

import io.github.keras4j.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/** The metrics that fit an output's task, over all rows, in float64. */
final class FittingMetrics {
    private final Task task;
    private final int topK;
    private final Auc auc = new Auc();
    private long right;
    private long rightInTop;
    private long counted;
    private int classes;
    private double absolute;
    private double squared;

    FittingMetrics(Task task, int topK) {
        this.task = task;
        this.topK = topK;
    }

    /**
     * Counts a batch.
     *
     * @param target as many numbers as the answer has; of classes also their numbers
     */
    void add(Tensor target, Tensor answer) {
        if (task == Task.CLASSES) {
            classes = answer.shape().size(-1);
            int rows = answer.size() / classes;
            boolean labels = target.size() == rows;
            for (int i = 0; i < rows; i++) {
                int wanted = labels ? (int) target.getLong(i) : Ranks.largest(target, i * classes, classes);
                right += Ranks.largest(answer, i * classes, classes) == wanted ? 1 : 0;
                rightInTop += Ranks.place(answer, i * classes, classes, wanted) < topK ? 1 : 0;
            }
            counted += rows;
            return;
        }
        for (int i = 0; i < answer.size(); i++) {
            double wanted = target.getDouble(i);
            double got = answer.getDouble(i);
            if (task == Task.YES_NO) {
                right += got > 0.5 == wanted > 0.5 ? 1 : 0;
                auc.add(wanted > 0.5, got);
            } else {
                absolute += Math.abs(wanted - got);
                squared += (wanted - got) * (wanted - got);
            }
        }
        counted += answer.size();
    }

    Map<String, Double> results() {
        Map<String, Double> results = new LinkedHashMap<>();
        double all = Math.max(1, counted);
        switch (task) {
            case CLASSES -> {
                results.put("accuracy", right / all);
                if (classes > topK) {
                    results.put("top_" + topK + "_accuracy", rightInTop / all);
                }
            }
            case YES_NO -> {
                results.put("accuracy", right / all);
                results.put("auc", auc.result());
            }
            case NUMBERS -> {
                results.put("mae", absolute / all);
                results.put("mse", squared / all);
            }
        }
        return results;
    }
}
