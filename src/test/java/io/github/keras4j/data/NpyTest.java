package io.github.keras4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.keras4j.errors.FixtureException;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files as numpy 1.13 and 2 write them (numpy/lib/format.py, write_array_header_1_0). */
class NpyTest {
    private static byte[] npy(String descr, boolean fortran, String shape, byte[] data) {
        String header = "{'descr': '" + descr + "', 'fortran_order': " + (fortran ? "True" : "False") + ", 'shape': "
                + shape + ", }";
        header = header + " ".repeat(63 - (10 + header.length()) % 64) + "\n";
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
        bytes.writeBytes(new byte[] {(byte) header.length(), (byte) (header.length() >> 8)});
        bytes.writeBytes(header.getBytes(StandardCharsets.ISO_8859_1));
        bytes.writeBytes(data);
        return bytes.toByteArray();
    }

    private static byte[] floats(ByteOrder order, float... values) {
        ByteBuffer buffer = ByteBuffer.allocate(4 * values.length).order(order);
        buffer.asFloatBuffer().put(values);
        return buffer.array();
    }

    @Test
    void rows_and_columns_in_c_and_in_fortran_order() {
        byte[] data = floats(ByteOrder.LITTLE_ENDIAN, 1, 2, 3, 4, 5, 6);
        assertThat(Npy.read(npy("<f4", false, "(2, 3)", data), "x")).isEqualTo(Tensor.of(new float[][] {
            {1, 2, 3}, {4, 5, 6}
        }));
        assertThat(Npy.read(npy("<f4", true, "(2, 3)", data), "x")).isEqualTo(Tensor.of(new float[][] {
            {1, 3, 5}, {2, 4, 6}
        }));
    }

    @Test
    void texts_of_a_fixed_length() {
        byte[] utf32 = "ab\0\0c\0\0\0😀"
                .codePoints()
                .collect(() -> ByteBuffer.allocate(36).order(ByteOrder.LITTLE_ENDIAN), ByteBuffer::putInt, (a, b) -> {})
                .array();
        assertThat(Npy.read(npy("<U3", false, "(3,)", utf32), "x"))
                .isEqualTo(Tensor.of(new String[] {"ab", "\0c", "\0\0😀"}));
        assertThatThrownBy(() -> Npy.read(npy("<U3", false, "(4,)", utf32), "x"))
                .isInstanceOf(FixtureException.class)
                .hasMessageContaining("36 bytes for 4 texts of 3 characters");
        assertThatThrownBy(() -> Npy.read(npy("<U1", false, "(1,)", new byte[] {0, 0, 0, 127}), "x"))
                .isInstanceOf(FixtureException.class)
                .hasMessageContaining("has a text that is none");
        assertThatThrownBy(() -> Npy.read(npy("<U1", false, "(1,)", new byte[] {0, (byte) 0xd8, 0, 0}), "x"))
                .isInstanceOf(FixtureException.class);
    }

    @Test
    void every_type_that_python_records() {
        assertThat(Npy.read(npy(">f4", false, "(1,)", floats(ByteOrder.BIG_ENDIAN, 2.5f)), "x"))
                .isEqualTo(Tensor.of(new float[] {2.5f}));
        byte[] one =
                ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(1).array();
        assertThat(Npy.read(npy("<i8", false, "(1L,)", one), "x")).isEqualTo(Tensor.of(new long[] {1}));
        assertThat(Npy.read(npy("<i4", false, "(2,)", one), "x")).isEqualTo(Tensor.of(new int[] {1, 0}));
        assertThat(Npy.read(npy("|b1", false, "(8,)", one), "x").getDouble(0)).isEqualTo(1);
        assertThat(Npy.read(npy("|u1", false, "(1,)", new byte[] {-1}), "x")).isEqualTo(Tensor.of(new int[] {255}));
        byte[] half = {0, 0x3c, 1, 0, 0, (byte) 0xfc};
        assertThat(Npy.read(npy("<f2", false, "(3,)", half), "x"))
                .isEqualTo(Tensor.of(new float[] {1f, Math.scalb(1f, -24), Float.NEGATIVE_INFINITY}));
        assertThat(Npy.read(npy("<f8", false, "()", new byte[8]), "x").shape()).isEqualTo(Shape.of());
    }

    @Test
    void should_fail_if_the_bytes_are_not_a_whole_array_of_numbers() {
        byte[] whole = npy("<f4", false, "(2, 3)", floats(ByteOrder.LITTLE_ENDIAN, 1, 2, 3, 4, 5, 6));
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = java.util.Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> Npy.read(cut, "x.npy")).isInstanceOf(FixtureException.class);
        }
        assertThatThrownBy(() -> Npy.read(npy("|O", false, "(1,)", new byte[16]), "x.npy"))
                .hasMessageStartingWith("x.npy has elements that keras4j does not read. Received: dtype=|O");
    }

    @Test
    void an_npz_gives_its_arrays_by_key(@TempDir Path folder) throws Exception {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(folder.resolve("arrays.npz")))) {
            zip.putNextEntry(new ZipEntry("x.npy"));
            zip.write(npy("<f4", false, "(1,)", floats(ByteOrder.LITTLE_ENDIAN, 7)));
        }
        ArrayFiles arrays = new ArrayFiles(folder);
        assertThat(arrays.get("arrays.npz#x")).isEqualTo(Tensor.of(new float[] {7}));
        assertThatThrownBy(() -> arrays.get("arrays.npz#y"))
                .isInstanceOf(FixtureException.class)
                .hasMessageEndingWith("arrays.npz has no array of that key. Received: 'y'; known are [x]");
        assertThatThrownBy(() -> arrays.get("../arrays.npz#x"))
                .isInstanceOf(FixtureException.class)
                .hasMessageContaining("A fixture's files lie in its folder");
    }
}
