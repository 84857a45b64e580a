package io.github.keras4j.engine.purejava.program;

import io.github.keras4j.engine.purejava.values.Lines;
import java.util.List;

/** Which group each element of a tensor belongs to, groups being the positions along some axes. */
public final class Groups {
    private Groups() {}

    /** For each element, its row-major index over the axes given (in ascending order). */
    public static int[] of(int[] shape, List<Integer> axes) {
        boolean[] kept = kept(shape.length, axes);
        int[] strides = new int[shape.length];
        int stride = 1;
        for (int axis = shape.length - 1; axis >= 0; axis--) {
            if (kept[axis]) {
                strides[axis] = stride;
                stride *= shape[axis];
            }
        }
        return Moves.positions(shape, strides, 0);
    }

    /** Number of groups. */
    public static int count(int[] shape, List<Integer> axes) {
        boolean[] kept = kept(shape.length, axes);
        int count = 1;
        for (int axis = 0; axis < shape.length; axis++) {
            count *= kept[axis] ? shape[axis] : 1;
        }
        return count;
    }

    /** All other axes. */
    public static List<Integer> others(int rank, List<Integer> axes) {
        boolean[] kept = kept(rank, axes);
        return java.util.stream.IntStream.range(0, rank)
                .filter(axis -> !kept[axis])
                .boxed()
                .toList();
    }

    private static boolean[] kept(int rank, List<Integer> axes) {
        boolean[] kept = new boolean[rank];
        axes.forEach(axis -> kept[Lines.axis(rank, axis)] = true);
        return kept;
    }
}
