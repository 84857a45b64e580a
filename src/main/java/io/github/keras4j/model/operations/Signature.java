package io.github.keras4j.model.operations;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What an operation takes and gives.
 *
 * @param op its name, after {@code keras.ops}
 * @param className Keras 3's class of it; empty where only tf.* has it
 * @param parameters tensors first, then the others, each in Keras's order
 * @param types rules for the types of its outputs, for {@link ResultTypes}
 * @param refusal why it is not run, where it is not
 */
public record Signature(
        String op, String className, List<Parameter> parameters, List<String> types, Optional<String> refusal) {

    /** {@return the parameters that take tensors} */
    public List<Parameter> operands() {
        return parameters.stream()
                .filter(parameter -> parameter.kind().isTensor())
                .toList();
    }

    /** A line of the table. */
    static Signature of(String line) {
        int open = line.indexOf('(');
        int close = line.lastIndexOf(')', firstOf(line, ") -> ", ") ! ") + 1);
        String[] names = line.substring(0, open).split(" ");
        String op = names[0].replace("+", "");
        String className = names.length > 1 ? names[1] : line.startsWith("+") ? "" : camelCase(op);
        List<Parameter> parameters = new ArrayList<>();
        String[] halves = line.substring(open + 1, close).split("; ", 2);
        items(halves[0]).forEach(text -> parameters.add(Parameter.operand(text)));
        if (halves.length > 1) {
            items(halves[1]).forEach(text -> parameters.add(Parameter.attribute(text)));
        }
        String rest = line.substring(close + 2);
        return rest.startsWith("! ")
                ? new Signature(op, className, parameters, List.of("same"), Optional.of(rest.substring(2)))
                : new Signature(op, className, parameters, items(rest.substring(3)), Optional.empty());
    }

    private static int firstOf(String line, String... marks) {
        return Arrays.stream(marks)
                .mapToInt(line::indexOf)
                .filter(at -> at >= 0)
                .min()
                .orElseThrow(() -> new IllegalStateException("no types and no reason: " + line));
    }

    private static List<String> items(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split(", "));
    }

    private static String camelCase(String op) {
        StringBuilder name = new StringBuilder();
        for (String word : op.split("_")) {
            name.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
        }
        return name.toString();
    }
}
