package io.github.keras4j.tensor;

import java.lang.ref.WeakReference;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/**
 * An immutable array with a {@link Shape} and a {@link DType}; elements lie in row-major order (numpy's C order).
 * Time axes read {@code [batch, steps, features]}.
 */
public final class Tensor {
    private final Shape shape;
    private final DType dtype;
    /** float[], double[], int[], long[], boolean[] or String[], as dtype says, or {@link Stored}; never handed out uncopied. */
    private final Object data;

    private Tensor(Shape shape, DType dtype, Object data) {
        int length = data instanceof Stored stored ? stored.length : Array.getLength(data);
        if (length != shape.elements()) {
            throw new IllegalArgumentException("The data does not fill the shape. Received: " + length
                    + " elements for shape " + shape + " (" + shape.elements() + " elements)");
        }
        this.shape = shape;
        this.dtype = dtype;
        this.data = data;
    }

    /** Takes the array over without a copy: the caller no longer writes to it. */
    public static Tensor wrap(Shape shape, float[] data) {
        return new Tensor(shape, DType.FLOAT32, data);
    }

    /**
     * A tensor of float32 whose elements lie elsewhere, as in a file, and are fetched whenever they are asked for. A large
     * model's weights then take no heap once an engine has its own form of them. Copies are what is cheap: asking for single
     * elements fetches them all, again after each garbage collection.
     *
     * @param elements gives a new array, row-major, with the same numbers each time; from any thread
     */
    public static Tensor stored(Shape shape, Supplier<float[]> elements) {
        return new Tensor(shape, DType.FLOAT32, new Stored(elements, shape.elements()));
    }

    /** Takes the array over without a copy: the caller no longer writes to it. */
    public static Tensor wrap(Shape shape, double[] data) {
        return new Tensor(shape, DType.FLOAT64, data);
    }

    /** Takes the array over without a copy: the caller no longer writes to it. */
    public static Tensor wrap(Shape shape, int[] data) {
        return new Tensor(shape, DType.INT32, data);
    }

    /** Takes the array over without a copy: the caller no longer writes to it. */
    public static Tensor wrap(Shape shape, long[] data) {
        return new Tensor(shape, DType.INT64, data);
    }

    /** Takes the array over without a copy: the caller no longer writes to it. */
    public static Tensor wrap(Shape shape, boolean[] data) {
        return new Tensor(shape, DType.BOOL, data);
    }

    /**
     * Takes the array over without a copy: the caller no longer writes to it.
     *
     * @throws IllegalArgumentException for an element that is null, or no text that UTF-8 can hold (half a surrogate
     *     pair): TensorFlow's strings are bytes
     */
    public static Tensor wrap(Shape shape, String[] data) {
        for (int i = 0; i < data.length; i++) {
            if (data[i] == null || !isWhole(data[i])) {
                throw new IllegalArgumentException("A string is null, or half of a character's two surrogates is"
                        + " missing in it. Received: element " + i + " of " + data.length);
            }
        }
        return new Tensor(shape, DType.STRING, data);
    }

    private static boolean isWhole(String text) {
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            if (Character.isSurrogate(unit)
                    && (!Character.isHighSurrogate(unit)
                            || ++i == text.length()
                            || !Character.isLowSurrogate(text.charAt(i)))) {
                return false;
            }
        }
        return true;
    }

    /** A copy of the data with that shape. */
    public static Tensor of(Shape shape, String... data) {
        return wrap(shape, data.clone());
    }

    /** A copy of the data with that shape. */
    public static Tensor of(Shape shape, float... data) {
        return wrap(shape, data.clone());
    }

    /**
     * A tensor of a rectangular nested Java array: {@code float[][][]} is {@code [batch][steps][features]}.
     *
     * @param nested an array of any depth over float, double, int, long, boolean or String
     * @throws IllegalArgumentException when rows differ in length or the element type is another
     */
    public static Tensor of(Object nested) {
        return NestedArrays.toTensor(nested);
    }

    /** A tensor of zeros (false for bool, empty strings). */
    public static Tensor zeros(Shape shape, DType dtype) {
        return new Tensor(shape, dtype, NestedArrays.newArray(dtype, shape.elements()));
    }

    /** {@return the sizes of the axes, all known} */
    public Shape shape() {
        return shape;
    }

    /** {@return the type of the elements} */
    public DType dtype() {
        return dtype;
    }

    /** Number of elements. */
    public int size() {
        return shape.elements();
    }

    /**
     * The string at a flat (row-major) index.
     *
     * @throws IllegalStateException for a tensor of numbers
     */
    public String getString(int index) {
        if (dtype != DType.STRING) {
            throw new IllegalStateException("Numbers are no strings. Received: dtype=" + dtype);
        }
        return ((String[]) array())[index];
    }

    /** The element at a flat (row-major) index; integers and booleans (1, 0) widened. */
    public double getDouble(int index) {
        return switch (dtype) {
            case FLOAT32 -> ((float[]) array())[index];
            case FLOAT64 -> ((double[]) array())[index];
            case INT32 -> ((int[]) array())[index];
            case INT64 -> ((long[]) array())[index];
            case BOOL -> ((boolean[]) array())[index] ? 1 : 0;
            case STRING -> throw new IllegalStateException("Strings are no numbers. Received: dtype=string");
        };
    }

    /** The element at a flat (row-major) index, rounded to float32. */
    public float getFloat(int index) {
        return dtype == DType.FLOAT32 ? ((float[]) array())[index] : (float) getDouble(index);
    }

    /** The element at a flat (row-major) index, cut to an integer as {@code numpy.astype} does. */
    public long getLong(int index) {
        return switch (dtype) {
            case INT32 -> ((int[]) array())[index];
            case INT64 -> ((long[]) array())[index];
            default -> (long) getDouble(index);
        };
    }

    /** A fresh copy as float32. */
    public float[] toFloats() {
        if (data instanceof Stored stored) {
            return stored.fetch();
        }
        if (data instanceof float[] floats) {
            return floats.clone();
        }
        float[] copy = new float[size()];
        for (int i = 0; i < copy.length; i++) {
            copy[i] = getFloat(i);
        }
        return copy;
    }

    /** A fresh copy as float64. */
    public double[] toDoubles() {
        if (data instanceof double[] doubles) {
            return doubles.clone();
        }
        double[] copy = new double[size()];
        for (int i = 0; i < copy.length; i++) {
            copy[i] = getDouble(i);
        }
        return copy;
    }

    /** A fresh copy as 64-bit integers. */
    public long[] toLongs() {
        long[] copy = new long[size()];
        for (int i = 0; i < copy.length; i++) {
            copy[i] = getLong(i);
        }
        return copy;
    }

    /** Copies the elements as float32 into {@code target} from {@code offset} on, allocating nothing. */
    public void copyTo(float[] target, int offset) {
        if (array() instanceof float[] floats) {
            System.arraycopy(floats, 0, target, offset, floats.length);
            return;
        }
        for (int i = 0, n = size(); i < n; i++) {
            target[offset + i] = getFloat(i);
        }
    }

    /** The same elements under another shape of as many elements; the data is shared. */
    public Tensor reshape(Shape newShape) {
        return new Tensor(newShape, dtype, data);
    }

    /**
     * The same elements as another type; this tensor itself when it has that type.
     *
     * @throws IllegalArgumentException from numbers to strings
     * @throws IllegalStateException from strings to numbers
     */
    public Tensor cast(DType target) {
        if (target == dtype) {
            return this;
        }
        return switch (target) {
            case FLOAT32 -> wrap(shape, toFloats());
            case FLOAT64 -> wrap(shape, toDoubles());
            case INT64 -> wrap(shape, toLongs());
            case INT32 ->
                wrap(
                        shape,
                        Arrays.stream(toLongs()).mapToInt(value -> (int) value).toArray());
            case BOOL -> {
                boolean[] flags = new boolean[size()];
                for (int i = 0; i < flags.length; i++) {
                    flags[i] = getDouble(i) != 0;
                }
                yield wrap(shape, flags);
            }
            case STRING -> throw new IllegalArgumentException("Numbers are no strings. Received: dtype=" + dtype);
        };
    }

    /** Rows {@code from} (inclusive) to {@code to} (exclusive) of the outermost axis, copied. */
    public Tensor rows(int from, int to) {
        int row = shape.size(0) == 0 ? 0 : size() / shape.size(0);
        Object part = NestedArrays.newArray(dtype, (to - from) * row);
        System.arraycopy(array(), from * row, part, 0, (to - from) * row);
        return new Tensor(shape.with(0, to - from), dtype, part);
    }

    /** Tensors of one dtype and of shapes that differ in the outermost axis only, one after the other along it. */
    public static Tensor concatenate(List<Tensor> parts) {
        Tensor first = parts.get(0);
        int rows = parts.stream().mapToInt(part -> part.shape.size(0)).sum();
        Object all = NestedArrays.newArray(
                first.dtype, parts.stream().mapToInt(Tensor::size).sum());
        int at = 0;
        for (Tensor part : parts) {
            if (part.dtype != first.dtype || !part.shape.with(0, rows).equals(first.shape.with(0, rows))) {
                throw new IllegalArgumentException("cannot concatenate " + first.shape + " " + first.dtype + " and "
                        + part.shape + " " + part.dtype);
            }
            System.arraycopy(part.array(), 0, all, at, part.size());
            at += part.size();
        }
        return new Tensor(first.shape.with(0, rows), first.dtype, all);
    }

    /** Every row of the outermost axis, without that axis, copied. */
    public List<Tensor> unstack() {
        Shape each = shape.slice(1, shape.rank());
        int row = each.elements();
        Object from = array();
        List<Tensor> rows = new ArrayList<>(shape.size(0));
        for (int i = 0; i < shape.size(0); i++) {
            Object part = NestedArrays.newArray(dtype, row);
            System.arraycopy(from, i * row, part, 0, row);
            rows.add(new Tensor(each, dtype, part));
        }
        return rows;
    }

    /** A copy with the axes in another order: axis {@code i} of the answer is axis {@code axes[i]} of this. */
    public Tensor transpose(int... axes) {
        return NestedArrays.transpose(this, array(), axes);
    }

    /** Same shape, type and elements, bit by bit but for NaN, which equals NaN. */
    @Override
    public boolean equals(Object o) {
        return o instanceof Tensor other
                && shape.equals(other.shape)
                && dtype == other.dtype
                && Arrays.deepEquals(new Object[] {array()}, new Object[] {other.array()});
    }

    @Override
    public int hashCode() {
        return 31 * shape.hashCode() + Arrays.deepHashCode(new Object[] {array()});
    }

    /** Shape and type only: {@code Tensor(23, 3, 1) float32}. */
    @Override
    public String toString() {
        return "Tensor" + shape + " " + dtype;
    }

    private Object array() {
        return data instanceof Stored stored ? stored.held() : data;
    }

    /** What lies elsewhere, and the array that was fetched last for as long as the collector leaves it. */
    private static final class Stored {
        private final Supplier<float[]> elements;
        private final int length;
        /** Volatile, so that who finds the array finds its numbers. */
        private volatile WeakReference<float[]> last = new WeakReference<>(null);

        Stored(Supplier<float[]> elements, int length) {
            this.elements = elements;
            this.length = length;
        }

        float[] fetch() {
            float[] array = elements.get();
            if (array.length != length) {
                throw new IllegalStateException("Received: " + array.length + " elements instead of " + length);
            }
            return array;
        }

        float[] held() {
            float[] array = last.get();
            if (array == null) {
                array = fetch();
                last = new WeakReference<>(array);
            }
            return array;
        }
    }
}
