package io.github.keras4j.data;

import io.github.keras4j.errors.InputException;
import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.tensor.DType;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads nested JSON lists of numbers or of strings from tokens, without a tree: rows must be as long as the first one
 * of their depth. All integers give int64, all booleans bool, all strings string, other numbers float64.
 */
final class NestedNumbers {
    /** Beyond it float64 skips integers. */
    static final double EXACT = 1L << 53;

    /** What the elements may be. */
    enum Kind {
        NUMBERS,
        STRINGS,
        /** All of them one or the other. */
        EITHER
    }

    private final JsonParser parser;
    private final boolean keeps;
    /** EITHER until the first element tells. */
    private Kind kind;

    /** By depth: the length of the first list, -1 while it is open; and how many elements the current one has. */
    private long[] sizes = new long[4];

    private long[] counts = new long[4];
    private int depth;
    /** How many lists an element lies in; -1 before the first. */
    private int rank = -1;

    private double[] values = new double[16];
    private final List<String> strings = new ArrayList<>();
    private int used;
    private long elements;
    private boolean integers;
    private boolean booleans;
    private boolean others;

    private NestedNumbers(JsonParser parser, boolean keeps, Kind kind) {
        this.parser = parser;
        this.keeps = keeps;
        this.kind = kind;
    }

    /**
     * @param parser at the first token of the value; afterwards at its last
     * @throws Keras4jException for rows that differ in length, or an element that is of another kind; it names the
     *     place
     */
    static Tensor read(JsonParser parser, Kind kind) {
        NestedNumbers numbers = new NestedNumbers(parser, true, kind);
        numbers.read();
        return numbers.tensor();
    }

    /** As {@link #read}, but keeps no number: how many there are, the complement where they are strings. */
    static long count(JsonParser parser) {
        NestedNumbers numbers = new NestedNumbers(parser, false, Kind.EITHER);
        numbers.read();
        return numbers.kind == Kind.STRINGS ? ~numbers.elements : numbers.elements;
    }

    /**
     * The number or boolean at which a parser stands.
     *
     * @param place for the message
     * @throws Keras4jException for anything else, and for a number beyond float64
     */
    static double scalar(JsonParser parser, Supplier<?> place) {
        switch (parser.currentToken()) {
            case VALUE_TRUE -> {
                return 1;
            }
            case VALUE_FALSE -> {
                return 0;
            }
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
                boolean named = parser.isNaN(); // Infinity and NaN themselves; asked before the number is computed
                double value = parser.getDoubleValue();
                if (Double.isInfinite(value) && !named) {
                    throw new InputException("a number is too great for any float; an infinity is written Infinity."
                            + " Received: " + Json.cut(parser.getString()) + " at " + place.get());
                }
                return value;
            }
            default ->
                throw new InputException(
                        "an element is not a number. Received: " + Json.describe(parser) + " at " + place.get());
        }
    }

    /** The string at which a parser stands; the place is for the message. */
    static String string(JsonParser parser, Supplier<?> place) {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            throw new InputException(
                    "an element is not a string. Received: " + Json.describe(parser) + " at " + place.get());
        }
        return parser.getString();
    }

    /** @throws Keras4jException for a string that no UTF-8 holds */
    static Tensor strings(Shape shape, List<String> strings) {
        try {
            return Tensor.wrap(shape, strings.toArray(String[]::new));
        } catch (IllegalArgumentException e) {
            throw new InputException("a string has half of a character's two \\u escapes", e);
        }
    }

    private void read() {
        JsonToken token = parser.currentToken();
        while (true) {
            if (token == JsonToken.START_ARRAY) {
                open();
            } else if (token == JsonToken.END_ARRAY) {
                close();
            } else {
                element(token);
            }
            if (depth == 0) {
                return;
            }
            token = parser.nextToken();
        }
    }

    private void open() {
        if (depth == rank) {
            throw new InputException(
                    "an element is not a number. Received: " + Json.describe(parser) + " at " + place(depth));
        }
        if (depth == sizes.length) {
            sizes = Arrays.copyOf(sizes, 2 * depth);
            counts = Arrays.copyOf(counts, 2 * depth);
        }
        if (rank < 0) {
            sizes[depth] = -1;
        }
        counts[depth++] = 0;
    }

    private void close() {
        if (rank < 0) {
            rank = depth; // an empty list
        }
        long count = counts[--depth];
        if (sizes[depth] < 0) {
            sizes[depth] = count;
        } else if (sizes[depth] != count) {
            throw differ(count + " elements", depth);
        }
        counted();
    }

    private void element(JsonToken token) {
        if (rank < 0) {
            rank = depth;
        }
        if (depth != rank) {
            throw differ(Json.describe(parser), depth);
        }
        if (kind == Kind.EITHER) {
            kind = token == JsonToken.VALUE_STRING ? Kind.STRINGS : Kind.NUMBERS;
        }
        if (kind == Kind.STRINGS) {
            String text = string(parser, () -> place(depth));
            if (keeps) {
                strings.add(text);
            }
            elements++;
            counted();
            return;
        }
        double value = scalar(parser, () -> place(depth));
        if (token.isBoolean()) {
            booleans = true;
        } else if (token == JsonToken.VALUE_NUMBER_INT && Math.abs(value) <= EXACT) {
            integers = true;
        } else {
            others = true;
        }
        if (keeps) {
            if (used == values.length) {
                values = Arrays.copyOf(values, Math.multiplyExact(2, used));
            }
            values[used++] = value;
        }
        elements++;
        counted();
    }

    private void counted() {
        if (depth > 0) {
            counts[depth - 1]++;
        }
    }

    private Tensor tensor() {
        Shape shape = Shape.of(
                Arrays.stream(sizes, 0, rank).mapToInt(Math::toIntExact).toArray());
        if (kind == Kind.STRINGS) {
            return strings(shape, strings);
        }
        Tensor tensor = Tensor.wrap(shape, used == values.length ? values : Arrays.copyOf(values, used));
        if (others || used == 0 || integers && booleans) {
            return tensor;
        }
        return tensor.cast(integers ? DType.INT64 : DType.BOOL);
    }

    private Keras4jException differ(String received, int axis) {
        return new InputException("rows differ in length. Received: " + received + " at " + place(axis)
                + " where the first row has " + sizes[axis]);
    }

    /** The indices of what is read now: {@code [0, 1]}. */
    private List<Long> place(int axes) {
        List<Long> place = new ArrayList<>();
        for (int axis = 0; axis < axes; axis++) {
            place.add(counts[axis]);
        }
        return place;
    }
}
