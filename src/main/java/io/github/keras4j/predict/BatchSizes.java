package io.github.keras4j.predict;

import io.github.keras4j.model.Core;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.model.shapes.Shapes;
import io.github.keras4j.tensor.Shape;
import java.util.Arrays;
import java.util.List;

/** The batch size if the user gives none. */
public final class BatchSizes {
    /** For small samples. The kernels are at their best there: twice as many cost twice as much. */
    private static final int SMALL = 256;

    private static final int LARGE_SAMPLE = 4096;
    /** For large samples: this many numbers per batch, inputs and outputs, so that they fit into the caches. */
    private static final int NUMBERS = 1 << 18;
    /** Samples of open size are run by size, each batch filled up with copies. */
    private static final int OPEN = 16;

    private BatchSizes() {}

    /** @param texts whether a recipe makes samples of open size all alike */
    public static int suggested(KerasModel model, boolean texts) {
        long elements = 0;
        boolean open = false;
        for (var ref : model.network().inputs()) {
            if (model.network().node(ref).layer() instanceof Core.InputLayer layer) {
                Shape sample = layer.shape().slice(1, layer.shape().rank());
                open |= !sample.isKnown();
                elements += elements(sample);
            }
        }
        List<List<Shape>> shapes = Shapes.infer(model.network());
        for (var ref : model.network().outputs()) {
            elements += Shapes.find(shapes, ref)
                    .filter(output -> output.rank() > 0)
                    .map(output -> elements(output.slice(1, output.rank())))
                    .orElse(0L);
        }
        int most = open && !texts ? OPEN : SMALL;
        return elements <= LARGE_SAMPLE
                ? most
                : Math.min(most, Math.max(1, Integer.highestOneBit((int) (NUMBERS / elements))));
    }

    /** Where sizes are open, of what is known. */
    private static long elements(Shape shape) {
        return Arrays.stream(shape.sizes())
                .filter(size -> size != Shape.UNKNOWN)
                .asLongStream()
                .reduce(1, (a, b) -> a * b);
    }
}
