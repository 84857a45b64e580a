package io.github.keras4j.data;

import io.github.keras4j.tensor.DType;
import io.github.keras4j.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes numpy's {@code .npz}: a zip of {@code .npy} files of version 1; the same arrays give the same bytes. */
public final class NpzWriter {
    private NpzWriter() {}

    /**
     * Writes arrays of numbers and strings, those at the length of the longest, as numpy does.
     *
     * @param arrays by key
     */
    public static void write(Map<String, Tensor> arrays, OutputStream to) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(to)) {
            for (Map.Entry<String, Tensor> array : arrays.entrySet()) {
                ZipEntry entry = new ZipEntry(array.getKey() + ".npy");
                entry.setTimeLocal(java.time.LocalDateTime.of(1980, 1, 1, 0, 0));
                zip.putNextEntry(entry);
                zip.write(npy(array.getValue()));
                zip.closeEntry();
            }
        }
    }

    private static byte[] npy(Tensor tensor) {
        String shape = IntStream.of(tensor.shape().sizes())
                .mapToObj(size -> size + ",")
                .collect(Collectors.joining());
        String header = "{'descr': '" + descr(tensor) + "', 'fortran_order': False, 'shape': (" + shape + "), }";
        int padded = (10 + header.length() + 1 + 63) / 64 * 64 - 10; // numpy aligns the elements to 64 bytes
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) padded, (byte) (padded >> 8)});
        bytes.writeBytes(
                (header + " ".repeat(padded - header.length() - 1) + "\n").getBytes(StandardCharsets.US_ASCII));
        bytes.writeBytes(elements(tensor));
        return bytes.toByteArray();
    }

    private static String descr(Tensor tensor) {
        return switch (tensor.dtype()) {
            case FLOAT32 -> "<f4";
            case FLOAT64 -> "<f8";
            case INT32 -> "<i4";
            case INT64 -> "<i8";
            case BOOL -> "|b1";
            case STRING -> "<U" + longest(tensor);
        };
    }

    private static int longest(Tensor strings) {
        return IntStream.range(0, strings.size())
                .map(i -> (int) strings.getString(i).codePoints().count())
                .max()
                .orElse(0);
    }

    private static byte[] strings(Tensor tensor) {
        int length = longest(tensor);
        ByteBuffer buffer = ByteBuffer.allocate(Math.multiplyExact(4 * length, tensor.size()))
                .order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < tensor.size(); i++) {
            buffer.position(4 * length * i);
            tensor.getString(i).codePoints().forEach(buffer::putInt);
        }
        return buffer.array();
    }

    private static byte[] elements(Tensor tensor) {
        if (tensor.dtype() == DType.STRING) {
            return strings(tensor);
        }
        ByteBuffer buffer = ByteBuffer.allocate(8 * tensor.size()).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < tensor.size(); i++) {
            switch (tensor.dtype()) {
                case FLOAT32 -> buffer.putFloat(tensor.getFloat(i));
                case FLOAT64 -> buffer.putDouble(tensor.getDouble(i));
                case INT32 -> buffer.putInt((int) tensor.getLong(i));
                case INT64 -> buffer.putLong(tensor.getLong(i));
                case BOOL -> buffer.put((byte) (tensor.getDouble(i) != 0 ? 1 : 0));
                case STRING -> throw new AssertionError("written above");
            }
        }
        return java.util.Arrays.copyOf(buffer.array(), buffer.position());
    }
}
