package io.github.keras4j.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpzWriterTest {
    @TempDir
    Path folder;

    @Test
    void what_is_written_is_read_again_and_the_same_bytes_come_out() throws Exception {
        Map<String, Tensor> arrays = new LinkedHashMap<>();
        arrays.put("floats", Tensor.wrap(Shape.of(2, 3), new float[] {1, -2.5f, Float.NaN, 1e-38f, 0, 3}));
        arrays.put("doubles", Tensor.wrap(Shape.of(2), new double[] {Math.PI, Double.NEGATIVE_INFINITY}));
        arrays.put("ints", Tensor.wrap(Shape.of(1, 2), new int[] {-7, Integer.MAX_VALUE}));
        arrays.put("longs", Tensor.wrap(Shape.of(1), new long[] {1L << 40}));
        arrays.put("flags", Tensor.wrap(Shape.of(3), new boolean[] {true, false, true}));
        arrays.put("scalar", Tensor.wrap(Shape.of(), new float[] {4}));
        arrays.put("texts", Tensor.wrap(Shape.of(3), new String[] {"a", "", "na\u00efve \ud83d\ude42"}));
        arrays.put("empty", Tensor.wrap(Shape.of(0, 4), new float[0]));
        Path file = folder.resolve("arrays.npz");

        Files.write(file, bytes(arrays));

        assertThat(ArrayFiles.readAll(file)).isEqualTo(arrays);
        assertThat(bytes(arrays)).isEqualTo(Files.readAllBytes(file));
    }

    /** numpy/lib/format.py, version 1: the header is a Python dictionary, padded so that the elements begin at 64 n. */
    @Test
    void the_header_is_numpy_s() throws Exception {
        Path file = folder.resolve("arrays.npz");
        Files.write(file, bytes(Map.of("x", Tensor.of(new float[][] {{1, 2}}))));
        try (ZipFile zip = new ZipFile(file.toFile())) {
            byte[] npy = zip.getInputStream(zip.getEntry("x.npy")).readAllBytes();
            String header = new String(npy, 10, npy[8], StandardCharsets.US_ASCII);
            assertThat(header)
                    .startsWith("{'descr': '<f4', 'fortran_order': False, 'shape': (1,2,), }")
                    .endsWith("\n");
            assertThat((10 + header.length()) % 64).isZero();
            assertThat(npy).hasSize(10 + header.length() + 8);
        }
    }

    private static byte[] bytes(Map<String, Tensor> arrays) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        NpzWriter.write(arrays, bytes);
        return bytes.toByteArray();
    }
}
