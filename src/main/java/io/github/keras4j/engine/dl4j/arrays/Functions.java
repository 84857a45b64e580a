package io.github.keras4j.engine.dl4j.arrays;

import java.util.List;
import java.util.function.UnaryOperator;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Erf;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Functions of single elements, each with its gradient, and softmax. */
public final class Functions {
    private Functions() {}

    private static Value unary(Value x, INDArray y, UnaryOperator<INDArray> slope) {
        return Ops.result(y, List.of(x), g -> Ops.give(x, g.mul(slope.apply(y))));
    }

    /** The hyperbolic tangent. */
    public static Value tanh(Value x) {
        return unary(x, Transforms.tanh(x.data(), true), y -> y.mul(y).rsubi(1));
    }

    /** 1 / (1 + exp(-x)). */
    public static Value sigmoid(Value x) {
        return unary(x, Transforms.sigmoid(x.data(), true), y -> y.rsub(1).muli(y));
    }

    /** The exponential. */
    public static Value exp(Value x) {
        return unary(x, Transforms.exp(x.data(), true), y -> y);
    }

    /** The natural logarithm. */
    public static Value log(Value x) {
        return unary(x, Transforms.log(x.data(), true), y -> x.data().rdiv(1));
    }

    /** The square root. */
    public static Value sqrt(Value x) {
        return unary(x, Transforms.sqrt(x.data(), true), y -> y.rdiv(0.5));
    }

    /** The square. */
    public static Value square(Value x) {
        return unary(x, x.data().mul(x.data()), y -> x.data().mul(2));
    }

    /** The magnitude. */
    public static Value abs(Value x) {
        return unary(x, Transforms.abs(x.data(), true), y -> Transforms.sign(x.data(), true));
    }

    /** x between two numbers. @param passesAtEnds whether the gradient passes where x is one of them */
    public static Value clip(Value x, double low, double high, boolean passesAtEnds) {
        INDArray y = Arrays.op(
                "minimum", Arrays.op("maximum", x.data(), Arrays.number(x.data(), low)), Arrays.number(x.data(), high));
        return unary(x, y, clipped -> {
            INDArray above = passesAtEnds ? Arrays.atLeast(x.data(), low) : Arrays.above(x.data(), low);
            INDArray below = passesAtEnds ? Arrays.atMost(x.data(), high) : Arrays.below(x.data(), high);
            return above.mul(below);
        });
    }

    /** x above 0, else slope times x. @param kink the slope at 0 itself */
    public static Value leaky(Value x, double slope, double kink) {
        INDArray positive = Arrays.above(x.data(), 0);
        return unary(x, Arrays.where(positive, x.data(), x.data().mul(slope)), y -> {
            INDArray factor = positive.add(positive.rsub(1).muli(slope));
            if (kink != slope) {
                INDArray zero = Arrays.flags(x.data().eq(0), x.data());
                factor.addi(zero.muli(kink - slope));
            }
            return factor;
        });
    }

    /** log(1 + exp(x)), without overflow. */
    public static Value softplus(Value x) {
        INDArray positive = Arrays.op("maximum", x.data(), Arrays.number(x.data(), 0));
        INDArray rest = Transforms.abs(x.data(), true).negi();
        INDArray y = positive.add(Arrays.op("log1p", Transforms.exp(rest, true)));
        return unary(x, y, same -> Transforms.sigmoid(x.data(), true));
    }

    /** exp(x) - 1 where x is not above 0, else 0: small results keep their accuracy. */
    public static Value expm1OfNegative(Value x) {
        INDArray low = Arrays.op("minimum", x.data(), Arrays.number(x.data(), 0));
        INDArray exact = low.castTo(org.nd4j.linalg.api.buffer.DataType.DOUBLE);
        INDArray y = Transforms.exp(exact, true).subi(1).castTo(x.data().dataType());
        INDArray passes = Arrays.atMost(x.data(), 0);
        return unary(x, y, same -> same.add(1).muli(passes));
    }

    /** The error function. */
    public static Value erf(Value x) {
        INDArray y = Nd4j.getExecutioner().exec(new Erf(x.data(), x.data().ulike()));
        return unary(
                x,
                y,
                same -> Transforms.exp(x.data().mul(x.data()).negi(), true).muli(2 / Math.sqrt(Math.PI)));
    }

    /** exp(x) over its sum along an axis. */
    public static Value softmax(Value x, int axis) {
        int at = Arrays.axis(x.rank(), axis);
        INDArray e = Transforms.exp(x.data().sub(x.data().max(true, at)), false);
        INDArray y = e.div(e.sum(true, at));
        return Ops.result(
                y, List.of(x), g -> Ops.give(x, g.sub(g.mul(y).sum(true, at)).muli(y)));
    }

    /** The logarithm of softmax. */
    public static Value logSoftmax(Value x, int axis) {
        int at = Arrays.axis(x.rank(), axis);
        Value shifted = Ops.sub(x, Value.of(x.data().max(true, at)));
        return Ops.sub(shifted, log(Ops.sum(exp(shifted), at)));
    }
}
