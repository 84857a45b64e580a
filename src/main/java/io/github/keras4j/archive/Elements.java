package io.github.keras4j.archive;

import io.github.keras4j.errors.MalformedArchiveException;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import io.jhdf.object.datatype.DataType;
import io.jhdf.object.datatype.EnumDataType;
import io.jhdf.object.datatype.FixedPoint;
import io.jhdf.object.datatype.FloatingPoint;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;
import java.util.Map;

/** Stored elements as a tensor, exactly as h5py reads them; what keras4j does not hold exactly is refused by name. */
final class Elements {
    /** h5py's bool (h5py/h5t.pyx, _c_bool). */
    private static final Map<Integer, String> BOOLEAN = Map.of(0, "FALSE", 1, "TRUE");

    private final ByteBuffer bytes;
    private final Shape shape;
    private final String place;
    private final int count;

    private Elements(ByteBuffer bytes, Shape shape, String place) {
        this.bytes = bytes;
        this.shape = shape;
        this.place = place;
        this.count = shape.elements();
    }

    /** @param bytes the elements, one after the other */
    static Tensor tensor(ByteBuffer bytes, DataType type, Shape shape, String place) {
        Elements elements = new Elements(bytes, shape, place);
        if (type instanceof FloatingPoint floats) {
            return elements.floats(floats);
        }
        if (type instanceof FixedPoint whole) {
            return elements.integers(whole);
        }
        if (type instanceof EnumDataType names && names.getBaseType() instanceof FixedPoint whole) {
            return BOOLEAN.equals(names.getEnumMapping()) ? elements.flags(whole) : elements.integers(whole);
        }
        throw elements.refused(
                "elements that are no numbers (" + type.getClass().getSimpleName() + ")");
    }

    private Tensor floats(FloatingPoint type) {
        FloatLayout layout = FloatLayout.of(type);
        bytes.order(type.getByteOrder());
        if (layout.isFloat32()) {
            float[] floats = new float[count];
            bytes.asFloatBuffer().get(floats);
            return Tensor.wrap(shape, floats);
        }
        if (layout.isFloat64()) {
            double[] doubles = new double[count];
            bytes.asDoubleBuffer().get(doubles);
            return Tensor.wrap(shape, doubles);
        }
        boolean big = type.getByteOrder() == ByteOrder.BIG_ENDIAN;
        if (layout.fitsFloat32()) {
            float[] floats = new float[count];
            for (int i = 0; i < count; i++) {
                floats[i] = (float) layout.value(bytes, i * layout.size(), big);
            }
            return Tensor.wrap(shape, floats);
        }
        if (!layout.isReadable()) {
            throw refused("floats of another layout (" + layout.size() + " bytes, exponent of " + layout.exponentSize()
                    + " bits, mantissa of " + layout.mantissaSize() + ")");
        }
        double[] doubles = new double[count];
        for (int i = 0; i < count; i++) {
            try {
                doubles[i] = layout.value(bytes, i * layout.size(), big);
            } catch (ArithmeticException e) {
                throw refused("a float that float64 does not hold (" + e.getMessage() + ")");
            }
        }
        return Tensor.wrap(shape, doubles);
    }

    private Tensor integers(FixedPoint type) {
        int size = whole(type);
        boolean narrow = size < 4 || size == 4 && type.isSigned();
        int[] ints = new int[narrow ? count : 0];
        long[] longs = new long[narrow ? 0 : count];
        for (int i = 0; i < count; i++) {
            long value = value(type, size, i);
            if (narrow) {
                ints[i] = (int) value;
            } else {
                longs[i] = value;
            }
            if (size == 8 && !type.isSigned() && value < 0) {
                throw refused("a whole number of 2^63 or more (" + Long.toUnsignedString(value) + ")");
            }
        }
        return narrow ? Tensor.wrap(shape, ints) : Tensor.wrap(shape, longs);
    }

    private Tensor flags(FixedPoint type) {
        int size = whole(type);
        boolean[] flags = new boolean[count];
        for (int i = 0; i < count; i++) {
            long value = value(type, size, i);
            if (value != 0 && value != 1) {
                throw refused("a boolean that is neither (" + value + ")");
            }
            flags[i] = value == 1;
        }
        return Tensor.wrap(shape, flags);
    }

    private int whole(FixedPoint type) {
        int size = type.getSize();
        if ((size != 1 && size != 2 && size != 4 && size != 8)
                || type.getBitOffset() != 0
                || type.getBitPrecision() != 8 * size) {
            throw refused("whole numbers of " + type.getBitPrecision() + " bits in " + size + " bytes");
        }
        return size;
    }

    private long value(FixedPoint type, int size, int i) {
        bytes.order(type.getByteOrder());
        return switch (size) {
            case 1 -> type.isSigned() ? bytes.get(i) : bytes.get(i) & 0xff;
            case 2 -> type.isSigned() ? bytes.getShort(2 * i) : bytes.getShort(2 * i) & 0xffff;
            case 4 -> type.isSigned() ? bytes.getInt(4 * i) : bytes.getInt(4 * i) & 0xffffffffL;
            default -> bytes.getLong(8 * i);
        };
    }

    private MalformedArchiveException refused(String received) {
        return new MalformedArchiveException(String.format(
                Locale.ROOT,
                "Dataset '%s' can't be held exactly. Received: %s. Save the weights as float32 or float64.",
                place,
                received));
    }
}
