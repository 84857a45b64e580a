package io.github.keras4j.export;

import io.github.keras4j.data.OutputFile;
import io.github.keras4j.engine.Engine;
import io.github.keras4j.engine.OptimizerState;
import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.errors.UnsupportedLayerException;
import io.github.keras4j.model.KerasModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Writes models for other Kerases, right or not at all: a file gets its name when it was read back by its reader's
 * rules and answered sampled inputs as the model does.
 */
public final class ModelExport {
    private final List<Target> readers;
    private final Engine engine;

    /**
     * @param readers all who are to read the file: it is written in the words of the first and says it is that one's.
     *     More than one only of those that read an {@code .h5}
     * @param engine asks the model and the file
     */
    public ModelExport(List<Target> readers, Engine engine) {
        this.readers = List.copyOf(readers);
        this.engine = engine;
    }

    /** Whether the file's name asks for a zip; any other name gets HDF5. */
    public static boolean isZip(Path file) {
        return file.toString().toLowerCase(Locale.ROOT).endsWith(".keras");
    }

    /**
     * Writes the model with its weights and, where the reader has the words, its training configuration.
     *
     * @throws UnsupportedLayerException for what a reader can't be told or would compute otherwise; the message
     *     names the layers
     * @throws Keras4jException when the file can't be written
     */
    public void write(KerasModel model, Path file) {
        write(model, Optional.empty(), file);
    }

    /** As {@link #write(KerasModel, Path)}, with the optimizer's variables, so that Keras trains on from there. */
    public void write(KerasModel model, OptimizerState state, Path file) {
        write(model, Optional.of(state), file);
    }

    /**
     * Does everything but keep the file: for those who would write it after hours of work.
     *
     * @throws Keras4jException as {@link #write(KerasModel, Path)}
     */
    public void check(KerasModel model, Path file) {
        Optional<OptimizerState> state =
                model.training().isPresent() ? Optional.of(OptimizerState.FRESH) : Optional.empty();
        write(model, state, file, false);
    }

    /** In what every reader has. */
    private KerasModel rewritten(KerasModel model) {
        KerasModel rewritten = model;
        for (Target reader : readers) {
            rewritten = Rewriting.of(rewritten, reader);
        }
        return rewritten;
    }

    private void write(KerasModel model, Optional<OptimizerState> state, Path file) {
        write(model, state, file, true);
    }

    private void write(KerasModel model, Optional<OptimizerState> state, Path file, boolean kept) {
        Target words = readers.get(0);
        KerasModel rewritten =
                rewritten(state.map(held -> CurrentRate.of(model, held)).orElse(model));
        List<String> refusals = new ArrayList<>(Keras2Network.refusals(rewritten, words));
        if (readers.contains(Target.KERAS_2_2)) {
            refusals.addAll(Keras224Limits.refusals(rewritten.network()));
        }
        if (readers.contains(Target.KERAS_3)) {
            refusals.addAll(Keras3Names.refusals(rewritten.network()));
        }
        if (!refusals.isEmpty()) {
            throw new UnsupportedLayerException(String.join("\n", refusals));
        }
        try {
            for (int i = readers.size() - 1; i >= 0; i--) { // the first last: its file stays
                Target reader = readers.get(i);
                try (OutputFile written = OutputFile.open(file)) {
                    if (isZip(file)) {
                        Target zipped = words == Target.TF_KERAS ? words : Target.KERAS_3;
                        KerasZipModel.write(rewritten, zipped, state, written.temporary());
                    } else {
                        new Hdf5Model(words, reader).write(rewritten, state, written.temporary());
                    }
                    new ReadBack(reader, model, engine).check(written.temporary(), rewritten);
                    if (kept && i == 0) {
                        written.commit();
                    }
                }
            }
        } catch (IOException e) {
            throw new Keras4jException("The file can't be written. Received: " + file + " (" + e.getMessage() + ")", e);
        }
    }
}
