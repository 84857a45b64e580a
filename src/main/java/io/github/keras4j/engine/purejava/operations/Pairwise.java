package io.github.keras4j.engine.purejava.operations;

import io.github.keras4j.engine.purejava.values.Broadcast;
import io.github.keras4j.engine.purejava.values.RefusedException;
import io.github.keras4j.engine.purejava.values.Value;
import io.github.keras4j.model.NumberType;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;

/** Operations on the elements of two tensors or more, with numpy's broadcasting. */
final class Pairwise {
    private static final Map<String, DoubleBinaryOperator> FUNCTIONS = Map.ofEntries(
            Map.entry("arctan2", Math::atan2),
            Map.entry("divide", (a, b) -> a / b),
            Map.entry("true_divide", (a, b) -> a / b),
            Map.entry("divide_no_nan", (a, b) -> b == 0 ? 0 : a / b),
            Map.entry("equal", (a, b) -> a == b ? 1 : 0),
            Map.entry("fmax", (a, b) -> Double.isNaN(a) ? b : Double.isNaN(b) ? a : Math.max(a, b)),
            Map.entry("fmin", (a, b) -> Double.isNaN(a) ? b : Double.isNaN(b) ? a : Math.min(a, b)),
            Map.entry("greater", (a, b) -> a > b ? 1 : 0),
            Map.entry("greater_equal", (a, b) -> a >= b ? 1 : 0),
            Map.entry("heaviside", (a, b) -> a < 0 ? 0 : a > 0 ? 1 : b),
            Map.entry("hypot", Math::hypot),
            Map.entry("ldexp", (a, b) -> a * Math.pow(2, b)),
            Map.entry("less", (a, b) -> a < b ? 1 : 0),
            Map.entry("less_equal", (a, b) -> a <= b ? 1 : 0),
            Map.entry("logaddexp", (a, b) -> logAdd(a, b, Math.E)),
            Map.entry("logaddexp2", (a, b) -> logAdd(a, b, 2)),
            Map.entry("logical_and", (a, b) -> a != 0 && b != 0 ? 1 : 0),
            Map.entry("logical_or", (a, b) -> a != 0 || b != 0 ? 1 : 0),
            Map.entry("logical_xor", (a, b) -> (a != 0) != (b != 0) ? 1 : 0),
            Map.entry("maximum", Math::max),
            Map.entry("minimum", Math::min),
            Map.entry("multiply_no_nan", (a, b) -> b == 0 ? 0 : a * b),
            Map.entry("nextafter", (a, b) -> Math.nextAfter((float) a, b)),
            Map.entry("not_equal", (a, b) -> a == b ? 0 : 1),
            Map.entry("xdivy", (a, b) -> a == 0 ? 0 : a / b),
            Map.entry("xlogy", (a, b) -> a == 0 ? 0 : a * Math.log(b)));

    /** Of whole numbers, but for shifts of bools. */
    private static final Map<String, DoubleBinaryOperator> BITS = Map.ofEntries(
            Map.entry("bitwise_and", (a, b) -> (long) a & (long) b),
            Map.entry("bitwise_or", (a, b) -> (long) a | (long) b),
            Map.entry("bitwise_xor", (a, b) -> (long) a ^ (long) b),
            Map.entry("bitwise_left_shift", Pairwise::left),
            Map.entry("left_shift", Pairwise::left),
            Map.entry("bitwise_right_shift", Pairwise::right),
            Map.entry("right_shift", Pairwise::right),
            Map.entry("gcd", Integers::gcd),
            Map.entry("lcm", Integers::lcm));

    private Pairwise() {}

    static void addTo(Map<String, Operation> all) {
        FUNCTIONS.forEach((op, function) -> Operations.single(all, op, call -> pairs(call, function)));
        BITS.forEach((op, function) -> Operations.single(all, op, call -> {
            Integers.require(call, call.type());
            return pairs(call, function);
        }));
        Operations.single(all, "add", Pairwise::add);
        Operations.single(all, "subtract", call -> pairs(call, (a, b) -> a - b));
        Operations.single(all, "multiply", call -> pairs(call, (a, b) -> a * b));
        Operations.single(
                all,
                "add_n",
                call -> call.values("xs").stream()
                        .reduce((a, b) -> zip(call, call.type(), a, b, (x, y) -> x + y))
                        .orElseThrow());
        Operations.single(all, "squared_difference", call -> pairs(call, (a, b) -> (a - b) * (a - b)));
        Operations.single(all, "power", call -> pairs(call, call.type().isInteger() ? Integers::power : Math::pow));
        Operations.single(all, "floor_divide", call -> pairs(call, divides(call, Pairwise::floorDivide)));
        Operations.single(all, "mod", call -> pairs(call, divides(call, Pairwise::mod)));
        Operations.single(all, "fmod", call -> pairs(call, divides(call, (a, b) -> a % b)));
        Operations.single(all, "clip", Pairwise::clip);
        Operations.single(
                all,
                "where",
                call -> choose(call, List.of(call.value("condition")), List.of(call.value("x1")), call.value("x2")));
        Operations.single(
                all,
                "select",
                call -> choose(call, call.values("condlist"), call.values("choicelist"), call.value("default")));
        Operations.single(all, "isclose", Pairwise::isClose);
        Operations.single(
                all, "allclose", call -> Reductions.reduce(call, call.type(), isClose(call), Reductions::all));
        Operations.single(
                all,
                "full_like",
                call -> zip(call, call.type(), call.value("x"), call.value("fill_value"), (a, b) -> b));
    }

    /** On the first two tensors. */
    private static Value pairs(OperationCall call, DoubleBinaryOperator function) {
        List<String> names = call.operandNames();
        return zip(call, call.type(), call.value(names.get(0)), call.value(names.get(1)), function);
    }

    /** An answer of that type in the shape that both broadcast to. */
    static Value zip(OperationCall call, NumberType type, Value a, Value b, DoubleBinaryOperator function) {
        int[] shape = Broadcast.shape(a.shape(), b.shape());
        int[] atA = Broadcast.positions(a.shape(), shape);
        int[] atB = Broadcast.positions(b.shape(), shape);
        float[] dataA = a.data();
        float[] dataB = b.data();
        return call.fill(type, shape, i -> function.applyAsDouble(dataA[atA[i]], dataB[atB[i]]));
    }

    private static Value add(OperationCall call) {
        Value a = call.value("x1");
        Value b = call.value("x2");
        refuseBias(a, b);
        boolean bool = call.type() == NumberType.BOOL;
        return zip(call, call.type(), a, b, (x, y) -> bool ? x != 0 || y != 0 ? 1 : 0 : x + y);
    }

    /**
     * Keras 3's add takes a second tensor with one axis longer than 1 for a bias, and adds it to the last axis if that
     * is as long (keras/src/backend/tensorflow/numpy.py 3.15, add): otherwise than numpy, and than Keras before.
     */
    private static void refuseBias(Value a, Value b) {
        int longer = -1;
        for (int axis = 0; axis < b.rank(); axis++) {
            if (b.size(axis) > 1) {
                if (longer >= 0) {
                    return;
                }
                longer = axis;
            }
        }
        boolean last = longer == b.rank() - 1;
        if (longer >= 0 && !last && a.rank() > 1 && a.rank() >= b.rank() && a.lastSize() == b.size(longer)) {
            throw new RefusedException("a tensor of shape " + b.toShape() + " is added to one of shape " + a.toShape()
                    + ": Keras's versions differ in the axis they add it along");
        }
    }

    private static DoubleBinaryOperator divides(OperationCall call, DoubleBinaryOperator function) {
        return call.type().isFloating() ? function : (a, b) -> function.applyAsDouble(a, Integers.notZero(b));
    }

    /** TensorFlow divides in float32 before it takes the floor; a float holds the quotient's floor of integers. */
    private static double floorDivide(double a, double b) {
        return Math.floor(
                Math.abs(a) <= 1 << 24 && a == Math.rint(a) && b == Math.rint(b) ? a / b : (float) a / (float) b);
    }

    /** tensorflow/core/kernels/cwise_ops.h, google_floor_fmod: the divisor's sign. */
    private static double mod(double a, double b) {
        double rest = a % b;
        return rest != 0 && (b < 0) != (rest < 0) ? (float) (rest + b) : rest;
    }

    private static double left(double a, double b) {
        return (long) a << (long) b;
    }

    private static double right(double a, double b) {
        return (long) a >> (long) b;
    }

    private static double logAdd(double a, double b, double base) {
        double delta = Math.abs(a - b);
        double scale = Math.log(base);
        return Double.isNaN(delta) ? a + b : Math.max(a, b) + Math.log1p(Math.exp(-delta * scale)) / scale;
    }

    private static Value clip(OperationCall call) {
        Value x = call.value("x");
        Value low = zip(call, call.type(), x, call.value("x_min"), (a, b) -> Double.isNaN(a) ? a : Math.max(a, b));
        return zip(call, call.type(), low, call.value("x_max"), (a, b) -> Double.isNaN(a) ? a : Math.min(a, b));
    }

    /** The first choice whose condition holds. */
    private static Value choose(OperationCall call, List<Value> conditions, List<Value> choices, Value otherwise) {
        int[] shape = otherwise.shape();
        for (int i = 0; i < conditions.size(); i++) {
            shape = Broadcast.shape(
                    shape,
                    Broadcast.shape(conditions.get(i).shape(), choices.get(i).shape()));
        }
        int n = conditions.size();
        int[][] atCondition = new int[n][];
        int[][] atChoice = new int[n][];
        float[][] condition = new float[n][];
        float[][] choice = new float[n][];
        for (int c = 0; c < n; c++) {
            atCondition[c] = Broadcast.positions(conditions.get(c).shape(), shape);
            atChoice[c] = Broadcast.positions(choices.get(c).shape(), shape);
            condition[c] = conditions.get(c).data();
            choice[c] = choices.get(c).data();
        }
        int[] atOther = Broadcast.positions(otherwise.shape(), shape);
        return call.fill(shape, i -> {
            for (int c = 0; c < n; c++) {
                if (condition[c][atCondition[c][i]] != 0) {
                    return choice[c][atChoice[c][i]];
                }
            }
            return otherwise.data()[atOther[i]];
        });
    }

    private static Value isClose(OperationCall call) {
        double rtol = call.number("rtol");
        double atol = call.number("atol");
        boolean nan = call.flag("equal_nan");
        boolean floats = call.typeOf("x1").isFloating() || call.typeOf("x2").isFloating();
        return zip(call, NumberType.BOOL, call.value("x1"), call.value("x2"), (a, b) -> {
            boolean close = floats ? (float) Math.abs(a - b) <= (float) (atol + rtol * Math.abs(b)) : a == b;
            return close || nan && Double.isNaN(a) && Double.isNaN(b) ? 1 : 0;
        });
    }
}
