package io.github.keras4j.engine.purejava.operations;

import io.github.keras4j.engine.purejava.kernels.ElementFunctions;
import io.github.keras4j.engine.purejava.values.RefusedException;
import io.github.keras4j.engine.purejava.values.Value;
import io.github.keras4j.model.NumberType;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;

/** Operations on single elements of one tensor. */
final class Elementwise {
    private static final Map<String, DoubleUnaryOperator> FUNCTIONS = Map.ofEntries(
            Map.entry("abs", Math::abs),
            Map.entry("absolute", Math::abs),
            Map.entry("angle", x -> Double.isNaN(x) ? x : x < 0 ? Math.PI : 0),
            Map.entry("arccos", Math::acos),
            Map.entry("arccosh", Elementwise::arccosh),
            Map.entry("arcsin", Math::asin),
            Map.entry("arcsinh", Elementwise::arcsinh),
            Map.entry("arctan", Math::atan),
            Map.entry("arctanh", x -> 0.5 * (Math.log1p(x) - Math.log1p(-x))),
            Map.entry("cbrt", Math::cbrt),
            Map.entry("ceil", Math::ceil),
            Map.entry("conj", x -> x),
            Map.entry("conjugate", x -> x),
            Map.entry("copy", x -> x),
            Map.entry("cos", Math::cos),
            Map.entry("cosh", Math::cosh),
            Map.entry("deg2rad", x -> x * Math.PI / 180),
            Map.entry("digamma", SpecialFunctions::digamma),
            Map.entry("erf", ElementFunctions::erf),
            Map.entry("erfc", SpecialFunctions::erfc),
            Map.entry("erfinv", SpecialFunctions::erfinv),
            Map.entry("exp", Math::exp),
            Map.entry("exp2", x -> Math.pow(2, x)),
            Map.entry("expm1", Math::expm1),
            Map.entry("fabs", Math::abs),
            Map.entry("floor", Math::floor),
            Map.entry("i0", SpecialFunctions::i0),
            Map.entry("identity", x -> x),
            Map.entry("imag", x -> 0),
            Map.entry("isfinite", x -> Double.isFinite(x) ? 1 : 0),
            Map.entry("isinf", x -> Double.isInfinite(x) ? 1 : 0),
            Map.entry("isnan", x -> Double.isNaN(x) ? 1 : 0),
            Map.entry("isneginf", x -> x == Double.NEGATIVE_INFINITY ? 1 : 0),
            Map.entry("isposinf", x -> x == Double.POSITIVE_INFINITY ? 1 : 0),
            Map.entry("isreal", x -> 1),
            Map.entry("lgamma", SpecialFunctions::lgamma),
            Map.entry("log", Math::log),
            Map.entry("log10", Math::log10),
            Map.entry("log1p", Math::log1p),
            Map.entry("log2", x -> Math.log(x) / Math.log(2)),
            Map.entry("logical_not", x -> x == 0 ? 1 : 0),
            Map.entry("negative", x -> -x),
            Map.entry("rad2deg", x -> x * 180 / Math.PI),
            Map.entry("real", x -> x),
            Map.entry("reciprocal_no_nan", x -> x == 0 ? 0 : 1 / x),
            Map.entry("rsqrt", x -> 1 / Math.sqrt(x)),
            Map.entry("sign", Math::signum),
            Map.entry("signbit", x -> x < 0 || x == 0 && 1 / x < 0 ? 1 : 0),
            Map.entry("sin", Math::sin),
            Map.entry("sinc", x -> x == 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x)),
            Map.entry("sinh", Math::sinh),
            Map.entry("sqrt", Math::sqrt),
            Map.entry("square", x -> x * x),
            Map.entry("stop_gradient", x -> x),
            Map.entry("tan", Math::tan),
            Map.entry("trunc", x -> x < 0 ? Math.ceil(x) : Math.floor(x)),
            Map.entry("zeros_like", x -> 0),
            Map.entry("ones_like", x -> 1),
            Map.entry("empty_like", x -> 0));

    private Elementwise() {}

    static void addTo(Map<String, Operation> all) {
        FUNCTIONS.forEach((op, function) -> Operations.single(all, op, call -> map(call, call.x(), function)));
        Operations.single(all, "reciprocal", Elementwise::reciprocal);
        Operations.single(all, "round", Elementwise::round);
        Operations.single(all, "nan_to_num", Elementwise::nanToNum);
        Operations.single(all, "bitwise_not", Elementwise::invert);
        Operations.single(all, "bitwise_invert", Elementwise::invert);
        Operations.single(all, "cast", call -> cast(call, call.x(), call.typeOfX()));
        Operations.single(all, "array", call -> cast(call, call.x(), call.typeOfX()));
        Operations.single(all, "convert_to_tensor", call -> {
            call.only("sparse", false);
            call.only("ragged", false);
            return cast(call, call.x(), call.typeOfX());
        });
        Operations.single(all, "saturate_cast", call -> saturate(call, call.x()));
    }

    /** An answer of the operation's type, of the same shape. */
    static Value map(OperationCall call, Value x, DoubleUnaryOperator function) {
        float[] data = x.data();
        return call.fill(x.shape(), i -> function.applyAsDouble(data[i]));
    }

    private static Value reciprocal(OperationCall call) {
        if (!call.typeOfX().isFloating()) {
            throw new RefusedException("reciprocal of whole numbers is not run");
        }
        return map(call, call.x(), x -> 1 / x);
    }

    /** TensorFlow rounds to even; Keras 3 scales by a power of ten in float32 before and after. */
    private static Value round(OperationCall call) {
        int decimals = call.integer("decimals");
        boolean whole = !call.typeOfX().isFloating();
        if (decimals == 0 || whole && decimals > 0) {
            return map(call, call.x(), Math::rint);
        }
        float factor = (float) Math.pow(10, decimals);
        return map(call, call.x(), x -> {
            float rounded = (float) Math.rint((float) x * factor) / factor;
            return whole ? (int) rounded : rounded;
        });
    }

    private static Value nanToNum(OperationCall call) {
        double nan = call.number("nan");
        double high = call.optionalNumber("posinf").orElse((double) Float.MAX_VALUE);
        double low = call.optionalNumber("neginf").orElse((double) -Float.MAX_VALUE);
        return map(
                call,
                call.x(),
                x -> Double.isNaN(x)
                        ? nan
                        : x == Double.POSITIVE_INFINITY ? high : x == Double.NEGATIVE_INFINITY ? low : x);
    }

    private static Value invert(OperationCall call) {
        boolean bool = call.typeOfX() == NumberType.BOOL;
        Integers.require(call, call.typeOfX());
        return map(call, call.x(), x -> bool ? x == 0 ? 1 : 0 : ~(long) x);
    }

    /** From floats towards zero, as C does; from whole numbers by their bits. */
    static Value cast(OperationCall call, Value x, NumberType from) {
        NumberType to = call.type();
        if (!to.isInteger() || !from.isFloating()) {
            return map(call, x, v -> v);
        }
        return map(call, x, v -> {
            if (!(v > to.lowest() - 1 && v < to.highest() + 1)) {
                throw new ArithmeticException(
                        "a number does not fit " + to.kerasName() + ", for which Keras promises none. Received: " + v);
            }
            return (double) (long) v;
        });
    }

    private static Value saturate(OperationCall call, Value x) {
        NumberType to = call.type();
        NumberType from = call.typeOfX();
        if (!to.isInteger()) {
            return cast(call, x, from);
        }
        return map(call, x, v -> Double.isNaN(v) ? 0 : (long) Math.max(to.lowest(), Math.min(v, to.highest())));
    }

    private static double arcsinh(double x) {
        double size = Math.abs(x);
        return Math.copySign(Math.log1p(size + size * size / (1 + Math.sqrt(1 + size * size))), x);
    }

    private static double arccosh(double x) {
        double above = x - 1;
        return x < 1 ? Double.NaN : Math.log1p(above + Math.sqrt(above * (x + 1)));
    }
}
