package io.github.keras4j.engine.dl4j.layers;

import io.github.keras4j.engine.dl4j.arrays.Arrays;
import io.github.keras4j.engine.dl4j.arrays.Functions;
import io.github.keras4j.engine.dl4j.arrays.Ops;
import io.github.keras4j.engine.dl4j.arrays.UnfitException;
import io.github.keras4j.engine.dl4j.arrays.Value;
import io.github.keras4j.errors.InputException;
import io.github.keras4j.model.Core;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Dense and its kin, Embedding and Masking. */
final class CoreComputations implements Core.Visitor<Computation> {
    private static final String WHOLE_NUMBERS =
            "it is quantized to int8, and whole numbers are not multiplied here. Choose the engine purejava";

    @Override
    public Computation inputLayer(Core.InputLayer layer) {
        throw new IllegalStateException("an input is fed, not computed. Received: " + layer.name());
    }

    @Override
    public Computation constant(Core.Constant layer) {
        throw new IllegalStateException("a constant is given with the call. Received: " + layer.name());
    }

    @Override
    public Computation dense(Core.Dense layer) {
        return (call, weights) -> {
            Value sums = Ops.matmul(call.input(), weights.get("kernel"));
            Value biased = layer.useBias() ? Ops.add(sums, weights.get("bias")) : sums;
            return List.of(ActivationFunctions.apply(layer.activation(), biased, weights)
                    .withMask(call.input().mask()));
        };
    }

    @Override
    public Computation embedding(Core.Embedding layer) {
        return (call, weights) -> {
            INDArray x = call.input().data();
            INDArray indices = Transforms.max(Arrays.op("floor", x.dup()), 0); // Keras casts: -0.3 is row 0
            if (x.length() > 0
                    && (x.minNumber().doubleValue() <= -1
                            || x.maxNumber().doubleValue() >= layer.inputDim()
                            || x.isNaN().any())) {
                throw new InputException("layer '" + layer.name() + "' (" + layer.className()
                        + ") takes indices from 0 to " + (layer.inputDim() - 1) + ". Received: from "
                        + x.minNumber() + " to " + x.maxNumber());
            }
            Value y = Ops.rows(weights.get("embeddings"), indices);
            return List.of(layer.maskZero() ? y.withMask(Arrays.nonZero(x)) : y);
        };
    }

    @Override
    public Computation masking(Core.Masking layer) {
        return (call, weights) -> {
            Value x = call.input();
            INDArray differs = Arrays.flags(x.data().neq(layer.maskValue()), x.data());
            INDArray counts = differs.max(true, x.rank() - 1);
            INDArray mask = Arrays.reshape(counts, java.util.Arrays.copyOf(x.shape(), x.rank() - 1));
            return List.of(Ops.mul(x, Value.of(counts)).withMask(mask));
        };
    }

    @Override
    public Computation passthrough(Core.Passthrough layer) {
        return (call, weights) ->
                List.of(layer.passesMask() ? call.input() : call.input().withMask(null));
    }

    @Override
    public Computation highway(Core.Highway layer) {
        return (call, weights) -> {
            Value x = call.input();
            Value sums = Ops.matmul(x, weights.get("kernel"));
            Value carry = Ops.matmul(x, weights.get("carry_kernel"));
            Value y = ActivationFunctions.apply(
                    layer.activation(), layer.useBias() ? Ops.add(sums, weights.get("bias")) : sums, weights);
            Value t = Functions.sigmoid(layer.useBias() ? Ops.add(carry, weights.get("carry_bias")) : carry);
            return List.of(Ops.add(Ops.mul(y, t), Ops.mul(ActivationFunctions.oneMinus(t), x)));
        };
    }

    @Override
    public Computation maxoutDense(Core.MaxoutDense layer) {
        return (call, weights) -> {
            Value kernel = weights.get("kernel");
            Value best = null;
            for (int f = 0; f < layer.nbFeature(); f++) {
                Value sums = Ops.matmul(call.input(), Ops.at(kernel, 0, f));
                Value y = layer.useBias() ? Ops.add(sums, Ops.at(weights.get("bias"), 0, f)) : sums;
                best = best == null ? y : Ops.max(best, y);
            }
            if (best == null) {
                throw new UnfitException("nb_feature is at least 1");
            }
            return List.of(best);
        };
    }

    @Override
    public Computation einsumDense(Core.EinsumDense layer) {
        return (call, weights) -> {
            Value y = Einsum.run(layer.equation(), call.input(), weights.get("kernel"));
            Value biased = layer.biasAxes().isEmpty() ? y : Ops.add(y, weights.get("bias"));
            return List.of(ActivationFunctions.apply(layer.activation(), biased, weights));
        };
    }

    @Override
    public Computation int8Dense(Core.Int8Dense layer) {
        throw new UnfitException(WHOLE_NUMBERS);
    }

    @Override
    public Computation int8EinsumDense(Core.Int8EinsumDense layer) {
        throw new UnfitException(WHOLE_NUMBERS);
    }

    @Override
    public Computation int8Embedding(Core.Int8Embedding layer) {
        throw new UnfitException(WHOLE_NUMBERS);
    }

    @Override
    public Computation vectorMasking(Core.VectorMasking layer) {
        return (call, weights) -> {
            Value x = call.input();
            double[] values =
                    layer.maskValues().stream().mapToDouble(Double::doubleValue).toArray();
            INDArray row = Arrays.of(x.data(), values, values.length);
            INDArray differs = Arrays.flags(Arrays.op("not_equals", x.data(), row), x.data());
            INDArray counts = differs.max(true, x.rank() - 1);
            INDArray mask = Arrays.reshape(counts, java.util.Arrays.copyOf(x.shape(), x.rank() - 1));
            return List.of(Ops.mul(x, Value.of(counts)).withMask(mask));
        };
    }

    @Override
    public Computation reversibleEmbedding(Core.ReversibleEmbedding layer) {
        Computation forward =
                embedding(new Core.Embedding(layer.info(), layer.inputDim(), layer.outputDim(), layer.maskZero()));
        return (call, weights) -> {
            if (!call.arguments().containsKey(Core.ReversibleEmbedding.REVERSE)) {
                return forward.run(call, weights);
            }
            Value kernel =
                    layer.tied() ? Ops.permute(weights.get("embeddings"), 1, 0) : weights.get("reverse_embeddings");
            Value scores = Ops.matmul(call.input(), kernel);
            double cap = layer.softCap();
            return List.of(cap == 0 ? scores : Ops.mul(Functions.tanh(Ops.mul(scores, 1 / cap)), cap));
        };
    }
}
