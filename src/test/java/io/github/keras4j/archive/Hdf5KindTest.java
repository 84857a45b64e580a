package io.github.keras4j.archive;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.keras4j.errors.MalformedArchiveException;
import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.WritableGroup;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An HDF5 file that is no model is named for what it is. */
class Hdf5KindTest {
    @TempDir
    private Path folder;

    private void says(Consumer<WritableHdfFile> content, String... words) {
        Path file = folder.resolve("file.h5");
        try (WritableHdfFile hdf = HdfFile.write(file)) {
            content.accept(hdf);
        }
        assertThatThrownBy(() -> KerasArchives.open(file))
                .isInstanceOf(MalformedArchiveException.class)
                .hasMessageContainingAll(words);
    }

    @Test
    void data_is_named_with_its_shapes() {
        says(
                hdf -> {
                    hdf.putDataset("x_train", new double[3][2]);
                    hdf.putDataset("y_train", new double[3]);
                },
                "holds data and no Keras model",
                "x_train of shape [3, 2], y_train of shape [3]");
    }

    @Test
    void an_optimizers_state_is_no_model() {
        says(hdf -> hdf.putGroup("optimizer_weights").putDataset("m", new double[2]), "an optimizer's state");
        says(hdf -> hdf.putGroup("optimizer").putGroup("vars").putDataset("0", new double[2]), "an optimizer's state");
    }

    @Test
    void several_models_are_counted() {
        says(
                hdf -> {
                    for (String name : new String[] {"first", "second"}) {
                        WritableGroup group = hdf.putGroup(name);
                        group.putGroup("model_weights");
                    }
                },
                "models in groups",
                "first, second",
                "a file of its own");
    }

    @Test
    void an_empty_file_is_empty() {
        says(hdf -> {}, "is empty");
    }
}
