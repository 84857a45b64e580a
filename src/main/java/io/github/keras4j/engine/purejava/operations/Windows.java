package io.github.keras4j.engine.purejava.operations;

import io.github.keras4j.engine.purejava.program.Moves;
import io.github.keras4j.engine.purejava.values.BindException;
import io.github.keras4j.engine.purejava.values.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/** Pooling, patches, and space moved to channels and back. */
final class Windows {
    private Windows() {}

    static void addTo(Map<String, Operation> all) {
        Operations.single(all, "max_pool", call -> pool(call, true));
        Operations.single(all, "average_pool", call -> pool(call, false));
        Operations.single(all, "adaptive_max_pool", call -> adaptive(call, true));
        Operations.single(all, "adaptive_average_pool", call -> adaptive(call, false));
        Operations.single(
                all,
                "extract_patches",
                call -> patches(call, call.integers("size").size() == 3 ? 3 : 2));
        Operations.single(all, "depth_to_space", call -> blocks(call, true));
        Operations.single(all, "space_to_depth", call -> blocks(call, false));
        Operations.single(all, "unfold", Windows::unfold);
        Operations.single(all, "fold", Windows::fold);
        Operations.single(
                all,
                "extract_sequences",
                call -> frames(call, call.x(), call.integer("sequence_length"), call.integer("sequence_stride")));
    }

    private static Value pool(OperationCall call, boolean max) {
        boolean first = Layout.first(call);
        Value x = Layout.last(call, call.value("inputs"), first);
        int rank = x.rank() - 2;
        int[] size = call.sizes("pool_size", rank);
        int[] strides = call.has("strides") ? call.sizes("strides", rank) : size;
        Geometry geometry = Geometry.of(
                Geometry.spatial(x),
                size,
                strides,
                Convolutions.ones(rank),
                call.text("padding").toLowerCase(Locale.ROOT));
        return Layout.back(call, pool(call, x, geometry, max), first);
    }

    /** What lies outside is not counted. */
    private static Value pool(OperationCall call, Value x, Geometry geometry, boolean max) {
        int channels = x.lastSize();
        int windows = geometry.at().length;
        int places = geometry.places();
        return call.fill(geometry.shape(x.size(0), channels), i -> {
            int base = i / channels / windows * places;
            double sum = 0;
            double best = Double.NEGATIVE_INFINITY;
            int count = 0;
            for (int at : geometry.at()[i / channels % windows]) {
                if (at >= 0) {
                    double v = x.data()[(base + at) * channels + i % channels];
                    sum += v;
                    best = Math.max(best, v);
                    count++;
                }
            }
            return max ? best : sum / count;
        });
    }

    /** Window i of n runs from floor(i * size / n) to ceil((i + 1) * size / n), along one axis after the other. */
    private static Value adaptive(OperationCall call, boolean max) {
        boolean first = Layout.first(call);
        Value x = Layout.last(call, call.value("inputs"), first);
        int[] target = call.sizes("output_size", x.rank() - 2);
        int[] in = Geometry.spatial(x);
        int windows = Value.product(target, 0, target.length);
        int[] outStrides = Moves.strides(target);
        int[][] at = new int[windows][];
        for (int o = 0; o < windows; o++) {
            int[] places = {0};
            for (int axis = 0; axis < in.length; axis++) {
                int i = o / outStrides[axis] % target[axis];
                int from = i * in[axis] / target[axis];
                int to = -Math.floorDiv(-(i + 1) * in[axis], target[axis]);
                int size = in[axis];
                places = Arrays.stream(places)
                        .flatMap(place -> IntStream.range(from, to).map(p -> place * size + p))
                        .toArray();
            }
            at[o] = places;
        }
        return Layout.back(call, pool(call, x, new Geometry(in, target, at), max), first);
    }

    /** A window's pixels, each with its channels, become channels. Without a batch axis, one image. */
    private static Value patches(OperationCall call, int rank) {
        Value given = call.value("images");
        boolean first = Layout.first(call);
        boolean alone = given.rank() == rank + 1;
        Value x = Layout.last(call, alone ? Reshapes.expand(given, List.of(0)) : given, first);
        if (x.rank() != rank + 2) {
            throw new BindException("patches are taken of images. Received: shape " + given.toShape());
        }
        int[] size = call.sizes("size", rank);
        int[] strides = call.has("strides") ? call.sizes("strides", rank) : size;
        Geometry geometry = Geometry.of(
                Geometry.spatial(x), size, strides, call.sizes("dilation_rate", rank), call.text("padding"));
        Value y = Layout.back(call, patches(call, x, geometry), first);
        return alone ? y.reshaped(Arrays.copyOfRange(y.shape(), 1, y.rank())) : y;
    }

    private static Value patches(OperationCall call, Value x, Geometry geometry) {
        int channels = x.lastSize();
        int windows = geometry.at().length;
        int elements = windows == 0 ? 0 : geometry.at()[0].length;
        int[] shape = geometry.shape(x.size(0), elements * channels);
        int[] positions = new int[Value.product(shape, 0, shape.length)];
        for (int i = 0; i < positions.length; i++) {
            int pixel = i / channels;
            int at = geometry.at()[pixel / elements % windows][pixel % elements];
            positions[i] =
                    at < 0 ? -1 : (pixel / elements / windows * geometry.places() + at) * channels + i % channels;
        }
        return Moves.gather(x, positions, shape, call.binding());
    }

    /** TensorFlow's order of a block's pixels: rows, columns, and the channels of each pixel together. */
    private static Value blocks(OperationCall call, boolean toSpace) {
        boolean first = Layout.first(call);
        Value x = Layout.last(call, call.x(), first);
        int block = call.integer("block_size");
        if (x.rank() != 4) {
            throw new BindException("it takes a batch of images. Received: shape " + x.toShape());
        }
        int batch = x.size(0);
        int height = x.size(1);
        int width = x.size(2);
        int channels = x.lastSize();
        int[] order = {0, 1, 3, 2, 4, 5};
        if (toSpace ? channels % (block * block) != 0 : height % block != 0 || width % block != 0) {
            throw new BindException("blocks of " + block + " do not fill shape " + x.toShape());
        }
        Value split = toSpace
                ? x.reshaped(batch, height, width, block, block, channels / block / block)
                : x.reshaped(batch, height / block, block, width / block, block, channels);
        Value moved = Moves.transpose(split, call.binding(), order);
        Value y = toSpace
                ? moved.reshaped(batch, height * block, width * block, channels / block / block)
                : moved.reshaped(batch, height / block, width / block, channels * block * block);
        return Layout.back(call, y, first);
    }

    private static Geometry foldGeometry(OperationCall call, int[] size) {
        int[] kernel = call.sizes("kernel_size", 2);
        int[] dilation = call.sizes("dilation", 2);
        int[] padding = call.counts("padding", 2);
        int[] strides = call.sizes("stride", 2);
        int[] out = new int[2];
        for (int axis = 0; axis < 2; axis++) {
            out[axis] = (size[axis] + 2 * padding[axis] - dilation[axis] * (kernel[axis] - 1) - 1) / strides[axis] + 1;
        }
        return Geometry.of(size, out, kernel, strides, dilation, padding);
    }

    /** From {@code [batch, channels, height, width]} to {@code [batch, channels * window, windows]}. */
    private static Value unfold(OperationCall call) {
        Value x = call.x();
        if (x.rank() != 4) {
            throw new BindException("unfold takes a batch of images. Received: shape " + x.toShape());
        }
        Geometry geometry = foldGeometry(call, new int[] {x.size(2), x.size(3)});
        int windows = geometry.at().length;
        int elements = geometry.at()[0].length;
        int[] shape = {x.size(0), x.size(1) * elements, windows};
        int[] positions = new int[Value.product(shape, 0, 3)];
        for (int i = 0; i < positions.length; i++) {
            int row = i / windows;
            int at = geometry.at()[i % windows][row % elements];
            positions[i] = at < 0 ? -1 : row / elements * geometry.places() + at;
        }
        return Moves.gather(x, positions, shape, call.binding());
    }

    /** The other way round; what overlaps adds up. */
    private static Value fold(OperationCall call) {
        Value x = call.x();
        int[] size = call.sizes("output_size", 2);
        Geometry geometry = foldGeometry(call, size);
        int windows = geometry.at().length;
        int elements = geometry.at()[0].length;
        if (x.rank() != 3 || x.lastSize() != windows || x.size(1) % elements != 0) {
            throw new BindException("fold takes a batch of " + windows + " windows. Received: shape " + x.toShape());
        }
        Value y = call.binding().value(x.size(0), x.size(1) / elements, size[0], size[1]);
        call.step(() -> {
            Arrays.fill(y.data(), 0);
            for (int i = 0; i < x.elements(); i++) {
                int row = i / windows;
                int at = geometry.at()[i % windows][row % elements];
                if (at >= 0) {
                    y.data()[row / elements * geometry.places() + at] += x.data()[i];
                }
            }
        });
        return y;
    }

    /** Overlapping stretches of the last axis. */
    static Value frames(OperationCall call, Value x, int length, int stride) {
        int n = x.lastSize();
        int count = n < length ? 0 : (n - length) / stride + 1;
        List<Integer> shape = new ArrayList<>();
        Arrays.stream(x.shape(), 0, x.rank() - 1).forEach(shape::add);
        shape.add(count);
        shape.add(length);
        int[] sizes = shape.stream().mapToInt(Integer::intValue).toArray();
        int[] positions = new int[Value.product(sizes, 0, sizes.length)];
        for (int i = 0; i < positions.length; i++) {
            positions[i] = i / length / count * n + i / length % count * stride + i % length;
        }
        return Moves.gather(x, positions, sizes, call.binding());
    }
}
