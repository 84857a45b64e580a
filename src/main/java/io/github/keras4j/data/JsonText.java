package io.github.keras4j.data;

import io.github.keras4j.limits.PlainText;
import io.github.keras4j.tensor.DType;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.util.List;
import java.util.Map;
import tools.jackson.core.io.JsonStringEncoder;
import tools.jackson.core.io.NumberOutput;

/** Writes JSON text; floats are the shortest that read back as the same number of their own type. */
public final class JsonText {
    private JsonText() {}

    /** A text in quotes; JSON allows C1 as it is, and a terminal takes it as a command. */
    public static String quoted(String text) {
        return "\"" + PlainText.of(new String(JsonStringEncoder.getInstance().quoteAsCharArray(text))) + "\"";
    }

    /** {@code {"name": value, ...}}; what is no number in JSON is null. */
    public static String object(Map<String, List<Double>> values, boolean single) {
        StringBuilder text = new StringBuilder("{");
        values.forEach((name, numbers) -> {
            text.append(text.length() > 1 ? ", " : "").append(quoted(name)).append(": ");
            List<String> written = numbers.stream()
                    .map(number -> Double.isFinite(number) ? number.toString() : "null")
                    .toList();
            text.append(single ? written.get(0) : written.toString());
        });
        return text.append('}').toString();
    }

    /** The tensor as nested lists; a scalar as the number alone. */
    public static String nested(Tensor tensor) {
        StringBuilder text = new StringBuilder(tensor.size() * 12 + 16);
        appendNested(text, tensor);
        return text.toString();
    }

    /** As {@link #nested}, onto the end of a text. */
    public static void appendNested(StringBuilder text, Tensor tensor) {
        append(text, tensor, 0, 0, tensor.size());
    }

    /** All elements in one flat list, as KServe writes them. */
    public static void appendFlat(StringBuilder text, Tensor tensor) {
        append(text, tensor.reshape(Shape.of(tensor.size())), 0, 0, tensor.size());
    }

    /** One number: {@code 0.68}, {@code 1.0E-5}, {@code NaN}; or one string in quotes. */
    public static void appendNumber(StringBuilder text, Tensor tensor, int index) {
        switch (tensor.dtype()) {
            // Float.toString of JDK 17 is not always the shortest (JDK-4511638); Jackson's Schubfach is
            case FLOAT32 -> text.append(NumberOutput.toString(tensor.getFloat(index), true));
            case FLOAT64 -> text.append(NumberOutput.toString(tensor.getDouble(index), true));
            case BOOL -> text.append(tensor.getDouble(index) != 0);
            case INT32, INT64 -> text.append(tensor.getLong(index));
            case STRING -> text.append(quoted(tensor.getString(index)));
        }
    }

    /** A float as {@link #appendNumber} writes it. */
    public static String number(float value) {
        return NumberOutput.toString(value, true);
    }

    private static void append(StringBuilder text, Tensor tensor, int axis, int from, int size) {
        if (axis == tensor.shape().rank()) {
            appendNumber(text, tensor, from);
            return;
        }
        int count = tensor.shape().size(axis);
        int part = count == 0 ? 0 : size / count;
        text.append('[');
        for (int i = 0; i < count; i++) {
            if (i > 0) {
                text.append(", ");
            }
            append(text, tensor, axis + 1, from + i * part, part);
        }
        text.append(']');
    }

    /** KServe's name of a type. */
    public static String kserveType(DType dtype) {
        return switch (dtype) {
            case FLOAT32 -> "FP32";
            case FLOAT64 -> "FP64";
            case INT32 -> "INT32";
            case INT64 -> "INT64";
            case BOOL -> "BOOL";
            case STRING -> "BYTES";
        };
    }
}
