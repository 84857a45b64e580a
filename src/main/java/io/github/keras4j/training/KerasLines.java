package io.github.keras4j.training;

import io.github.keras4j.model.Generation;
import java.util.Locale;

/** An epoch's line as {@code fit(verbose=2)} of the model's generation prints it. */
public final class KerasLines {
    private final Generation generation;

    public KerasLines(Generation generation) {
        this.generation = generation;
    }

    /** The lines of an epoch, without an end of line after the last. */
    public String of(EpochLog.Epoch epoch) {
        String head = "Epoch " + epoch.number() + "/" + epoch.of() + "\n";
        long seconds = Math.round(epoch.seconds());
        String perStep = Math.round(epoch.seconds() * 1000 / Math.max(1, epoch.updates())) + "ms/step";
        String loss = "loss: " + number(epoch.loss());
        StringBuilder metrics = new StringBuilder();
        for (int i = 0; i < epoch.metrics().size(); i++) {
            metrics.append(" - ")
                    .append(epoch.metricNames().get(i))
                    .append(": ")
                    .append(number(epoch.metrics().get(i)));
        }
        String steps = epoch.updates() + "/" + epoch.updates() + " - " + seconds + "s - ";
        return head
                + switch (generation) {
                    case KERAS_1 -> seconds + "s - " + loss + metrics;
                    case KERAS_2, KERAS_2_3 -> " - " + seconds + "s - " + loss + metrics;
                    case TF_KERAS -> steps + loss + metrics + " - " + seconds + "s/epoch - " + perStep;
                    // Keras 3 sorts the names
                    case KERAS_3 -> steps + perStep + metrics + " - " + loss;
                };
    }

    /** Keras prints four decimals, and small numbers as 1.2345e-05. */
    private static String number(double value) {
        return Math.abs(value) > 1e-3
                ? String.format(Locale.ROOT, "%.4f", value)
                : String.format(Locale.ROOT, "%.4e", value);
    }
}
