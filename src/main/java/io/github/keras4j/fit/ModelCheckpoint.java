package io.github.keras4j.fit;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Saves the model with its optimizer after an epoch (keras/src/callbacks/model_checkpoint.py 3.15). */
public final class ModelCheckpoint implements Callback {
    private static final Pattern FIELD = Pattern.compile("\\{(\\w+)(?::([^}]*))?}");

    private final String file;
    private final Monitor monitor;
    private final boolean saveBestOnly;
    private String message = "";

    /**
     * With Keras's arguments.
     *
     * @param file where to; {@code {epoch:02d}} and {@code {val_loss:.2f}} are filled in
     * @param monitor what says which epoch is best
     * @param saveBestOnly whether only epochs that improve it are saved
     */
    public ModelCheckpoint(String file, String monitor, boolean saveBestOnly) {
        this.file = file;
        this.monitor = new Monitor(monitor, 0);
        this.saveBestOnly = saveBestOnly;
    }

    @Override
    public void onTrainBegin(Training training) {
        monitor.reset();
    }

    @Override
    public void onEpochEnd(int epoch, Map<String, Double> logs, Training training) {
        message = "";
        if (!saveBestOnly) {
            training.fitted().save(Path.of(name(epoch, logs)));
            return;
        }
        double before = monitor.best();
        double now = monitor.of(logs);
        if (monitor.improves(now)) {
            String path = name(epoch, logs);
            training.fitted().save(Path.of(path));
            message = String.format(
                    Locale.ROOT,
                    "Epoch %d: %s improved from %.5f to %.5f, saving model to %s",
                    epoch + 1,
                    monitor.name(),
                    before,
                    now,
                    path);
        }
    }

    private String name(int epoch, Map<String, Double> logs) {
        Matcher matcher = FIELD.matcher(file);
        StringBuilder name = new StringBuilder();
        while (matcher.find()) {
            String format = "%" + (matcher.group(2) == null ? "" : matcher.group(2));
            Double value = logs.get(matcher.group(1));
            String text;
            if (matcher.group(1).equals("epoch")) {
                text = String.format(Locale.ROOT, format.equals("%") ? "%d" : format, epoch + 1);
            } else if (value != null) {
                text = format.equals("%") ? Double.toString(value) : String.format(Locale.ROOT, format, value);
            } else {
                text = matcher.group();
            }
            matcher.appendReplacement(name, Matcher.quoteReplacement(text));
        }
        return matcher.appendTail(name).toString();
    }

    @Override
    public Optional<String> message() {
        return message.isEmpty() ? Optional.empty() : Optional.of(message);
    }
}
