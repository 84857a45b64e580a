package io.github.keras4j.fit;

import io.github.keras4j.model.Generation;
import io.github.keras4j.model.KerasModel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
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

    /** Lines of the Keras that made a model. */
    public static KerasLines of(KerasModel model) {
        return new KerasLines(model.provenance().generation());
    }

    /**
     * The lines of an epoch, without an end of line after the last.
     *
     * @param names {@code loss}, the metrics, and with validation {@code val_loss} and so on
     */
    public String of(List<String> names, History.Epoch epoch) {
        boolean newer = generation == Generation.TF_KERAS || generation == Generation.KERAS_3;
        String head = newer && epoch.of() == 1 ? "" : "Epoch " + epoch.number() + "/" + epoch.of() + "\n";
        String seconds = String.format(Locale.ROOT, "%.0fs", epoch.seconds());
        String perStep = time(epoch.seconds() / Math.max(1, epoch.updates()), "step");
        String steps = epoch.updates() + "/" + epoch.updates() + " - " + seconds;
        String values = values(names, epoch);
        return head
                + switch (generation) {
                    case KERAS_1 -> (long) epoch.seconds() + "s" + values;
                    case KERAS_2, KERAS_2_3 -> " - " + seconds + values;
                    case TF_KERAS -> steps + values + " - " + time(epoch.seconds(), "epoch") + " - " + perStep;
                    case KERAS_3 -> steps + " - " + perStep + values;
                };
    }

    /** Keras 3 sorts the names, those of the validation behind the others. */
    private String values(List<String> names, History.Epoch epoch) {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            order.add(i);
        }
        if (generation == Generation.KERAS_3) {
            order.sort(Comparator.<Integer, Boolean>comparing(i -> names.get(i).startsWith("val_"))
                    .thenComparing(names::get));
        }
        boolean newer = generation == Generation.TF_KERAS || generation == Generation.KERAS_3;
        if (!newer) { // their lines are printed before the callbacks that log the learning rate
            order.removeIf(i -> names.get(i).equals("lr"));
        }
        StringBuilder text = new StringBuilder();
        for (int i : order) {
            text.append(" - ")
                    .append(names.get(i))
                    .append(": ")
                    .append(number(epoch.values().get(i)));
        }
        return text.toString();
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
