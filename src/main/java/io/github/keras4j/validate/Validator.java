package io.github.keras4j.validate;

import io.github.keras4j.KerasPort;
import io.github.keras4j.errors.InputException;
import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.metrics.Metrics;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.tensor.DType;
import io.github.keras4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Validates a model over a data set. */
public final class Validator {
    private final KerasModel model;
    private final Options options;
    private final List<String> notes = new ArrayList<>();

    /**
     * How to validate.
     *
     * @param batchSize rows per call
     * @param topK how many classes count as the top
     * @param flips how many flips are listed
     * @param task what all outputs are; empty: as the model says
     */
    public record Options(int batchSize, int topK, int flips, Optional<Task> task, Thresholds thresholds) {}

    /** Prepares for a model. */
    public Validator(KerasModel model, Options options) {
        this.model = model;
        this.options = options;
    }

    /**
     * Asks all engines, and Python if it is there, row by row; memory does not grow with the rows.
     *
     * @param ports one per engine
     * @param python Python's answers
     * @param progress gets the number of rows so far
     * @throws InputException for rows that do not fit the model, or no rows at all: a check of nothing must not pass
     */
    public Validation run(List<KerasPort> ports, DataRows data, Optional<PythonAnswers> python, LongConsumer progress) {
        long start = System.nanoTime();
        Side pythonSide = new Side("python");
        List<Side> sides = ports.stream().map(port -> new Side(port.engine())).toList();
        long row = 0;
        while (true) {
            DataRows.Batch batch = data.next(model, options.batchSize(), row);
            if (batch.rows() == 0) {
                break;
            }
            python.ifPresent(answers -> answers.ask(batch.inputs()));
            List<List<Tensor>> answers = new ArrayList<>();
            for (int i = 0; i < ports.size(); i++) {
                long begin = System.nanoTime();
                answers.add(ports.get(i).predict(batch.inputs()));
                sides.get(i).nanos += System.nanoTime() - begin;
            }
            List<Tensor> expected = python.map(PythonAnswers::answers).orElse(List.of());
            if (!expected.isEmpty()) {
                pythonSide.count(asFloats(expected, answers.get(0)), batch);
            }
            for (int i = 0; i < ports.size(); i++) {
                sides.get(i).count(answers.get(i), batch);
                sides.get(i).compare(answers.get(i), expected, batch, row);
            }
            row += batch.rows();
            progress.accept(row);
        }
        if (row == 0) {
            throw new InputException("The data set has no rows. Received: a validation of nothing");
        }
        Map<String, Double> pythonMetrics = python.isPresent() ? pythonSide.metrics() : Map.of();
        List<Validation.EngineResult> results = new ArrayList<>();
        for (Side side : sides) {
            List<Validation.OutputResult> outputs =
                    side.comparisons.stream().map(OutputComparison::result).toList();
            Map<String, Double> metrics = side.metrics();
            results.add(new Validation.EngineResult(
                    side.name,
                    metrics,
                    python.isPresent() ? outputs : List.of(),
                    options.thresholds().missed(python.isPresent() ? outputs : List.of(), metrics, pythonMetrics),
                    side.nanos / 1e9));
        }
        return new Validation(
                model.name(),
                row,
                python.map(PythonAnswers::origin),
                results,
                pythonMetrics,
                List.copyOf(notes),
                (System.nanoTime() - start) / 1e9);
    }

    /** Recorded numbers are read as float64; both sides' metrics are of the same type, in the same shape. */
    private static List<Tensor> asFloats(List<Tensor> expected, List<Tensor> like) {
        List<Tensor> typed = new ArrayList<>();
        for (int i = 0; i < expected.size(); i++) {
            Tensor wanted = like.get(i);
            Tensor one = expected.get(i);
            if (one.dtype() == DType.STRING || one.size() != wanted.size()) {
                throw new InputException("Python's answers have the shape " + one.shape() + " and type " + one.dtype()
                        + ". Received from Java: " + wanted);
            }
            typed.add(one.cast(wanted.dtype()).reshape(wanted.shape()));
        }
        return typed;
    }

    /** What one side answers: an engine, or Python. */
    private final class Side {
        private final String name;
        private final List<OutputComparison> comparisons = new ArrayList<>();
        private final List<FittingMetrics> fitting = new ArrayList<>();
        private final @Nullable Metrics compiled;
        private boolean counted;
        private boolean all = true;
        private long nanos;

        Side(String name) {
            this.name = name;
            List<String> names = model.network().outputNames();
            for (int i = 0; i < names.size(); i++) {
                Task task = options.task().isPresent() ? options.task().get() : Task.of(model, i);
                comparisons.add(new OutputComparison(
                        model.network().outputKeys().get(i),
                        task,
                        options.thresholds().tolerance(),
                        options.topK(),
                        options.flips()));
                fitting.add(new FittingMetrics(task, options.topK()));
            }
            compiled = compiled();
        }

        private @Nullable Metrics compiled() {
            if (model.training().isEmpty()) {
                return null;
            }
            try {
                return Metrics.of(model);
            } catch (Keras4jException e) {
                String note = "the metrics that the model was compiled with are left out: " + e.getMessage();
                if (!notes.contains(note)) {
                    notes.add(note);
                }
                return null;
            }
        }

        void count(List<Tensor> answers, DataRows.Batch batch) {
            List<Tensor> targets = new ArrayList<>();
            for (int i = 0; i < answers.size(); i++) {
                Optional<Tensor> target = batch.targets().get(i);
                if (target.isPresent()) {
                    Tensor shaped = shaped(target.get(), answers.get(i), i);
                    targets.add(shaped);
                    fitting.get(i).add(shaped, answers.get(i));
                    counted = true;
                }
            }
            all &= targets.size() == answers.size();
            if (compiled != null && all) {
                compiled.add(targets, answers, List.of(), Collections.nCopies(answers.size(), Optional.empty()));
            }
        }

        private Tensor shaped(Tensor target, Tensor answer, int output) {
            if (target.dtype() == DType.STRING) {
                throw new InputException("Targets are numbers. Received: strings for output '"
                        + model.network().outputNames().get(output) + "'");
            }
            if (target.size() == answer.size()) {
                return target.reshape(answer.shape());
            }
            int places = answer.size() / Math.max(1, answer.shape().size(-1));
            if (target.size() == places && comparisons.get(output).task() == Task.CLASSES) {
                return target.reshape(answer.shape().slice(0, answer.shape().rank() - 1));
            }
            throw new InputException(
                    "Targets of output '" + model.network().outputNames().get(output) + "' have its shape "
                            + answer.shape() + ", or are its classes. Received: " + target.shape());
        }

        void compare(List<Tensor> answers, List<Tensor> expected, DataRows.Batch batch, long row) {
            for (int i = 0; i < expected.size(); i++) {
                comparisons
                        .get(i)
                        .add(
                                answers.get(i),
                                expected.get(i),
                                batch.targets().get(i).orElse(null),
                                row);
            }
        }

        Map<String, Double> metrics() {
            Map<String, Double> metrics = new LinkedHashMap<>();
            if (compiled != null && counted && all) {
                List<Double> values = compiled.results();
                for (int i = 0; i < values.size(); i++) {
                    metrics.put(compiled.names().get(i), values.get(i));
                }
            }
            List<String> keys = model.network().outputKeys();
            for (int i = 0; i < keys.size() && counted; i++) {
                String prefix = keys.size() == 1 ? "" : keys.get(i) + "_";
                fitting.get(i).results().forEach((metric, value) -> metrics.putIfAbsent(prefix + metric, value));
            }
            return metrics;
        }
    }
}
