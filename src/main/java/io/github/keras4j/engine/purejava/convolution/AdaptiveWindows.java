package io.github.keras4j.engine.purejava.convolution;

import io.github.keras4j.engine.purejava.values.BindException;
import io.github.keras4j.engine.purejava.values.Value;
import java.util.Arrays;
import java.util.List;

/** The windows of adaptive pooling: as many as the output has positions, of sizes that may differ by one. */
final class AdaptiveWindows {
    private AdaptiveWindows() {}

    /** @param x channels last */
    static PoolLayer.Places places(List<Integer> outputSize, Value x) {
        if (x.rank() != outputSize.size() + 2) {
            throw new BindException("takes " + (outputSize.size() + 2) + " axes");
        }
        int[] sizes = outputSize.stream().mapToInt(Integer::intValue).toArray();
        int outs = Arrays.stream(sizes).reduce(1, Math::multiplyExact);
        int[] first = new int[outs + 1];
        int[][] windows = new int[outs][];
        for (int out = 0; out < outs; out++) {
            windows[out] = window(out, sizes, x);
            first[out + 1] = Math.addExact(first[out], windows[out].length);
        }
        int[] all = new int[first[outs]];
        for (int out = 0; out < outs; out++) {
            System.arraycopy(windows[out], 0, all, first[out], windows[out].length);
        }
        return new PoolLayer.Places(sizes, all, first);
    }

    /** The places that the output's position looks at, row-major. */
    private static int[] window(int out, int[] sizes, Value x) {
        int[] places = {0};
        int rest = out;
        int stride = x.lastSize();
        for (int axis = sizes.length - 1; axis >= 0; axis--) {
            int in = x.size(axis + 1);
            int position = rest % sizes[axis];
            rest /= sizes[axis];
            int start = (int) Math.floorDiv((long) position * in, sizes[axis]);
            int end = (int) -Math.floorDiv(-(position + 1L) * in, sizes[axis]);
            int step = stride;
            int[] inner = places;
            places = Arrays.stream(range(start, end))
                    .flatMap(at -> Arrays.stream(inner).map(place -> at * step + place))
                    .toArray();
            stride *= in;
        }
        return places;
    }

    private static int[] range(int start, int end) {
        int[] range = new int[end - start];
        Arrays.setAll(range, i -> start + i);
        return range;
    }
}
