package io.github.keras4j.fit;

import io.github.keras4j.engine.Trainer;
import io.github.keras4j.engine.TrainingSession;
import io.github.keras4j.errors.InputException;
import io.github.keras4j.model.Generation;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.model.Weights;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Keras's {@code model.fit}: epochs over a data set. */
public final class Fit implements Callback.Training {
    private final KerasModel model;
    private final Fitting fitting;
    private final TrainingSession session;
    private final List<String> names;
    private final EpochTotals totals;
    private final List<History.Epoch> epochs = new ArrayList<>();
    private final EpochNoise noise;
    private boolean stopped;

    private Fit(KerasModel model, Fitting fitting, TrainingSession session, EpochNoise noise, boolean validated) {
        this.noise = noise;
        this.model = model;
        this.fitting = fitting;
        this.session = session;
        totals = new EpochTotals(model, session);
        names = new ArrayList<>(totals.names());
        if (validated) {
            List.copyOf(names).forEach(name -> names.add("val_" + name));
        }
    }

    /**
     * Trains a compiled model.
     *
     * @param model with its loss, optimizer and metrics; it stays as it is
     * @param data in the shapes of its inputs and outputs
     * @param fitting how
     * @param log hears of each update and epoch
     * @return the trained model
     * @throws InputException when the data does not fit the model
     * @throws io.github.keras4j.errors.Keras4jException when the engine does not train the model; every reason is named
     */
    public static Fitted run(KerasModel model, DataSet data, Fitting fitting, EpochLog log) {
        DataSet all = Samples.shaped(model, data);
        Optional<DataSet> validation = fitting.validation().map(given -> Samples.shaped(model, given));
        DataSet trained = all;
        if (fitting.validationSplit() > 0) {
            int cut = (int) Math.floor(all.samples() * (1 - fitting.validationSplit()));
            if (cut == 0 || cut == all.samples()) {
                throw new InputException("validation_split leaves samples on both sides. Received: "
                        + fitting.validationSplit() + " of " + all.samples() + " samples");
            }
            validation = Optional.of(all.rows(cut, all.samples()));
            trained = all.rows(0, cut);
        }
        if (!fitting.classWeight().isEmpty()) {
            trained = ClassWeights.of(model, trained, fitting.classWeight());
        }
        EpochNoise noise = new EpochNoise(fitting.seed());
        Trainer trainer = fitting.engine().trainer();
        try (TrainingSession session = trainer.takesNoise()
                ? trainer.open(model, fitting.dtype(), noise)
                : trainer.open(model, fitting.dtype())) {
            Fit fit = new Fit(model, fitting, session, noise, validation.isPresent());
            fit.train(trained, validation, log);
            return fit.fitted();
        }
    }

    private void train(DataSet data, Optional<DataSet> validation, EpochLog log) {
        NumpyRandom random = new NumpyRandom(fitting.seed());
        long[] order = new long[data.samples()];
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
        session.begin();
        fitting.callbacks().forEach(callback -> callback.onTrainBegin(this));
        for (int epoch = 0; epoch < fitting.epochs() && !stopped; epoch++) {
            if (fitting.shuffle()) {
                random.shuffle(order); // also of the epochs that are done: the next ones have their own orders
            }
            noise.next();
            if (epoch < fitting.initialEpoch()) {
                continue;
            }
            int number = epoch;
            fitting.callbacks().forEach(callback -> callback.onEpochBegin(number, this));
            History.Epoch ended = epoch(epoch, data, order, validation, log);
            epochs.add(ended);
            Map<String, Double> logs = new LinkedHashMap<>();
            for (int i = 0; i < ended.values().size(); i++) {
                logs.put(names.get(i), ended.values().get(i));
            }
            for (Callback callback : fitting.callbacks()) {
                callback.onEpochEnd(epoch, logs, this);
                callback.message().ifPresent(log::said);
            }
            History.Epoch logged = logged(ended, logs);
            epochs.set(epochs.size() - 1, logged);
            log.ended(names, logged);
        }
        if (!epochs.isEmpty()) {
            session.finish();
        }
        for (Callback callback : fitting.callbacks()) {
            Optional<String> said = callback.message();
            callback.onTrainEnd(this);
            callback.message()
                    .filter(message -> !said.equals(Optional.of(message)))
                    .ifPresent(log::said);
        }
    }

    /** The epoch with what callbacks have put into its logs. */
    private History.Epoch logged(History.Epoch ended, Map<String, Double> logs) {
        if (epochs.size() == 1) {
            logs.keySet().stream().filter(name -> !names.contains(name)).forEach(names::add);
        }
        List<Double> values =
                names.stream().map(name -> logs.getOrDefault(name, Double.NaN)).toList();
        return new History.Epoch(ended.number(), ended.of(), ended.updates(), ended.seconds(), values);
    }

    private History.Epoch epoch(int epoch, DataSet data, long[] order, Optional<DataSet> validation, EpochLog log) {
        long began = System.nanoTime();
        int samples = data.samples();
        int size = fitting.batchSize();
        int updates = (samples + size - 1) / size;
        totals.reset();
        for (int batch = 0; batch < updates && !stopped; batch++) {
            int from = batch * size;
            int to = Math.min(samples, from + size);
            List<Tensor> y = Samples.pick(data.y(), order, from, to);
            List<Tensor> weights = weights(data, y.size(), order, from, to);
            if (fitting.resetStates() == Fitting.ResetStates.BATCH) {
                session.resetStates();
            }
            double loss = session.update(Samples.pick(data.x(), order, from, to), y, weights);
            totals.add(loss, y, weights);
            log.updated(epoch + 1, batch + 1, updates);
            for (Callback callback : fitting.callbacks()) {
                callback.onTrainBatchEnd(batch, loss, this);
            }
        }
        List<Double> values = new ArrayList<>(totals.values());
        if (fitting.resetStates() == Fitting.ResetStates.EPOCH) {
            session.resetStates();
        }
        validation.ifPresent(held -> values.addAll(evaluate(held)));
        return new History.Epoch(epoch + 1, fitting.epochs(), updates, (System.nanoTime() - began) / 1e9, values);
    }

    private static List<Tensor> weights(DataSet data, int outputs, long[] order, int from, int to) {
        List<Tensor> weights = new ArrayList<>();
        data.sampleWeight().ifPresent(given -> {
            Tensor picked = Samples.pick(List.of(given.reshape(Shape.of(given.size()))), order, from, to)
                    .get(0);
            for (int i = 0; i < outputs; i++) {
                weights.add(picked);
            }
        });
        return weights;
    }

    private List<Double> evaluate(DataSet held) {
        return new ArrayList<>(
                Evaluation.of(model, session, held, fitting.batchSize()).values());
    }

    @Override
    public Weights weights() {
        return session.weights();
    }

    @Override
    public void setWeights(Weights weights) {
        session.setWeights(weights);
    }

    @Override
    public double learningRate() {
        return session.learningRate();
    }

    @Override
    public void setLearningRate(double rate) {
        session.setLearningRate(rate);
    }

    @Override
    public Optional<String> rateName(boolean byEpoch) {
        Generation generation = model.provenance().generation();
        boolean logs = !byEpoch || generation != Generation.KERAS_1;
        return logs ? Optional.of(generation == Generation.KERAS_3 ? "learning_rate" : "lr") : Optional.empty();
    }

    @Override
    public boolean countsWaitingLater() {
        return model.provenance().generation() == Generation.KERAS_1;
    }

    @Override
    public void stop() {
        stopped = true;
    }

    @Override
    public Fitted fitted() {
        return new Fitted(model.withWeights(session.weights()), session.optimizerState(), new History(names, epochs));
    }
}
