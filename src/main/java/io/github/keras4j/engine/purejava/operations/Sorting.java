package io.github.keras4j.engine.purejava.operations;

import io.github.keras4j.engine.purejava.values.BindException;
import io.github.keras4j.engine.purejava.values.Lines;
import io.github.keras4j.engine.purejava.values.RefusedException;
import io.github.keras4j.engine.purejava.values.Value;
import io.github.keras4j.model.NumberType;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Operations that sort, search and count. */
final class Sorting {
    private Sorting() {}

    static void addTo(Map<String, Operation> all) {
        Operations.single(all, "sort", call -> sort(call, false));
        Operations.single(all, "argsort", call -> sort(call, true));
        all.put("top_k", Sorting::topK);
        Operations.single(all, "in_top_k", Sorting::inTopK);
        Operations.single(
                all,
                "searchsorted",
                call -> search(call, call.value("sorted_sequence"), call.value("values"), !isLeft(call)));
        Operations.single(all, "digitize", call -> search(call, call.value("bins"), call.value("x"), true));
        Operations.single(all, "one_hot", Sorting::oneHot);
        Operations.single(all, "multi_hot", Sorting::multiHot);
    }

    private static boolean isLeft(OperationCall call) {
        boolean left = call.text("side").equals("left");
        if (!left) {
            call.only("side", "right");
        }
        return left;
    }

    /** The places of a line in ascending (or descending) order; equal numbers keep theirs, NaN goes last. */
    private static Integer[] order(float[] data, int start, int stride, int length, boolean descending) {
        Integer[] order = IntStream.range(0, length).boxed().toArray(Integer[]::new);
        Comparator<Integer> ascending = Comparator.comparingDouble(i -> data[start + i * stride] + 0.0);
        Arrays.sort(order, descending ? ascending.reversed() : ascending);
        return order;
    }

    private static Value sort(OperationCall call, boolean places) {
        Value x = call.has("axis") ? call.x() : call.x().reshaped(call.x().elements());
        boolean descending = call.text("direction").equals("DESCENDING");
        if (!descending) {
            call.only("direction", "ASCENDING");
        }
        Lines lines = Lines.of(x.shape(), call.has("axis") ? call.integer("axis") : 0);
        Value y = call.binding().value(x.shape());
        call.step(() -> {
            for (int line = 0; line < lines.count(); line++) {
                int start = lines.start(line);
                Integer[] order = order(x.data(), start, lines.stride(), lines.length(), descending);
                for (int i = 0; i < order.length; i++) {
                    y.data()[start + i * lines.stride()] =
                            places ? order[i] : x.data()[start + order[i] * lines.stride()];
                }
            }
        });
        return y;
    }

    private static List<Value> topK(OperationCall call) {
        Value x = call.x();
        int k = call.integer("k");
        if (k > x.lastSize()) {
            throw new BindException("top_k of a last axis of size " + x.lastSize() + ". Received: k=" + k);
        }
        if (!call.flag("sorted")) {
            throw new RefusedException("top_k in no order is not run. Received: sorted=False");
        }
        int[] shape = x.shape().clone();
        shape[shape.length - 1] = k;
        Value values = call.binding().value(shape);
        Value places = call.binding().value(shape);
        int n = x.lastSize();
        int rows = x.rows();
        call.step(() -> {
            for (int row = 0; row < rows; row++) {
                Integer[] order = order(x.data(), row * n, 1, n, true);
                for (int i = 0; i < k; i++) {
                    values.data()[row * k + i] = x.data()[row * n + order[i]];
                    places.data()[row * k + i] = order[i];
                }
            }
        });
        return List.of(values, places);
    }

    /** tensorflow/core/kernels/in_topk_op.cc: fewer than k are greater; not finite: not in. */
    private static Value inTopK(OperationCall call) {
        Value targets = call.value("targets");
        Value x = call.value("predictions");
        int k = call.integer("k");
        int n = x.lastSize();
        return call.fill(targets.shape(), i -> {
            int target = (int) targets.data()[i];
            if (target < 0 || target >= n || !Float.isFinite(x.data()[i * n + target])) {
                return 0;
            }
            int greater = 0;
            for (int j = 0; j < n; j++) {
                greater += x.data()[i * n + j] > x.data()[i * n + target] ? 1 : 0;
            }
            return greater < k ? 1 : 0;
        });
    }

    private static Value search(OperationCall call, Value sorted, Value x, boolean right) {
        if (sorted.rank() != 1) {
            throw new RefusedException("a search in several axes is not run. Received: shape " + sorted.toShape());
        }
        return Elementwise.map(call, x, v -> {
            int count = 0;
            for (float bound : sorted.data()) {
                count += bound < v || right && bound == v ? 1 : 0;
            }
            return count;
        });
    }

    /** The new axis, negative ones counted in the answer. */
    private static Value oneHot(OperationCall call) {
        call.only("sparse", false);
        Value x = call.value("x");
        int depth = call.integer("num_classes");
        double on = call.number("on_value");
        double off = call.number("off_value");
        int axis = Lines.axis(x.rank() + 1, call.integer("axis"));
        int[] shape = new int[x.rank() + 1];
        for (int i = 0; i < shape.length; i++) {
            shape[i] = i == axis ? depth : x.size(i < axis ? i : i - 1);
        }
        int inner = Value.product(shape, axis + 1, shape.length);
        return call.fill(shape, i -> {
            int index = (int) x.data()[i / inner / depth * inner + i % inner];
            return index == i / inner % depth ? on : off;
        });
    }

    /** keras/src/backend/tensorflow/nn.py 3.15, multi_hot: the maximum of one_hot over the second axis, or the first. */
    private static Value multiHot(OperationCall call) {
        call.only("sparse", false);
        call.only("axis", -1);
        Value x = call.value("inputs");
        int depth = call.integer("num_classes");
        int axis = x.rank() > 1 ? 1 : 0;
        int[] hot = Arrays.copyOf(x.shape(), x.rank() + 1);
        hot[x.rank()] = depth;
        Value all = call.fill(NumberType.FLOAT32, hot, i -> (int) x.data()[i / depth] == i % depth ? 1 : 0);
        return Reductions.reduce(call, call.type(), all, List.of(axis), false, Reductions::max);
    }
}
