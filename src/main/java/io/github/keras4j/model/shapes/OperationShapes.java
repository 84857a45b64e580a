package io.github.keras4j.model.shapes;

import io.github.keras4j.model.TensorOperation;
import io.github.keras4j.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Output shapes of bare operations; those that are not told stay open, and the engine's answer decides. */
final class OperationShapes {
    private static final Set<String> BROADCASTING = words("""
            add subtract multiply divide true_divide divide_no_nan maximum minimum power mod fmod floor_divide arctan2
            equal not_equal greater greater_equal less less_equal logical_and logical_or logical_xor squared_difference
            hypot logaddexp where clip add_n bitwise_and bitwise_or bitwise_xor left_shift right_shift
            """);

    /** Of the first tensor's shape. */
    private static final Set<String> SAME = words("""
            abs absolute arccos arcsin arctan array batch_normalization bias_add cast cbrt ceil celu clip_by_norm
            convert_to_tensor copy cos cosh cumprod cumsum elu erf exp expm1 flip floor full_like gelu hard_shrink
            hard_sigmoid hard_silu hard_swish hard_tanh identity isfinite isinf isnan l2_normalize layer_normalization
            leaky_relu log log10 log1p log2 log_sigmoid log_softmax logical_not nan_to_num negative normalize ones_like
            reciprocal relu relu6 rms_normalization roll round rsqrt saturate_cast selu sigmoid sign silu sin sinh
            soft_shrink softmax softplus softsign sparsemax sqrt square squareplus stop_gradient swish tan tanh
            tanh_shrink threshold tril triu trunc zeros_like
            """);

    private static final Set<String> REDUCING = words("""
            all amax amin any argmax argmin count_nonzero logsumexp max mean median min nanmax nanmean nanmin nansum
            norm prod ptp std sum tf_norm var
            """);

    private final TensorOperation operation;
    private final List<Shape> operands = new ArrayList<>();

    private OperationShapes(TensorOperation operation, List<Shape> inputs) {
        this.operation = operation;
        operation
                .allOperands()
                .forEach(operand -> operands.add(
                        operand instanceof TensorOperation.Input input
                                ? inputs.get(input.index())
                                : ((TensorOperation.Constant) operand).value().shape()));
    }

    private static Set<String> words(String text) {
        return Set.of(text.strip().split("\\s+"));
    }

    static List<Shape> of(TensorOperation operation, List<Shape> inputs) {
        return new OperationShapes(operation, inputs).outputs();
    }

    private List<Shape> outputs() {
        if (operands.isEmpty()) {
            return List.of();
        }
        String op = operation.op();
        if (SAME.contains(op)) {
            boolean flat = Set.of("cumsum", "cumprod").contains(op)
                    && !operation.attributes().containsKey("axis");
            return flat ? List.of() : List.of(operands.get(0));
        }
        if (BROADCASTING.contains(op)) {
            return List.of(operands.stream().reduce(MergingShapes::broadcast).orElseThrow());
        }
        if (REDUCING.contains(op)) {
            return List.of(reduced(operands.get(0)));
        }
        return switch (op) {
            case "concatenate" ->
                List.of(MergingShapes.concatenated(operands, integers("axis").get(0)));
            case "transpose" -> transposed(operands.get(0));
            case "reshape" -> reshaped(operands.get(0));
            case "expand_dims" -> List.of(expanded(operands.get(0), integers("axis")));
            case "stack" -> {
                Shape part = expanded(operands.get(0), integers("axis"));
                int axis = integers("axis").get(0);
                yield List.of(part.with(axis < 0 ? axis + part.rank() : axis, operands.size()));
            }
            default -> List.of();
        };
    }

    private Shape reduced(Shape x) {
        boolean keepdims = Boolean.TRUE.equals(operation.attributes().get("keepdims"));
        boolean all = !operation.attributes().containsKey("axis");
        List<Integer> axes = integers("axis").stream()
                .map(axis -> axis < 0 ? axis + x.rank() : axis)
                .toList();
        List<Integer> sizes = new ArrayList<>();
        for (int axis = 0; axis < x.rank(); axis++) {
            boolean gone = all || axes.contains(axis);
            if (!gone || keepdims) {
                sizes.add(gone ? 1 : x.size(axis));
            }
        }
        return Shape.of(sizes.stream().mapToInt(Integer::intValue).toArray());
    }

    private List<Shape> transposed(Shape x) {
        List<Integer> axes = integers("axes");
        int[] sizes = new int[x.rank()];
        for (int axis = 0; axis < sizes.length; axis++) {
            sizes[axis] = x.size(axes.isEmpty() ? sizes.length - 1 - axis : axes.get(axis));
        }
        return List.of(Shape.of(sizes));
    }

    private List<Shape> reshaped(Shape x) {
        int[] sizes = integers("newshape").stream().mapToInt(Integer::intValue).toArray();
        boolean onlyBatchOpen = sizes.length > 0
                && sizes[0] < 0
                && Arrays.stream(sizes, 1, sizes.length).allMatch(size -> size >= 0);
        if (!onlyBatchOpen || x.size(0) != Shape.UNKNOWN) {
            return List.of();
        }
        sizes[0] = Shape.UNKNOWN;
        return List.of(Shape.of(sizes));
    }

    private static Shape expanded(Shape x, List<Integer> axes) {
        int rank = x.rank() + axes.size();
        List<Integer> at =
                axes.stream().map(axis -> axis < 0 ? axis + rank : axis).toList();
        int[] sizes = new int[rank];
        int next = 0;
        for (int axis = 0; axis < rank; axis++) {
            sizes[axis] = at.contains(axis) ? 1 : x.size(next++);
        }
        return Shape.of(sizes);
    }

    /** An argument's whole numbers; none where it is None. */
    private List<Integer> integers(String name) {
        Object value = operation.attributes().get(name);
        List<Integer> found = new ArrayList<>();
        for (Object item : value instanceof List<?> list ? list : value == null ? List.of() : List.of(value)) {
            found.add((Integer) item);
        }
        return found;
    }
}
