package io.github.keras4j.model.operations;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * One parameter of an operation.
 *
 * @param name as Keras calls it
 * @param kind what it takes
 * @param optional whether it may be missing (a tensor) or None (an attribute)
 * @param otherwise what stands in where the call does not say; empty where it must, and for None
 * @param required whether the call must say it
 * @param tensorFlowOnly whether only tf.* has it, so that Keras 3's files must not
 */
public record Parameter(
        String name,
        Kind kind,
        boolean optional,
        Optional<Object> otherwise,
        boolean required,
        boolean tensorFlowOnly) {

    /** What a parameter takes. */
    public enum Kind {
        /** A tensor of the model or a constant. */
        TENSOR,
        /** Several of them, or one. */
        TENSORS,
        /** True or False. */
        FLAG,
        /** A whole number. */
        INT,
        /** A number. */
        NUMBER,
        /** A number or a list of numbers. */
        NUMBERS,
        /** A name. */
        TEXT,
        /** A whole number or a list of them. */
        INTS,
        /** A whole number, a list of them, or a list of such lists. */
        PAIRS,
        /** The name of a type. */
        TYPE,
        /** What stands in {@code x[...]}. */
        KEY,
        /** Which norm: a number or a name. */
        ORDER,
        /** Whole numbers by name. */
        LENGTHS;

        /** {@return whether it takes tensors} */
        public boolean isTensor() {
            return this == TENSOR || this == TENSORS;
        }
    }

    /** {@code x}, {@code x?}, {@code xs*}. */
    static Parameter operand(String text) {
        String name = text.replaceAll("[+?*]", "");
        return new Parameter(
                name,
                text.endsWith("*") ? Kind.TENSORS : Kind.TENSOR,
                text.endsWith("?"),
                Optional.empty(),
                !text.endsWith("?"),
                text.startsWith("+"));
    }

    /** {@code axis: ints? = None}. */
    static Parameter attribute(String text) {
        String[] sides = text.split(" = ", 2);
        String[] names = sides[0].split(": ", 2);
        String kindName = names[1].replace("?", "");
        Kind kind = Kind.valueOf(kindName.toUpperCase(java.util.Locale.ROOT));
        Optional<Object> otherwise =
                sides.length == 1 || sides[1].equals("None") ? Optional.empty() : Optional.of(value(kind, sides[1]));
        return new Parameter(
                names[0].replace("+", ""),
                kind,
                names[1].endsWith("?"),
                otherwise,
                sides.length == 1,
                names[0].startsWith("+"));
    }

    private static Object value(Kind kind, String text) {
        return switch (kind) {
            case FLAG -> text.equals("True");
            case INT -> Integer.valueOf(text);
            case NUMBER -> Double.valueOf(text);
            case NUMBERS -> Arrays.stream(text.split(" ")).map(Double::valueOf).toList();
            case INTS, PAIRS -> {
                List<Integer> all =
                        Arrays.stream(text.split(" ")).map(Integer::valueOf).toList();
                yield all.size() == 1 ? (Object) all.get(0) : all;
            }
            default -> text;
        };
    }
}
