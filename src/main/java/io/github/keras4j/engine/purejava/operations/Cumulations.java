package io.github.keras4j.engine.purejava.operations;

import io.github.keras4j.engine.purejava.values.BindException;
import io.github.keras4j.engine.purejava.values.Lines;
import io.github.keras4j.engine.purejava.values.RefusedException;
import io.github.keras4j.engine.purejava.values.Value;
import io.github.keras4j.model.NumberType;
import java.util.Arrays;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;

/** Running sums and products along an axis, integrals, and what is gathered by segments. */
final class Cumulations {
    private Cumulations() {}

    static void addTo(Map<String, Operation> all) {
        Operations.single(all, "cumsum", call -> run(call, 0, Double::sum, false));
        Operations.single(all, "cumprod", call -> run(call, 1, (a, b) -> a * b, false));
        Operations.single(all, "nancumsum", call -> run(call, 0, Double::sum, true));
        Operations.single(all, "nancumprod", call -> run(call, 1, (a, b) -> a * b, true));
        Operations.single(all, "trapezoid", Cumulations::trapezoid);
        Operations.single(all, "diff", Cumulations::diff);
        Operations.single(all, "segment_sum", call -> segments(call, 0, Double::sum));
        Operations.single(all, "segment_prod", call -> segments(call, 1, (a, b) -> a * b));
        Operations.single(all, "segment_max", call -> segments(call, -Float.MAX_VALUE, Math::max));
        Operations.single(all, "segment_min", call -> segments(call, Float.MAX_VALUE, Math::min));
    }

    /** Without an axis over all elements, which then lie in one. */
    private static Value run(OperationCall call, double start, DoubleBinaryOperator next, boolean nan) {
        Value x = call.has("axis") ? call.x() : call.x().reshaped(call.x().elements());
        boolean exclusive = !nan && call.flag("exclusive");
        boolean reverse = !nan && call.flag("reverse");
        Lines lines = Lines.of(x.shape(), call.has("axis") ? call.integer("axis") : 0);
        Value y = call.binding().value(x.shape());
        NumberType type = call.type();
        call.step(() -> {
            for (int line = 0; line < lines.count(); line++) {
                double sum = start;
                for (int i = 0; i < lines.length(); i++) {
                    int at = lines.start(line) + (reverse ? lines.length() - 1 - i : i) * lines.stride();
                    double v = nan && Double.isNaN(x.data()[at]) ? start : x.data()[at];
                    double with = next.applyAsDouble(sum, v);
                    y.data()[at] = type.store(exclusive ? sum : with);
                    sum = with;
                }
            }
        });
        return y;
    }

    private static Value trapezoid(OperationCall call) {
        Value y = call.value("y");
        int axis = Lines.axis(y.rank(), call.integer("axis"));
        double dx = call.number("dx");
        Value x = call.optional("x").orElse(null);
        if (x != null && x.rank() != 1) {
            throw new RefusedException("trapezoid along an x of several axes is not run");
        }
        if (x != null && x.size(0) != y.size(axis)) {
            throw new BindException(
                    "trapezoid takes an x for each y. Received: shapes " + x.toShape() + " and " + y.toShape());
        }
        return Reductions.reduce(call, call.type(), y, java.util.List.of(axis), false, v -> {
            double sum = 0;
            for (int i = 1; i < v.length; i++) {
                sum += (v[i] + v[i - 1]) / 2 * (x == null ? dx : x.data()[i] - x.data()[i - 1]);
            }
            return sum;
        });
    }

    private static Value diff(OperationCall call) {
        Value x = call.value("a");
        int axis = Lines.axis(x.rank(), call.integer("axis"));
        boolean bool = call.type() == NumberType.BOOL;
        for (int n = Math.min(call.integer("n"), x.size(axis)); n > 0; n--) {
            Value after = Slices.range(x, axis, 1, x.size(axis) - 1, call.binding());
            Value before = Slices.range(x, axis, 0, x.size(axis) - 1, call.binding());
            x = Pairwise.zip(call, call.type(), after, before, (a, b) -> bool ? a != b ? 1 : 0 : a - b);
        }
        return x;
    }

    /** How many segments there are must be said, since a shape can't hang on numbers. */
    private static Value segments(OperationCall call, double start, DoubleBinaryOperator next) {
        Value data = call.value("data");
        Value ids = call.value("segment_ids");
        call.has("sorted"); // a promise of the caller's, which changes no number
        if (ids.rank() != 1 || data.rank() == 0 || ids.elements() != data.size(0)) {
            throw new BindException("segment_ids are one for each row of data");
        }
        int count;
        if (call.has("num_segments")) {
            count = call.integer("num_segments");
        } else {
            count = call.known("segment_ids").stream()
                    .mapToInt(id -> id + 1)
                    .max()
                    .orElse(0);
        }
        int[] shape = data.shape().clone();
        shape[0] = count;
        int inner = Value.product(shape, 1, shape.length);
        Value y = call.binding().value(shape);
        NumberType type = call.type();
        boolean sum = start == 0;
        call.step(() -> {
            double[] total = new double[y.data().length];
            Arrays.fill(
                    total, sum || start == 1 || type.isFloating() ? start : start < 0 ? type.lowest() : type.highest());
            for (int row = 0; row < ids.elements(); row++) {
                int id = (int) ids.data()[row];
                for (int i = 0; id >= 0 && id < count && i < inner; i++) {
                    total[id * inner + i] = next.applyAsDouble(total[id * inner + i], data.data()[row * inner + i]);
                }
            }
            for (int i = 0; i < total.length; i++) {
                y.data()[i] = type.store(total[i]);
            }
        });
        return y;
    }
}
