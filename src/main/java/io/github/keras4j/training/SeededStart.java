package io.github.keras4j.training;

import io.github.keras4j.data.TrainingRun;
import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.fit.NumpyRandom;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.TrainingConfiguration;
import io.github.keras4j.model.Weights;
import io.github.keras4j.model.training.TrainingRules;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Initial weights and order of samples as Keras 1 on Theano draws them after {@code numpy.random.seed(seed)}: the
 * layers' weights as the layers are added, then one shuffle of the same index array per epoch.
 */
record SeededStart(KerasModel model, long[][] order) {
    static SeededStart of(KerasModel model, long seed, TrainingRun run) {
        return of(model, seed, run.samples(), run.epochs(), isShuffled(run));
    }

    static SeededStart of(KerasModel model, long seed, int samples, int epochs, boolean shuffled) {
        if (TrainingRules.of(model.provenance()).start() == TrainingRules.Start.UNKNOWN) {
            throw new Keras4jException("Only Keras 1 on Theano draws its weights from numpy. Received: --seed for a"
                    + " model of Keras " + model.provenance().kerasVersion() + "; leave --seed out");
        }
        NumpyRandom random = new NumpyRandom(seed);
        Keras1Initializers initializers = new Keras1Initializers(random, model);
        Map<String, Weights> children = new LinkedHashMap<>();
        for (Layer layer : model.network().layers()) {
            Weights stored = model.weights().child(layer.name());
            if (!stored.tensors().isEmpty() || !stored.children().isEmpty()) {
                children.put(layer.name(), initializers.draw(layer, stored));
            }
        }
        long[] index = new long[samples];
        for (int i = 0; i < index.length; i++) {
            index[i] = i;
        }
        long[][] order = new long[epochs][];
        for (int epoch = 0; epoch < order.length; epoch++) {
            if (shuffled) {
                random.shuffle(index);
            }
            order[epoch] = index.clone();
        }
        // drawn anew, so the optimizer starts anew as well
        Optional<TrainingConfiguration> training =
                model.training().map(stored -> new TrainingConfiguration(stored.config(), Map.of()));
        KerasModel fresh = new KerasModel(model.provenance(), model.network(), Weights.ofChildren(children), training);
        return new SeededStart(fresh, order);
    }

    /** Whether the run shuffles: with {@code shuffle=False} every epoch has the samples in order. */
    private static boolean isShuffled(TrainingRun run) {
        for (int i = 0; i < run.order().size(); i++) {
            if (run.order().getLong(i) != i % run.samples()) {
                return true;
            }
        }
        return false;
    }
}
