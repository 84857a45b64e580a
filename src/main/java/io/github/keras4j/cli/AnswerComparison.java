package io.github.keras4j.cli;

import io.github.keras4j.compare.TensorDiff;
import io.github.keras4j.compare.TensorDiff.Element;
import io.github.keras4j.compare.TensorDiff.ValuesDiff;
import io.github.keras4j.compare.Tolerance;
import io.github.keras4j.data.Json;
import io.github.keras4j.data.JsonTensors;
import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.tensor.DType;
import io.github.keras4j.tensor.Tensor;
import io.github.keras4j.terminal.Sides;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** Compares two files of answers: numbers within the tolerance, everything else exactly. */
final class AnswerComparison {
    private static final Sides SIDES = new Sides("A", "B");
    private static final int SHOWN = 10;

    private final Tolerance tolerance;
    private final PrintWriter out;
    private long different;
    private double greatest;

    AnswerComparison(Tolerance tolerance, PrintWriter out) {
        this.tolerance = tolerance;
        this.out = out;
    }

    /** Prints the differences; returns whether there are none. */
    boolean compare(Path a, Path b) throws IOException {
        boolean numpy = AnswerFile.isNumpy(a);
        if (numpy != AnswerFile.isNumpy(b)) {
            throw new Keras4jException("Arrays are compared with arrays, JSON with JSON. Received: " + a + " and " + b);
        }
        String compared = numpy ? arrays(AnswerFile.arrays(a), AnswerFile.arrays(b)) : texts(a, b);
        if (different > SHOWN) {
            out.println("... and " + (different - SHOWN) + " more");
        }
        String most = String.format(Locale.ROOT, ", greatest difference %.1e", greatest);
        out.println((different == 0 ? "no difference: " : different + " differences: ") + compared + most);
        return different == 0;
    }

    private String texts(Path a, Path b) throws IOException {
        Optional<JsonNode> documentA = AnswerFile.document(a);
        Optional<JsonNode> documentB = AnswerFile.document(b);
        if (documentA.isPresent() && documentB.isPresent()) {
            json("document", documentA.get(), documentB.get());
            return "one document";
        }
        return lines(a, b);
    }

    private String arrays(Map<String, Tensor> a, Map<String, Tensor> b) {
        for (String name : both(a.keySet(), b.keySet())) {
            Optional<Tensor> ofA = Optional.ofNullable(a.get(name));
            Optional<Tensor> ofB = Optional.ofNullable(b.get(name));
            String what = name.isEmpty() ? "array" : "array '" + name + "'";
            if (ofA.isPresent() && ofB.isPresent()) {
                tensors(what, ofA.get(), ofB.get());
            } else {
                differs(what + " is only in " + (ofA.isPresent() ? "A" : "B"));
            }
        }
        return a.size() + (a.size() == 1 ? " array" : " arrays");
    }

    private String lines(Path a, Path b) throws IOException {
        long line = 0;
        try (BufferedReader ofA = AnswerFile.lines(a);
                BufferedReader ofB = AnswerFile.lines(b)) {
            String one = ofA.readLine();
            String other = ofB.readLine();
            while (one != null && other != null) {
                line++;
                line("line " + line, one, other);
                one = ofA.readLine();
                other = ofB.readLine();
            }
            if (one != null || other != null) {
                differs((one == null ? "A" : "B") + " ends after line " + line + ", the other goes on");
            }
        }
        return String.format(Locale.ROOT, "%,d lines", line);
    }

    private void line(String what, String a, String b) {
        if (a.equals(b)) {
            return;
        }
        try {
            json(what, Json.parse(a), Json.parse(b));
        } catch (Keras4jException e) { // the tutorial's format is text
            differs(what + " is " + a + " in A and " + b + " in B");
        }
    }

    private void json(String what, JsonNode a, JsonNode b) {
        Optional<Tensor> numbersA = numbers(a);
        Optional<Tensor> numbersB = numbers(b);
        if (numbersA.isPresent() && numbersB.isPresent()) {
            tensors(what, numbersA.get(), numbersB.get());
        } else if (a.isObject() && b.isObject()) {
            for (String key : both(Set.copyOf(a.propertyNames()), Set.copyOf(b.propertyNames()))) {
                if (a.has(key) && b.has(key)) {
                    json(what + ", '" + key + "'", a.get(key), b.get(key));
                } else {
                    differs(what + ", '" + key + "' is only in " + (a.has(key) ? "A" : "B"));
                }
            }
        } else if (a.isArray() && b.isArray() && a.size() == b.size()) {
            for (int i = 0; i < a.size(); i++) {
                json(what + ", " + i, a.get(i), b.get(i));
            }
        } else if (!a.equals(b)) {
            differs(what + " is " + brief(a) + " in A and " + brief(b) + " in B");
        }
    }

    /** The numbers as float32, predict's own type: JSON has no types. */
    private static Optional<Tensor> numbers(JsonNode node) {
        if (!node.isNumber() && !node.isArray()) {
            return Optional.empty();
        }
        try {
            Tensor read = JsonTensors.read(node);
            return Optional.of(read.dtype() == DType.FLOAT64 ? read.cast(DType.FLOAT32) : read);
        } catch (Keras4jException e) {
            return Optional.empty();
        }
    }

    private void tensors(String what, Tensor a, Tensor b) {
        boolean mixed =
                a.dtype() != b.dtype() && (a.dtype().isFloating() || b.dtype().isFloating());
        TensorDiff diff = mixed
                ? TensorDiff.of(a.cast(DType.FLOAT32), b.cast(DType.FLOAT32), tolerance)
                : TensorDiff.of(a, b, tolerance);
        if (diff instanceof ValuesDiff values) {
            greatest = Math.max(greatest, values.worst().map(Element::absolute).orElse(0.0));
        }
        if (!diff.passes()) {
            differs(what + " " + diff.javaShape() + " " + diff.dtype() + "\n" + SIDES.in(diff.message()));
        }
    }

    private void differs(String text) {
        if (++different <= SHOWN) {
            out.println(text);
        }
    }

    private static Set<String> both(Set<String> a, Set<String> b) {
        Set<String> all = new TreeSet<>(a);
        all.addAll(b);
        return all;
    }

    private static String brief(JsonNode node) {
        String text = node.toString();
        return text.length() <= 80 ? text : text.substring(0, 77) + "...";
    }
}
