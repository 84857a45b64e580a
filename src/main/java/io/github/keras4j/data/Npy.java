package io.github.keras4j.data;

import io.github.keras4j.errors.FixtureException;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Numpy's {@code .npy} format, versions 1 to 3 (numpy/lib/format.py): magic, version, header length, a Python
 * dictionary with {@code descr}, {@code fortran_order} and {@code shape}, then the bare elements.
 */
public final class Npy {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final List<String> TYPES = List.of("f2", "f4", "f8", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "b1");
    private static final Pattern DESCR = Pattern.compile("'descr':\\s*'([^']*)'");
    private static final Pattern FORTRAN = Pattern.compile("'fortran_order':\\s*(True|False)");
    private static final Pattern SHAPE = Pattern.compile("'shape':\\s*\\(([0-9L, ]*)\\)");

    private Npy() {}

    /**
     * Reads a whole array.
     *
     * @param bytes the file
     * @param place file and key, for messages
     * @throws FixtureException for anything but a whole array of numbers or booleans
     */
    public static Tensor read(byte[] bytes, String place) {
        if (bytes.length < 10 || !Arrays.equals(MAGIC, Arrays.copyOf(bytes, 6))) {
            throw new FixtureException(place + " is not a numpy array (.npy). Received: " + bytes.length + " bytes");
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        boolean shortLength = bytes[6] == 1;
        int start = shortLength ? 10 : 12;
        long length = shortLength ? buffer.getShort(8) & 0xffff : buffer.getInt(8) & 0xffffffffL;
        if (start + length > bytes.length) {
            throw new FixtureException(place + " is cut off: its header alone has " + length + " bytes. Received: "
                    + bytes.length + " bytes");
        }
        String header = new String(bytes, start, (int) length, StandardCharsets.UTF_8);
        String descr = find(DESCR, header, place);
        Shape shape = shape(find(SHAPE, header, place), place);
        buffer.position(start + (int) length);
        boolean fortran = find(FORTRAN, header, place).equals("True");
        Shape stored = fortran ? reversed(shape) : shape;
        Tensor tensor = elements(buffer.slice(), descr, stored, place);
        if (!fortran || shape.rank() < 2) {
            return tensor.reshape(shape);
        }
        return tensor.transpose(IntStream.range(0, shape.rank())
                .map(axis -> shape.rank() - 1 - axis)
                .toArray());
    }

    private static Tensor elements(ByteBuffer data, String descr, Shape shape, String place) {
        data.order(descr.startsWith(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        String type = descr.substring(1);
        int n = shape.elements();
        if (type.matches("U\\d{1,9}")) {
            return strings(data, Integer.parseInt(type.substring(1)), shape, place);
        }
        if (!TYPES.contains(type)) {
            throw new FixtureException(place + " has elements that keras4j does not read. Received: dtype=" + descr
                    + "; read are " + String.join(", ", TYPES) + ", U<length>");
        }
        int width = Character.digit(type.charAt(1), 10);
        if (data.remaining() != (long) n * width) {
            throw new FixtureException(place + " is cut off or damaged. Received: " + data.remaining() + " bytes for "
                    + n + " elements of " + descr);
        }
        switch (type) {
            case "f4" -> {
                float[] floats = new float[n];
                data.asFloatBuffer().get(floats);
                return Tensor.wrap(shape, floats);
            }
            case "f2" -> {
                float[] floats = new float[n];
                for (int i = 0; i < n; i++) {
                    floats[i] = halfToFloat(data.getShort(2 * i));
                }
                return Tensor.wrap(shape, floats);
            }
            case "f8" -> {
                double[] doubles = new double[n];
                data.asDoubleBuffer().get(doubles);
                return Tensor.wrap(shape, doubles);
            }
            case "i8" -> {
                long[] longs = new long[n];
                data.asLongBuffer().get(longs);
                return Tensor.wrap(shape, longs);
            }
            case "u4" -> {
                long[] longs = new long[n];
                Arrays.setAll(longs, i -> data.getInt(4 * i) & 0xffffffffL);
                return Tensor.wrap(shape, longs);
            }
            case "b1" -> {
                boolean[] flags = new boolean[n];
                for (int i = 0; i < n; i++) {
                    flags[i] = data.get(i) != 0;
                }
                return Tensor.wrap(shape, flags);
            }
            default -> {
                int[] ints = new int[n];
                Arrays.setAll(ints, i -> narrow(data, type, i));
                return Tensor.wrap(shape, ints);
            }
        }
    }

    /** Text of a fixed length, four bytes a character, filled up with zeros, as numpy cuts them off. */
    private static Tensor strings(ByteBuffer data, int length, Shape shape, String place) {
        String[] strings = new String[shape.elements()];
        if (data.remaining() != 4L * length * strings.length) {
            throw new FixtureException(place + " is cut off or damaged. Received: " + data.remaining() + " bytes for "
                    + strings.length + " texts of " + length + " characters");
        }
        for (int i = 0; i < strings.length; i++) {
            StringBuilder text = new StringBuilder();
            int end = 0;
            for (int at = 0; at < length; at++) {
                int letter = data.getInt(4 * (i * length + at));
                if (!Character.isValidCodePoint(letter)) {
                    throw new FixtureException(place + " has a text that is none. Received: character " + letter);
                }
                text.appendCodePoint(letter);
                end = letter == 0 ? end : text.length();
            }
            strings[i] = text.substring(0, end);
        }
        try {
            return Tensor.wrap(shape, strings);
        } catch (IllegalArgumentException e) {
            throw new FixtureException(place + " has a text that no UTF-8 holds", e);
        }
    }

    private static int narrow(ByteBuffer data, String type, int i) {
        return switch (type) {
            case "i4" -> data.getInt(4 * i);
            case "i2" -> data.getShort(2 * i);
            case "u2" -> data.getShort(2 * i) & 0xffff;
            case "i1" -> data.get(i);
            default -> data.get(i) & 0xff;
        };
    }

    /** IEEE 754 binary16; Java 17 has no conversion of its own (Float.float16ToFloat is Java 20's). */
    private static float halfToFloat(short half) {
        int exponent = (half >> 10) & 0x1f;
        int fraction = half & 0x3ff;
        float sign = half < 0 ? -1f : 1f;
        if (exponent == 0x1f) {
            return fraction == 0 ? sign * Float.POSITIVE_INFINITY : Float.NaN;
        }
        return sign * (exponent == 0 ? Math.scalb((float) fraction, -24) : Math.scalb(1024f + fraction, exponent - 25));
    }

    private static Shape reversed(Shape shape) {
        int[] sizes = shape.sizes();
        return Shape.of(IntStream.range(0, sizes.length)
                .map(i -> sizes[sizes.length - 1 - i])
                .toArray());
    }

    private static Shape shape(String text, String place) {
        try {
            // Python 2's numpy writes long integers as 23L
            Shape shape = Shape.of(Arrays.stream(text.replace("L", "").split(","))
                    .map(String::trim)
                    .filter(size -> !size.isEmpty())
                    .mapToInt(Integer::parseInt)
                    .toArray());
            shape.elements();
            return shape;
        } catch (NumberFormatException | ArithmeticException e) {
            throw new FixtureException(place + " has too many elements. Received: shape (" + text + ")", e);
        }
    }

    private static String find(Pattern pattern, String header, String place) {
        Matcher matcher = pattern.matcher(header);
        if (!matcher.find() || matcher.group(1).isEmpty() && pattern == DESCR) {
            throw new FixtureException(place + " has a header that keras4j does not read. Received: " + header.strip());
        }
        return matcher.group(1);
    }
}
