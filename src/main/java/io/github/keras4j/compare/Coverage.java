package io.github.keras4j.compare;

import java.util.List;
import java.util.Locale;

/**
 * What a fixture's recorded calls notice: each array of weights, each unit and some single weights were changed a
 * little, and the calls were compared again.
 *
 * @param arrays how many arrays of weights the model has
 * @param missedArrays those whose change no call noticed, by path: {@code dense_1/kernel}
 * @param units how many units (columns of a kernel, rows of an embedding) were changed, one at a time
 * @param unitsNoticed how many of those changes were noticed
 * @param weights the single weights that were changed
 * @param dead units that gave nothing but zeros, by layer
 * @param seconds how long it took
 */
public record Coverage(
        int arrays,
        List<String> missedArrays,
        int units,
        int unitsNoticed,
        List<Weight> weights,
        List<Dead> dead,
        double seconds) {
    /** The lists are copied. */
    public Coverage {
        missedArrays = List.copyOf(missedArrays);
        weights = List.copyOf(weights);
        dead = List.copyOf(dead);
    }

    /**
     * A single weight that was changed, by {@code change} to each side.
     *
     * @param array its array's path
     * @param index flat, row-major
     * @param change at least 0
     * @param noticed whether the calls notice it, either way
     */
    public record Weight(String array, int index, double change, boolean noticed) {}

    /**
     * Units of a layer that are dead for the recorded inputs: no weight into or out of them can be noticed.
     *
     * @param layer its name
     * @param units their numbers, from 0
     * @param of how many units the layer has
     */
    public record Dead(String layer, List<Integer> units, int of) {
        /** In one line: {@code 4 of 32 units of 'dense_1' are dead for these inputs: 3, 7, 12, 30}. */
        public String message() {
            int most = 12;
            String listed = String.join(
                    ", ", units.stream().limit(most).map(String::valueOf).toList());
            return String.format(
                    Locale.ROOT,
                    "%d of %d units of '%s' %s dead for these inputs: %s%s",
                    units.size(),
                    of,
                    layer,
                    units.size() == 1 ? "is" : "are",
                    listed,
                    units.size() > most ? ", ..." : "");
        }
    }

    /** {@return how many single weights' changes were noticed} */
    public long weightsNoticed() {
        return weights.stream().filter(Weight::noticed).count();
    }

    /** In one line: {@code notices 89 of 96 arrays, 1,203 of 1,240 units, 188 of 200 sampled weights}. */
    public String summary() {
        return String.format(
                Locale.ROOT,
                "notices %,d of %,d arrays, %,d of %,d units, %,d of %,d sampled weights",
                arrays - missedArrays.size(),
                arrays,
                unitsNoticed,
                units,
                weightsNoticed(),
                weights.size());
    }

    /** The summary, and a line for what is missed. */
    public List<String> lines() {
        List<String> lines = new java.util.ArrayList<>();
        lines.add(summary());
        dead.forEach(one -> lines.add(one.message()));
        if (!missedArrays.isEmpty()) {
            lines.add("not noticed: "
                    + String.join(", ", missedArrays.subList(0, Math.min(12, missedArrays.size())))
                    + (missedArrays.size() > 12 ? ", ..." : ""));
        }
        return lines;
    }
}
