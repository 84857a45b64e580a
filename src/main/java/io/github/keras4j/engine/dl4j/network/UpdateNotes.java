package io.github.keras4j.engine.dl4j.network;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What is known of each weight when DL4J calls the updater for all together: it asks for each weight's regularization
 * right before, on the same thread.
 */
final class UpdateNotes {
    private static final ThreadLocal<List<Note>> NOTES = ThreadLocal.withInitial(ArrayList::new);

    private UpdateNotes() {}

    /**
     * One weight.
     *
     * @param gradient its part of the gradients
     * @param magnitude what second moments take for its gradient
     * @param order its place among all trained weights; -1: it is not trained
     */
    record Note(INDArray gradient, INDArray magnitude, int order) {}

    static void add(INDArray gradient, INDArray magnitude, int order) {
        NOTES.get().add(new Note(gradient, magnitude, order));
    }

    /** All notes since the last call. */
    static List<Note> take() {
        List<Note> notes = NOTES.get();
        NOTES.remove();
        return notes;
    }
}
