package io.github.keras4j.model.operations;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A function of TensorFlow in the words of an operation, a line of the table {@code tensorflow.txt}.
 *
 * @param parameters TensorFlow's, in order, with their default as written there; {@code *} where any value will do,
 *     empty where the call must say it
 * @param op the operation's name
 * @param arguments the operation's, by name
 * @param types rules for the outputs' types
 * @param several whether its first parameter takes several tensors of a graph's node
 * @param refusal why it is not run, where it is not
 */
public record TensorFlowFunction(
        Map<String, String> parameters,
        String op,
        Map<String, Argument> arguments,
        List<String> types,
        boolean several,
        Optional<String> refusal) {
    private static final Map<String, TensorFlowFunction> BY_NAME = new HashMap<>();

    static {
        for (String line : Signatures.lines("tensorflow.txt")) {
            String names = line.substring(0, Math.min(indexOr(line, '('), indexOr(line, ' ')));
            TensorFlowFunction function = parse(line, names);
            for (String name : names.split("\\|")) {
                if (BY_NAME.put(name, function) != null) {
                    throw new IllegalStateException("twice in the table: " + name);
                }
            }
        }
    }

    /**
     * What an operation's argument is made of.
     *
     * @param converter how; empty where it is the parameter itself
     * @param of the parameters it takes; or one constant as Python writes it
     */
    public record Argument(String converter, List<String> of, boolean isConstant) {}

    /** By the name in a TFOpLambda's configuration. */
    public static Optional<TensorFlowFunction> named(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    /** All names of the table. */
    public static Set<String> names() {
        return Set.copyOf(BY_NAME.keySet());
    }

    private static int indexOr(String line, char letter) {
        int at = line.indexOf(letter);
        return at < 0 ? line.length() : at;
    }

    private static TensorFlowFunction parse(String line, String names) {
        int refused = line.indexOf(" ! ");
        if (refused >= 0) {
            return new TensorFlowFunction(
                    Map.of(), "", Map.of(), List.of(), false, Optional.of(line.substring(refused + 3)));
        }
        String[] sides = line.substring(names.length()).split("\\) = ", 2);
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String item : items(sides[0].substring(1))) {
            String[] parts = item.replace("*,", ",").split("=", 2);
            parameters.put(parts[0].replace("*", ""), parts.length > 1 ? parts[1] : "");
        }
        String[] target = sides[1].split("\\) -> ", 2);
        String op = target[0].substring(0, target[0].indexOf('('));
        String body = target[0].substring(op.length() + 1);
        Signature signature = Signatures.named(op);
        Map<String, Argument> arguments = new LinkedHashMap<>();
        int position = 0;
        for (String item : items(target.length == 1 ? body.substring(0, body.length() - 1) : body)) {
            int equals = item.indexOf('=');
            boolean named = equals > 0 && !item.substring(0, equals).contains("(");
            String name = named
                    ? item.substring(0, equals)
                    : signature.parameters().get(position++).name();
            arguments.put(name, argument(named ? item.substring(equals + 1) : item, parameters));
        }
        return new TensorFlowFunction(
                parameters,
                op,
                arguments,
                target.length == 1 ? signature.types() : List.of(target[1].split(", ")),
                sides[0].contains("*, ") && sides[0].matches("\\(\\w+\\*.*"),
                Optional.empty());
    }

    private static Argument argument(String text, Map<String, String> parameters) {
        int open = text.indexOf('(');
        if (open > 0) {
            List<String> of =
                    List.of(text.substring(open + 1, text.length() - 1).split(", "));
            return new Argument(text.substring(0, open), of, false);
        }
        return new Argument("", List.of(text), !parameters.containsKey(text));
    }

    /** Splits at commas outside of brackets. */
    private static List<String> items(String text) {
        List<String> items = new ArrayList<>();
        int depth = 0;
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i);
            depth += letter == '(' || letter == '[' ? 1 : letter == ')' || letter == ']' ? -1 : 0;
            if (letter == ',' && depth == 0) {
                items.add(text.substring(from, i).strip());
                from = i + 1;
            }
        }
        if (!text.isBlank()) {
            items.add(text.substring(from).strip());
        }
        return items;
    }
}
