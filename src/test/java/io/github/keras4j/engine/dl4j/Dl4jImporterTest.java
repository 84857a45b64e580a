package io.github.keras4j.engine.dl4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import org.bytedeco.hdf5.global.hdf5;
import org.deeplearning4j.nn.modelimport.keras.Hdf5Archive;
import org.deeplearning4j.nn.modelimport.keras.exceptions.UnsupportedKerasConfigurationException;
import org.junit.jupiter.api.Test;

class Dl4jImporterTest {
    @Test
    void an_import_that_fails_leaves_no_handle_of_hdf5_open() {
        Path lambdas = Path.of("fixtures/layers/keras-2.2.4/applications-inception/model.h5");
        long before = open();
        assertThrows(UnsupportedKerasConfigurationException.class, () -> Dl4jImporter.imported(false, lambdas, false));
        assertEquals(before, open());
    }

    private static long open() {
        synchronized (Hdf5Archive.LOCK_OBJECT) {
            return hdf5.H5Fget_obj_count(hdf5.H5F_OBJ_ALL, hdf5.H5F_OBJ_ALL);
        }
    }
}
