package io.github.keras4j.training;

import io.github.keras4j.model.Generation;
import java.util.Locale;

/** An epoch's line as {@code fit(verbose=2)} of the model's generation prints it. */
public final class KerasLines {
    private final Generation generation;

    /**
     * Lines of one generation.
     *
     * @param generation whose {@code fit} they look like
     */
    public KerasLines(Generation generation) {
        this.generation = generation;
    }

    /** The lines of an epoch, without an end of line after the last. */
    public String of(EpochLog.Epoch epoch) {
        boolean newer = generation == Generation.TF_KERAS || generation == Generation.KERAS_3;
        String head = newer && epoch.of() == 1 ? "" : "Epoch " + epoch.number() + "/" + epoch.of() + "\n";
        String loss = "loss: " + number(epoch.loss());
        StringBuilder metrics = new StringBuilder();
        for (int i = 0; i < epoch.metrics().size(); i++) {
            metrics.append(" - ")
                    .append(epoch.metricNames().get(i))
                    .append(": ")
                    .append(number(epoch.metrics().get(i)));
        }
        String seconds = String.format(Locale.ROOT, "%.0fs", epoch.seconds());
        String perStep = time(epoch.seconds() / Math.max(1, epoch.updates()), "step");
        String steps = epoch.updates() + "/" + epoch.updates() + " - " + seconds + " - ";
        return head
                + switch (generation) {
                    case KERAS_1 -> (long) epoch.seconds() + "s - " + loss + metrics;
                    case KERAS_2, KERAS_2_3 -> " - " + seconds + " - " + loss + metrics;
                    case TF_KERAS -> steps + loss + metrics + " - " + time(epoch.seconds(), "epoch") + " - " + perStep;
                    // Keras 3 sorts the names
                    case KERAS_3 -> steps + perStep + metrics + " - " + loss;
                };
    }

    /** As {@code Progbar._format_time} (keras/utils/generic_utils.py of tf.keras 2.15). */
    private static String time(double seconds, String unit) {
        if (seconds >= 1 || seconds == 0) {
            return String.format(Locale.ROOT, "%.0fs/%s", seconds, unit);
        }
        return seconds >= 1e-3
                ? String.format(Locale.ROOT, "%.0fms/%s", seconds * 1e3, unit)
                : String.format(Locale.ROOT, "%.0fus/%s", seconds * 1e6, unit);
    }

    /** Keras prints four decimals, and small numbers as 1.2345e-05. */
    private static String number(double value) {
        if (Double.isNaN(value)) {
            return "nan";
        }
        return Math.abs(value) > 1e-3
                ? String.format(Locale.ROOT, "%.4f", value)
                : String.format(Locale.ROOT, "%.4e", value);
    }
}
