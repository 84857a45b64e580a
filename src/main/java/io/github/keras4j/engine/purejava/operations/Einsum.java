package io.github.keras4j.engine.purejava.operations;

import io.github.keras4j.engine.purejava.program.Binding;
import io.github.keras4j.engine.purejava.program.Moves;
import io.github.keras4j.engine.purejava.values.BindException;
import io.github.keras4j.engine.purejava.values.Value;
import io.github.keras4j.model.NumberType;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** numpy's einsum of any number of tensors: a plain sum over all letters that the answer leaves out. */
public final class Einsum {
    private Einsum() {}

    public static Value bind(String equation, List<Value> operands, Binding binding) {
        return bind(equation, operands, NumberType.FLOAT32, binding, binding::step);
    }

    /** Adds a step. */
    interface Steps {
        void add(Runnable step);
    }

    static Value bind(String equation, List<Value> operands, NumberType type, Binding binding, Steps steps) {
        String[] sides = equation.replace(" ", "").split("->", -1);
        String[] terms = sides[0].split(",", -1);
        if (sides.length > 2 || terms.length != operands.size()) {
            throw new BindException("einsum '" + equation + "' of " + operands.size() + " tensors");
        }
        int most = 0;
        int[] dots = new int[terms.length];
        for (int i = 0; i < terms.length; i++) {
            dots[i] = terms[i].contains("...") ? operands.get(i).rank() - (terms[i].length() - 3) : 0;
            if (dots[i] < 0 || dots[i] > 10) {
                throw new BindException(
                        "einsum '" + equation + "' of shape " + operands.get(i).toShape());
            }
            most = Math.max(most, dots[i]);
        }
        String ellipsis = "0123456789".substring(0, most);
        Map<Character, Integer> sizes = new LinkedHashMap<>();
        for (int i = 0; i < terms.length; i++) {
            terms[i] = terms[i].replace("...", ellipsis.substring(most - dots[i]));
            if (terms[i].length() != operands.get(i).rank()) {
                throw new BindException(
                        "einsum '" + equation + "' of shape " + operands.get(i).toShape());
            }
            for (int axis = 0; axis < terms[i].length(); axis++) {
                measure(terms[i].charAt(axis), operands.get(i).size(axis), sizes, equation);
            }
        }
        String target = sides.length == 2 ? sides[1].replace("...", ellipsis) : implied(sides[0], terms, ellipsis);
        return sum(target, terms, sizes, operands, type, binding, steps);
    }

    /** An axis of size 1 under an ellipsis is broadcast. */
    private static void measure(char letter, int size, Map<Character, Integer> sizes, String equation) {
        Integer before = sizes.putIfAbsent(letter, size);
        if (before == null || before == size) {
            return;
        }
        if (!Character.isDigit(letter) || before != 1 && size != 1) {
            throw new BindException("einsum '" + equation + "' with sizes that differ");
        }
        sizes.put(letter, Math.max(before, size));
    }

    /**
     * Without an arrow: the ellipsis and then every letter that stands once, in the alphabet's order. Keras 3 on TensorFlow
     * names the letters anew as they appear (_normalize_einsum_subscripts, 3.15), so another order is refused.
     */
    static String implied(String left, String[] terms, String ellipsis) {
        String all = String.join("", terms);
        StringBuilder letters = new StringBuilder();
        all.chars()
                .filter(Character::isLetter)
                .filter(letter -> all.indexOf(letter) == all.lastIndexOf(letter))
                .forEach(letter -> letters.append((char) letter));
        for (int i = 1; i < letters.length(); i++) {
            if (letters.charAt(i) < letters.charAt(i - 1)) {
                throw new BindException(
                        "einsum '" + left + "' without '->', whose letters do not stand in the alphabet's"
                                + " order: numpy and TensorFlow differ in its axes. Write them after '->'");
            }
        }
        return (left.contains("...") ? ellipsis : "") + letters;
    }

    private static Value sum(
            String target,
            String[] terms,
            Map<Character, Integer> sizes,
            List<Value> operands,
            NumberType type,
            Binding binding,
            Steps steps) {
        StringBuilder letters = new StringBuilder(target);
        sizes.keySet().stream().filter(letter -> target.indexOf(letter) < 0).forEach(letters::append);
        String order = letters.toString();
        int[] all = order.chars()
                .map(letter -> sizes.getOrDefault((char) letter, 1))
                .toArray();
        int[] shape = Arrays.copyOf(all, target.length());
        int[][] at = new int[terms.length][];
        float[][] data = new float[terms.length][];
        for (int i = 0; i < terms.length; i++) {
            int[] strides = new int[all.length];
            int[] own = Moves.strides(operands.get(i).shape());
            for (int axis = 0; axis < terms[i].length(); axis++) {
                boolean repeats = operands.get(i).size(axis) == 1;
                strides[order.indexOf(terms[i].charAt(axis))] += repeats ? 0 : own[axis];
            }
            at[i] = Moves.positions(all, strides, 0);
            data[i] = operands.get(i).data();
        }
        Value y = binding.value(shape);
        int inner = Value.product(all, target.length(), all.length);
        steps.add(() -> {
            for (int i = 0; i < y.data().length; i++) {
                double total = 0;
                for (int j = i * inner; j < (i + 1) * inner; j++) {
                    double product = 1;
                    for (int t = 0; t < data.length; t++) {
                        product *= data[t][at[t][j]];
                    }
                    total += product;
                }
                y.data()[i] = type.store(total);
            }
        });
        return y;
    }
}
