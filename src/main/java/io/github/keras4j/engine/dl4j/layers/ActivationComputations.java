package io.github.keras4j.engine.dl4j.layers;

import io.github.keras4j.engine.dl4j.arrays.Arrays;
import io.github.keras4j.engine.dl4j.arrays.Functions;
import io.github.keras4j.engine.dl4j.arrays.Ops;
import io.github.keras4j.engine.dl4j.arrays.Value;
import io.github.keras4j.model.Activations;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Layers that apply an activation. Masks pass. */
final class ActivationComputations implements Activations.Visitor<Computation> {
    static final double MASKED = -1e9;

    private interface OfValue {
        Value of(Value x);
    }

    @Override
    public Computation activate(Activations.Activate layer) {
        return (call, weights) ->
                List.of(masked(call, layer.atMask(), x -> ActivationFunctions.apply(layer.activation(), x, weights)));
    }

    @Override
    public Computation axesSoftmax(Activations.AxesSoftmax layer) {
        return (call, weights) -> List.of(masked(call, layer.atMask(), x -> {
            return axesSoftmax(x, NormalizingComputations.axes(x.rank(), layer.axes()));
        }));
    }

    /** Over several axes Keras's Softmax is exp(x - logsumexp(x)), rounded: ones where all is lowered by 1e9. */
    static Value axesSoftmax(Value x, int... axes) {
        Value max = Value.of(x.data().max(true, axes));
        Value sum = Ops.sum(Functions.exp(Ops.sub(x, max)), axes);
        return Functions.exp(Ops.sub(x, Ops.add(Functions.log(sum), max)));
    }

    private static Value masked(Call call, Activations.AtMask atMask, OfValue function) {
        Value x = call.input();
        INDArray mask = x.mask();
        Value keyword = call.keywords().get("mask");
        if (atMask == Activations.AtMask.SAME || keyword == null && mask == null) {
            return function.of(x).withMask(mask);
        }
        if (keyword != null && atMask != Activations.AtMask.ZERO) {
            Value y = function.of(Ops.add(x, Value.of(keyword.data().rsub(1).muli(MASKED))));
            return (atMask == Activations.AtMask.SCALED ? Ops.mul(y, keyword) : y).withMask(mask);
        }
        INDArray on = keyword != null ? Arrays.above(keyword.data(), 0.5) : java.util.Objects.requireNonNull(mask);
        boolean zero = atMask != Activations.AtMask.LOWERED;
        boolean lowers = atMask != Activations.AtMask.ZERO;
        Value number = Value.of(Arrays.number(x.data(), MASKED));
        Value lowered = Ops.where(on, x, lowers ? Ops.add(x, MASKED) : number);
        Value y = function.of(lowered);
        return (zero ? Ops.where(on, y, Value.of(Arrays.number(x.data(), 0))) : y).withMask(mask);
    }

    @Override
    public Computation prelu(Activations.PReLU layer) {
        return (call, weights) -> {
            Value x = call.input();
            return List.of(
                    Ops.where(above(x, 0), x, Ops.mul(x, weights.get("alpha"))).withMask(x.mask()));
        };
    }

    private static INDArray above(Value x, double than) {
        return Arrays.above(x.data(), than);
    }

    /** Keras 1's layers/advanced_activations.py: the right threshold lies |t_right| beyond the left one. */
    @Override
    public Computation srelu(Activations.SReLU layer) {
        return (call, weights) -> {
            Value x = call.input();
            Value left = weights.get("t_left");
            Value end = Ops.add(left, Functions.abs(weights.get("t_right")));
            Value inner = Ops.sub(x, left);
            Value centre = Ops.min(
                    Ops.where(above(inner, 0), inner, Ops.mul(inner, weights.get("a_left"))), Ops.sub(end, left));
            Value beyond = Ops.max(Ops.sub(x, end), Value.of(Arrays.number(x.data(), 0)));
            return List.of(Ops.add(Ops.add(left, centre), Ops.mul(beyond, weights.get("a_right")))
                    .withMask(x.mask()));
        };
    }

    @Override
    public Computation parametricSoftplus(Activations.ParametricSoftplus layer) {
        return (call, weights) -> {
            Value x = call.input();
            Value y = Ops.mul(Functions.softplus(Ops.mul(x, weights.get("beta"))), weights.get("alpha"));
            return List.of(y.withMask(x.mask()));
        };
    }
}
