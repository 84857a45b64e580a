package io.github.keras4j.spark;

import io.github.keras4j.data.JsonTensors;
import io.github.keras4j.errors.InputException;
import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.tensor.DType;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import scala.collection.Iterator;
import scala.collection.Seq;

/** Numbers or strings and nested arrays of them, between columns and tensors. */
final class ColumnNumbers {
    private double[] values = new double[16];
    private final List<String> strings = new ArrayList<>();
    private int used;
    private final List<Integer> sizes = new ArrayList<>();
    private int rank = -1;

    private final String input;

    private ColumnNumbers(String input) {
        this.input = input;
    }

    /**
     * A value of a column.
     *
     * @param input what it is for, for messages
     * @throws Keras4jException for a null, or rows that differ in length
     */
    static Tensor read(@Nullable Object value, String input) {
        ColumnNumbers numbers = new ColumnNumbers(input);
        numbers.add(value, 0);
        Shape shape =
                Shape.of(numbers.sizes.stream().mapToInt(Integer::intValue).toArray());
        return numbers.strings.isEmpty()
                ? Tensor.wrap(shape, Arrays.copyOf(numbers.values, numbers.used))
                : JsonTensors.strings(shape, numbers.strings);
    }

    /**
     * A sample's output: a float, or lists of them.
     *
     * @throws Keras4jException for strings, since the column is of floats
     */
    static Object write(Tensor output) {
        if (output.dtype() == DType.STRING) {
            throw new InputException("the model gives strings, which are not written into columns");
        }
        return output.shape().rank() == 0
                ? output.getFloat(0)
                : output.unstack().stream().map(ColumnNumbers::write).toArray();
    }

    private void add(@Nullable Object value, int depth) {
        if (value instanceof Seq<?> list) {
            if (depth == sizes.size() && rank < 0) {
                sizes.add(list.size());
            } else if (depth >= sizes.size() || sizes.get(depth) != list.size()) {
                throw new InputException("input '" + input + "': rows differ in length. Received: " + list.size()
                        + " elements where the first row has " + (depth < sizes.size() ? sizes.get(depth) : "none"));
            }
            if (list.isEmpty()) {
                rank = sizes.size();
            }
            Iterator<?> elements = list.iterator();
            while (elements.hasNext()) {
                add(elements.next(), depth + 1);
            }
            return;
        }
        rank = depth;
        if (value instanceof String text && used == 0) {
            strings.add(text);
            return;
        }
        if (used == values.length) {
            values = Arrays.copyOf(values, 2 * used);
        }
        values[used++] = number(value);
    }

    private double number(@Nullable Object value) {
        if (value instanceof Number number && strings.isEmpty()) {
            return number.doubleValue();
        }
        if (value instanceof Boolean flag) {
            return flag ? 1 : 0;
        }
        throw new InputException("input '" + input + "': numbers are wanted, or strings. Received: " + value);
    }
}
