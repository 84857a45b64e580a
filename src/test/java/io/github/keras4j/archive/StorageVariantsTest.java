package io.github.keras4j.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.keras4j.errors.MalformedArchiveException;
import io.github.keras4j.tensor.Tensor;
import io.jhdf.HdfFile;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Arrays as HDF5 can store them, against what h5py read back (python-reference/storage_variants.py). */
class StorageVariantsTest {
    private static final Path FOLDER = Path.of("src/test/resources/hdf5");

    @TestFactory
    List<DynamicTest> every_stored_array_gives_the_numbers_that_h5py_reads_or_is_refused_by_name() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (String file : List.of("earliest.h5", "latest.h5")) {
            byte[] bytes = Files.readAllBytes(FOLDER.resolve(file));
            names(bytes, "read")
                    .forEach(name -> tests.add(DynamicTest.dynamicTest(file + " " + name, () -> {
                        assertThat(read(bytes, "read/" + name).toDoubles())
                                .isEqualTo(read(bytes, "numbers/" + name).toDoubles());
                    })));
            names(bytes, "refused")
                    .forEach(name -> tests.add(DynamicTest.dynamicTest(file + " " + name, () -> {
                        assertThatThrownBy(() -> read(bytes, "refused/" + name))
                                .isInstanceOf(MalformedArchiveException.class)
                                .hasMessageContaining("'/refused/" + name + "'");
                    })));
        }
        assertThat(tests).hasSizeGreaterThan(150);
        return tests;
    }

    @Test
    void arrays_of_opaque_bytes_are_no_damage() {
        assertThatThrownBy(() -> KerasArchives.open(FOLDER.resolve("opaque.h5")))
                .isInstanceOf(MalformedArchiveException.class)
                .hasMessageContaining("bfloat16")
                .hasMessageNotContaining("damaged");
    }

    private static List<String> names(byte[] bytes, String group) {
        try (HdfFile file = HdfFile.fromBytes(bytes)) {
            return List.copyOf(((Group) file.getChild(group)).getChildren().keySet());
        }
    }

    private static Tensor read(byte[] bytes, String path) {
        try (HdfFile file = HdfFile.fromBytes(bytes)) {
            return new Hdf5Arrays(bytes.length, file, Optional.empty())
                    .tensor((Dataset) Hdf5.find(file, path).orElseThrow());
        }
    }
}
