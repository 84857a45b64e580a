package io.github.keras4j.engine.purejava.values;

/** Orders in which the axes of a tensor are transposed, as numpy's {@code transpose} takes them. */
public final class AxisOrder {
    private AxisOrder() {}

    /** Axes 0 to rank - 1 with {@code axis} moved to the end. */
    public static int[] toLast(int rank, int axis) {
        int[] axes = new int[rank];
        int at = 0;
        for (int i = 0; i < rank; i++) {
            if (i != axis) {
                axes[at++] = i;
            }
        }
        axes[rank - 1] = axis;
        return axes;
    }

    /** Axes 0 to rank - 1 with {@code axis} moved behind the batch. */
    public static int[] toSecond(int rank, int axis) {
        int[] axes = new int[rank];
        axes[1] = axis;
        int at = 2;
        for (int i = 1; i < rank; i++) {
            if (i != axis) {
                axes[at++] = i;
            }
        }
        return axes;
    }
}
