package io.github.keras4j.fit;

import io.github.keras4j.model.Weights;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Stops when a quantity no longer improves (keras/src/callbacks/early_stopping.py 3.15). */
public final class EarlyStopping implements Callback {
    private final Monitor monitor;
    private final int patience;
    private final int startFromEpoch;
    private final boolean restoreBestWeights;
    private @Nullable Weights best;
    private int bestEpoch;
    private int waited;
    private String message = "";

    /**
     * With Keras's arguments.
     *
     * @param monitor what is watched, {@code val_loss} or the like
     * @param minDelta what counts as an improvement
     * @param patience epochs without improvement after which the training stops
     * @param startFromEpoch epochs that are not looked at
     * @param restoreBestWeights whether the training ends with the weights of the best epoch
     */
    public EarlyStopping(
            String monitor, double minDelta, int patience, int startFromEpoch, boolean restoreBestWeights) {
        this.monitor = new Monitor(monitor, Math.abs(minDelta));
        this.patience = patience;
        this.startFromEpoch = startFromEpoch;
        this.restoreBestWeights = restoreBestWeights;
    }

    @Override
    public void onTrainBegin(Training training) {
        monitor.reset();
        waited = 0;
        best = null;
    }

    @Override
    public void onEpochEnd(int epoch, Map<String, Double> logs, Training training) {
        message = "";
        if (epoch < startFromEpoch) {
            return;
        }
        double now = monitor.of(logs);
        if (restoreBestWeights && best == null) {
            keep(epoch, training);
        }
        waited++;
        if (monitor.improves(now)) {
            if (restoreBestWeights) {
                keep(epoch, training);
            }
            waited = 0;
        } else if (waited >= patience && epoch > 0) {
            training.stop();
            message = "Epoch " + (epoch + 1) + ": early stopping";
        }
    }

    private void keep(int epoch, Training training) {
        best = training.weights();
        bestEpoch = epoch;
    }

    @Override
    public void onTrainEnd(Training training) {
        Weights kept = best;
        if (restoreBestWeights && kept != null) {
            training.setWeights(kept);
            message = "Restoring model weights from the end of the best epoch: " + (bestEpoch + 1) + ".";
        }
    }

    @Override
    public Optional<String> message() {
        return message.isEmpty() ? Optional.empty() : Optional.of(message);
    }
}
