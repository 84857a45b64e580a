package io.github.keras4j.fit;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Lowers the learning rate when a quantity no longer improves (keras/src/callbacks/reduce_lr_on_plateau.py 3.15). */
public final class ReduceLROnPlateau implements Callback {
    private final Monitor monitor;
    private final double factor;
    private final int patience;
    private final int cooldown;
    private final double minLr;
    private int cooling;
    private int waited;
    private String message = "";

    /**
     * With Keras's arguments.
     *
     * @param monitor what is watched, {@code val_loss} or the like
     * @param factor what the rate is multiplied by, below 1
     * @param patience epochs without improvement after which that is done
     * @param minDelta what counts as an improvement
     * @param cooldown epochs after it that are not counted
     * @param minLr the rate stays at least this
     */
    public ReduceLROnPlateau(String monitor, double factor, int patience, double minDelta, int cooldown, double minLr) {
        if (factor >= 1) {
            throw new IllegalArgumentException("factor is below 1. Received: " + factor);
        }
        this.monitor = new Monitor(monitor, minDelta);
        this.factor = factor;
        this.patience = patience;
        this.cooldown = cooldown;
        this.minLr = minLr;
    }

    @Override
    public void onTrainBegin(Training training) {
        monitor.reset();
        cooling = 0;
        waited = 0;
    }

    @Override
    public void onEpochEnd(int epoch, Map<String, Double> logs, Training training) {
        message = "";
        training.rateName(false).ifPresent(name -> logs.put(name, training.learningRate()));
        double now = monitor.of(logs);
        if (cooling > 0) {
            cooling--;
            waited = 0;
        }
        if (monitor.improves(now)) {
            waited = 0;
        } else if (cooling == 0) {
            boolean after = training.countsWaitingLater();
            waited += after ? 0 : 1;
            if (waited >= patience && training.learningRate() > (float) minLr) {
                double rate = Math.max(training.learningRate() * factor, minLr);
                training.setLearningRate(rate);
                message =
                        "Epoch " + (epoch + 1) + ": ReduceLROnPlateau reducing learning rate to " + written(rate) + ".";
                cooling = cooldown;
                waited = 0;
            }
            waited += after ? 1 : 0;
        }
    }

    /** As Python writes a float. */
    private static String written(double rate) {
        String text = Double.toString(rate);
        int e = text.indexOf('E');
        if (e < 0) {
            return text;
        }
        if (rate >= 1e-4) {
            return new BigDecimal(text).toPlainString();
        }
        String digits = text.substring(0, e).replaceAll("\\.0$", "");
        return String.format(Locale.ROOT, "%se-%02d", digits, -Integer.parseInt(text.substring(e + 1)));
    }

    @Override
    public Optional<String> message() {
        return message.isEmpty() ? Optional.empty() : Optional.of(message);
    }
}
