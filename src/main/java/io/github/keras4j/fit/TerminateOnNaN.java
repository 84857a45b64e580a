package io.github.keras4j.fit;

import java.util.Optional;

/** Stops at the first loss that is not finite. */
public final class TerminateOnNaN implements Callback {
    private String message = "";

    @Override
    public void onTrainBatchEnd(int batch, double loss, Training training) {
        if (!Double.isFinite(loss)) {
            message = "Batch " + batch + ": Invalid loss, terminating training";
            training.stop();
        }
    }

    @Override
    public Optional<String> message() {
        return message.isEmpty() ? Optional.empty() : Optional.of(message);
    }
}
