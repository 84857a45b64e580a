package io.github.keras4j.training;

import io.github.keras4j.compare.TrainingDivergence;
import io.github.keras4j.data.TrainingRun;
import io.github.keras4j.data.TrainingRun.Reset;
import io.github.keras4j.engine.Noise;
import io.github.keras4j.engine.Trainer;
import io.github.keras4j.engine.TrainingSession;
import io.github.keras4j.errors.OptionalLibrary;
import io.github.keras4j.fit.EpochLog;
import io.github.keras4j.fit.EpochTotals;
import io.github.keras4j.fit.History;
import io.github.keras4j.fit.Rows;
import io.github.keras4j.fit.TrainedModels;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.model.Weights;
import io.github.keras4j.model.training.Compiled;
import io.github.keras4j.model.training.Loss;
import io.github.keras4j.model.training.TrainingRules;
import io.github.keras4j.tensor.Tensor;
import io.github.keras4j.training.TrainingComparison.Errors;
import io.github.keras4j.training.TrainingComparison.Outcome;
import io.github.keras4j.training.TrainingComparison.WeightsAt;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** One training of a recorded run in Java, compared with Python's. */
final class RetrainedRun {
    private final String name;
    private final TrainingRun run;
    private final RecordedRun recorded;
    private final Optional<RecordedRun> companion;
    private final TrainingOptions options;
    private final double[] losses;
    private final Map<Integer, Weights> seen = new TreeMap<>();

    /** @param companion the same run in the other dtype */
    RetrainedRun(String name, RecordedRun recorded, Optional<RecordedRun> companion, TrainingOptions options) {
        this.name = name;
        this.recorded = recorded;
        run = recorded.run;
        this.companion = companion;
        this.options = options;
        losses = new double[run.updates()];
    }

    TrainingComparison compare(EpochLog log) {
        Trainer trainer = options.trainer();
        if (options.save().isPresent()) {
            OptionalLibrary.HDF5.require("Saving the trained model"); // before the training, not after it
        }
        options.save().ifPresent(file -> TrainedModels.check(recorded.initial(), file));
        long[][] order = order();
        KerasModel start = recorded.initial();
        if (options.seed().isPresent()) {
            SeededStart seeded =
                    SeededStart.of(recorded.initial(), options.seed().get(), run);
            start = seeded.model();
            order = seeded.order();
        }
        double seconds;
        try (TrainingSession session = run.noise().isEmpty()
                ? trainer.open(start, run.dtype())
                : trainer.open(start, run.dtype(), Noise.recorded(run.noise()))) {
            long began = System.nanoTime();
            train(session, order, log);
            session.finish();
            seconds = (System.nanoTime() - began) / 1e9;
            KerasModel trained = recorded.initial().withWeights(session.weights());
            if (options.save().isPresent()) {
                TrainedModels.save(
                        trained, session.optimizerState(), options.save().get());
            }
            return result(trainer, session, trained, seconds);
        }
    }

    private void train(TrainingSession session, long[][] order, EpochLog log) {
        Batches batches = new Batches(run);
        EpochTotals totals = new EpochTotals(recorded.initial(), session);
        int update = 0;
        for (int epoch = 0; epoch < run.epochs(); epoch++) {
            long began = System.nanoTime();
            totals.reset();
            for (int from = 0; from < run.samples(); from += run.batchSize()) {
                int to = Math.min(from + run.batchSize(), run.samples());
                if (run.resetStates() == Reset.BATCH) {
                    session.resetStates();
                }
                List<Tensor> y = batches.y(order[epoch], from, to);
                double loss = session.update(batches.x(order[epoch], from, to), y);
                losses[update++] = loss;
                totals.add(loss, y, List.of());
                if (run.checkpoints().containsKey(update)) {
                    seen.put(update, session.weights());
                }
            }
            if (run.resetStates() == Reset.EPOCH) {
                session.resetStates();
            }
            double seconds = (System.nanoTime() - began) / 1e9;
            History.Epoch ended =
                    new History.Epoch(epoch + 1, run.epochs(), run.updatesPerEpoch(), seconds, totals.values());
            log.ended(totals.names(), ended);
        }
    }

    private long[][] order() {
        long[] flat = run.order().toLongs();
        long[][] order = new long[run.epochs()][];
        for (int epoch = 0; epoch < order.length; epoch++) {
            order[epoch] = Arrays.copyOfRange(flat, epoch * run.samples(), (epoch + 1) * run.samples());
        }
        return order;
    }

    private TrainingComparison result(Trainer trainer, TrainingSession session, KerasModel trained, double seconds) {
        Optional<String> racy = racy(recorded.initial());
        List<RecordedRun> repeats = Repeats.of(recorded);
        Horizon horizon = Horizon.of(
                run,
                companion.map(other -> other.run),
                repeats.stream().map(repeat -> repeat.run).toList());
        int held = racy.isPresent() ? 0 : horizon.updates.orElse(run.updates());
        Optional<TrainingDivergence> divergence = run.stepLosses()
                .map(python -> TrainingDivergence.of(losses, python.toDoubles(), held, horizon::allowed));
        WeightsAllowed allowed = new WeightsAllowed(
                run,
                horizon.updates.isEmpty()
                        ? List.of()
                        : Stream.concat(companion.stream(), repeats.stream()).toList());
        List<WeightsAt> weights = new ArrayList<>();
        run.checkpoints().forEach((update, file) -> {
            Weights java = seen.get(update);
            if (java != null) {
                weights.add(weightsAt(update, held, java, recorded.weights(file), allowed));
            }
        });
        run.finalWeights()
                .ifPresent(file -> weights.add(
                        weightsAt(run.updates(), held, session.weights(), recorded.weights(file), allowed)));
        return new TrainingComparison(
                name,
                trainer.name(),
                run.dtype(),
                run.updates(),
                seconds,
                racy,
                horizon.updates,
                horizon.updates.isEmpty() ? 0 : repeats.size(),
                divergence,
                weights,
                regression() ? Optional.empty() : outcome(trainer, session),
                regression() ? errors(trainer, session) : Optional.empty(),
                Arrays.stream(losses).boxed().toList(),
                trained);
    }

    private static WeightsAt weightsAt(int update, int held, Weights java, Weights python, WeightsAllowed allowed) {
        return new WeightsAt(update, update <= held, WeightsDiff.of(java, python, allowed.after(update, python)));
    }

    /**
     * Adam of Keras 2.2 and 2.3 on TensorFlow 1.15 reads the step count while another operation raises it: two equal
     * runs end with weights 1.1 apart.
     */
    private static Optional<String> racy(KerasModel model) {
        return TrainingRules.of(model.provenance()).racesForStepCount()
                ? Optional.of("Keras " + model.provenance().kerasVersion()
                        + " on TensorFlow 1 reads Adam's step count while it is raised: two equal runs of its own part")
                : Optional.empty();
    }

    /**
     * Python's answers are those of its final weights. The counts may differ by as much as those of Keras's own two
     * runs, or by 2.
     */
    private Optional<Outcome> outcome(Trainer trainer, TrainingSession session) {
        if (run.finalWeights().isEmpty()) {
            return Optional.empty();
        }
        int[] target = run.y().shape().rank() == 1 || run.y().shape().size(-1) == 1 && !binary()
                ? Arrays.stream(run.y().toLongs()).mapToInt(v -> (int) v).toArray()
                : Rows.answers(run.y());
        int[] java = answers(session);
        int[] python = answersOf(
                trainer,
                recorded.initial()
                        .withWeights(recorded.weights(run.finalWeights().get())));
        if (java.length != target.length || python.length != target.length) {
            return Optional.empty();
        }
        int own = companion
                .flatMap(other -> other.run
                        .finalWeights()
                        .map(file -> answersOf(trainer, other.initial().withWeights(other.weights(file)))))
                .map(answers -> Math.abs(right(answers, target) - right(python, target)))
                .orElse(0);
        int same = right(java, python);
        return Optional.of(
                new Outcome(target.length, right(java, target), right(python, target), same, Math.max(own, 2)));
    }

    /** Whether the targets are amounts, not classes. */
    private boolean regression() {
        return run.y().dtype().isFloating()
                && Compiled.of(recorded.initial()).losses().stream().allMatch(Loss::isOfAmounts);
    }

    /**
     * Python's answers are those of its final weights. The means may differ by as much as those of Keras's own two runs,
     * or by a hundredth.
     */
    private Optional<Errors> errors(Trainer trainer, TrainingSession session) {
        if (run.finalWeights().isEmpty()) {
            return Optional.empty();
        }
        double[] java = values(session);
        double[] python = valuesOf(trainer, recorded, run.finalWeights().get());
        double[] target = run.y().toDoubles();
        if (java.length != target.length) {
            return Optional.empty();
        }
        double pythons = distance(python, target);
        double own = companion
                .flatMap(other -> other.run.finalWeights().map(file -> valuesOf(trainer, other, file)))
                .map(values -> Math.abs(distance(values, target) - pythons))
                .orElse(0.0);
        double greatest = 0;
        for (int i = 0; i < java.length; i++) {
            greatest = Math.max(greatest, Math.abs(java[i] - python[i]));
        }
        return Optional.of(new Errors(distance(java, target), pythons, greatest, Math.max(own, 0.01 * pythons)));
    }

    private static double distance(double[] answers, double[] target) {
        double sum = 0;
        for (int i = 0; i < target.length; i++) {
            sum += Math.abs(answers[i] - target[i]);
        }
        return sum / Math.max(1, target.length);
    }

    private double[] valuesOf(Trainer trainer, RecordedRun other, Path file) {
        KerasModel model = other.initial().withWeights(other.weights(file));
        try (TrainingSession session = trainer.open(model, run.dtype())) {
            return values(session);
        }
    }

    private double[] values(TrainingSession session) {
        return predicted(session).stream()
                .flatMapToDouble(answers -> Arrays.stream(answers.toDoubles()))
                .toArray();
    }

    private boolean binary() {
        return run.y().dtype().isFloating();
    }

    private static int right(int[] answers, int[] target) {
        int right = 0;
        for (int i = 0; i < target.length; i++) {
            right += answers[i] == target[i] ? 1 : 0;
        }
        return right;
    }

    private int[] answersOf(Trainer trainer, KerasModel model) {
        try (TrainingSession session = trainer.open(model, run.dtype())) {
            return answers(session);
        }
    }

    /** Answers every sample once, in their own order, with states reset as in the run. */
    private int[] answers(TrainingSession session) {
        return predicted(session).stream()
                .flatMapToInt(answers -> Arrays.stream(Rows.answers(answers)))
                .toArray();
    }

    private List<Tensor> predicted(TrainingSession session) {
        session.resetStates();
        List<Tensor> parts = new ArrayList<>();
        for (int from = 0; from < run.samples(); from += run.batchSize()) {
            if (run.resetStates() == Reset.BATCH) {
                session.resetStates();
            }
            Tensor x = run.x().rows(from, Math.min(from + run.batchSize(), run.samples()));
            parts.add(session.predict(List.of(x)).get(0));
        }
        return parts;
    }
}
