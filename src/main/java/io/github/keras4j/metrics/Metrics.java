package io.github.keras4j.metrics;

import io.github.keras4j.model.training.Compiled;
import io.github.keras4j.model.training.Loss;
import io.github.keras4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The metrics that a model was compiled with, over all batches since the last reset. Not thread-safe. */
public final class Metrics {
    private record Entry(String name, int output, Metric metric) {}

    private final List<Entry> entries = new ArrayList<>();

    private Metrics() {}

    /**
     * Those of a compiled model, with nothing counted yet.
     *
     * @param outputs the outputs' names; a metric of one of several outputs is named {@code OUTPUT_METRIC}
     */
    public static Metrics of(Compiled compiled, List<String> outputs) {
        Metrics metrics = new Metrics();
        for (int i = 0; i < outputs.size(); i++) {
            int output = i;
            boolean binary = compiled.losses().get(i).kind() == Loss.Kind.BINARY_CROSSENTROPY;
            compiled.accuracy().ifPresent(name -> {
                String full = outputs.size() == 1 ? name : outputs.get(output) + "_" + name;
                metrics.entries.add(new Entry(full, output, new Accuracy(binary)));
            });
        }
        return metrics;
    }

    /** Their names, as Keras prints them. */
    public List<String> names() {
        return entries.stream().map(Entry::name).toList();
    }

    /**
     * Counts a batch.
     *
     * @param targets one per output, {@code [batch, ...]}
     * @param answers the outputs, {@code [batch, ...]}
     */
    public void add(List<Tensor> targets, List<Tensor> answers) {
        for (Entry entry : entries) {
            entry.metric().add(targets.get(entry.output()), answers.get(entry.output()), Optional.empty());
        }
    }

    /** Their values, in the order of the names. */
    public List<Double> results() {
        return entries.stream().map(entry -> entry.metric().result()).toList();
    }

    /** Forgets what was counted. */
    public void reset() {
        entries.forEach(entry -> entry.metric().reset());
    }
}
