package io.github.keras4j.engine.purejava.train.f64.layers;

import io.github.keras4j.engine.purejava.train.f64.Flow;
import java.util.LinkedHashMap;
import java.util.Map;

/** EinsumDense's sums of products, as a product of matrices: letters of both that the answer leaves out are summed over. */
final class Einsum {
    private final Tape tape;
    private final String equation;

    Einsum(Tape tape, String equation) {
        this.tape = tape;
        this.equation = equation.replace(" ", "");
    }

    Flow of(Flow x, Flow kernel) {
        String[] sides = equation.split("->", -1);
        String[] terms = sides[0].split(",", -1);
        int elided = x.sizes.length + 1 - terms[0].replace("...", "").length();
        String digits = "0123456789".substring(0, elided);
        String first = terms[0].replace("...", digits);
        String second = terms[1];
        String target = sides[1].replace("...", digits);
        Map<Character, Integer> sizes = new LinkedHashMap<>();
        note(first, x, sizes);
        note(second, kernel, sizes);
        String both = letters(first, letter -> second.indexOf(letter) >= 0 && target.indexOf(letter) >= 0);
        String summed = letters(first, letter -> second.indexOf(letter) >= 0 && target.indexOf(letter) < 0);
        String rows = letters(first, letter -> second.indexOf(letter) < 0);
        String columns = letters(second, letter -> first.indexOf(letter) < 0);
        Flow left = matrices(x, first, sizes, both, rows, summed);
        Flow right = matrices(kernel, second, sizes, both, summed, columns);
        String order = both + rows + columns;
        Flow y = tape.reshape(tape.product(left, right), shape(order, sizes));
        int[] axes = target.chars().map(order::indexOf).toArray();
        return tape.transpose(y, axes);
    }

    private interface Chosen {
        boolean takes(char letter);
    }

    private static String letters(String term, Chosen chosen) {
        StringBuilder letters = new StringBuilder();
        for (char letter : term.toCharArray()) {
            if (chosen.takes(letter)) {
                letters.append(letter);
            }
        }
        return letters.toString();
    }

    private static void note(String term, Flow flow, Map<Character, Integer> sizes) {
        for (int i = 0; i < term.length(); i++) {
            sizes.put(term.charAt(i), flow.shape()[i]);
        }
    }

    private static int[] shape(String letters, Map<Character, Integer> sizes) {
        return letters.chars()
                .map(letter -> sizes.getOrDefault((char) letter, 1))
                .toArray();
    }

    /** (groups, rows, columns). */
    private Flow matrices(
            Flow flow, String term, Map<Character, Integer> sizes, String groups, String rows, String columns) {
        int[] axes = (groups + rows + columns).chars().map(term::indexOf).toArray();
        return tape.reshape(
                tape.transpose(flow, axes),
                Axes.product(shape(groups, sizes)),
                Axes.product(shape(rows, sizes)),
                Axes.product(shape(columns, sizes)));
    }
}
