package io.github.keras4j.engine.dl4j.layers;

import io.github.keras4j.engine.dl4j.arrays.Arrays;
import io.github.keras4j.engine.dl4j.arrays.Ops;
import io.github.keras4j.engine.dl4j.arrays.UnfitException;
import io.github.keras4j.engine.dl4j.arrays.Value;
import java.util.ArrayList;
import java.util.List;

/** numpy's einsum of two arrays, as one batched matrix product. */
final class Einsum {
    private Einsum() {}

    static Value run(String equation, Value a, Value b) {
        String plain = equation.replace(" ", "");
        int comma = plain.indexOf(',');
        int arrow = plain.indexOf("->");
        if (comma < 0 || arrow < comma) {
            throw new UnfitException("takes an equation of two inputs and an output. Received: " + equation);
        }
        String first = spelt(plain.substring(0, comma), a.rank());
        String second = spelt(plain.substring(comma + 1, arrow), b.rank());
        int rest =
                Math.max(dots(plain.substring(0, comma), a.rank()), dots(plain.substring(comma + 1, arrow), b.rank()));
        String output = plain.substring(arrow + 2).replace("...", "0123456789".substring(0, rest));
        return multiply(first, sumAway(first, a, second, output), second, b, output);
    }

    private static int dots(String letters, int rank) {
        return letters.contains("...") ? rank - (letters.length() - 3) : 0;
    }

    /** An ellipsis as digits, one for each axis that it stands for. */
    private static String spelt(String letters, int rank) {
        String spelt = letters.replace("...", "0123456789".substring(0, Math.max(dots(letters, rank), 0)));
        if (spelt.length() != rank || spelt.chars().distinct().count() != rank) {
            throw new UnfitException("the equation's letters '" + letters + "' are not " + rank + " different axes");
        }
        return spelt;
    }

    private static Value sumAway(String letters, Value x, String other, String output) {
        for (char letter : letters.toCharArray()) {
            if (other.indexOf(letter) < 0 && output.indexOf(letter) < 0) {
                throw new UnfitException(
                        "an axis that stands in one input alone is not summed over here. Received: " + letter);
            }
        }
        return x;
    }

    private static Value multiply(String first, Value a, String second, Value b, String output) {
        StringBuilder batch = new StringBuilder();
        StringBuilder summed = new StringBuilder();
        StringBuilder left = new StringBuilder();
        StringBuilder right = new StringBuilder();
        for (char letter : first.toCharArray()) {
            boolean both = second.indexOf(letter) >= 0;
            boolean kept = output.indexOf(letter) >= 0;
            (both ? kept ? batch : summed : left).append(letter);
        }
        for (char letter : second.toCharArray()) {
            if (first.indexOf(letter) < 0) {
                right.append(letter);
            }
        }
        Value moved = Ops.permute(a, order(first, "" + batch + left + summed));
        Value other = Ops.permute(b, order(second, "" + batch + summed + right));
        long samples = Arrays.product(moved.shape(), 0, batch.length());
        long rows = Arrays.product(moved.shape(), batch.length(), batch.length() + left.length());
        long inner = moved.length() / Math.max(samples * rows, 1);
        long columns = other.length() / Math.max(samples * inner, 1);
        Value product =
                Ops.batchMatmul(Ops.reshape(moved, samples, rows, inner), Ops.reshape(other, samples, inner, columns));
        List<Long> sizes = new ArrayList<>();
        String letters = "" + batch + left + right;
        for (char letter : letters.toCharArray()) {
            int at = first.indexOf(letter);
            sizes.add((long) (at >= 0 ? a.size(at) : b.size(second.indexOf(letter))));
        }
        Value shaped =
                Ops.reshape(product, sizes.stream().mapToLong(Long::longValue).toArray());
        return Ops.permute(shaped, order(letters, output));
    }

    private static int[] order(String from, String to) {
        int[] axes = new int[to.length()];
        for (int i = 0; i < axes.length; i++) {
            axes[i] = from.indexOf(to.charAt(i));
            if (axes[i] < 0) {
                throw new UnfitException("the output's letter '" + to.charAt(i) + "' stands in no input");
            }
        }
        return axes;
    }
}
