package io.github.keras4j.engine.dl4j.layers;

import static io.github.keras4j.engine.dl4j.arrays.Ops.add;
import static io.github.keras4j.engine.dl4j.arrays.Ops.mul;
import static io.github.keras4j.engine.dl4j.arrays.Ops.sub;

import io.github.keras4j.engine.dl4j.arrays.Arrays;
import io.github.keras4j.engine.dl4j.arrays.Functions;
import io.github.keras4j.engine.dl4j.arrays.Ops;
import io.github.keras4j.engine.dl4j.arrays.Value;
import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.model.training.Loss;
import io.github.keras4j.model.training.TrainingRules;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Keras's losses: a mean over all rows, or over those that the output's mask leaves. */
public final class Losses {
    private static final double EPSILON = TrainingRules.EPSILON;

    private Losses() {}

    /** Whether the formula is here. */
    public static boolean knows(Loss.Kind kind) {
        return switch (kind) {
            case CATEGORICAL_CROSSENTROPY,
                    SPARSE_CATEGORICAL_CROSSENTROPY,
                    BINARY_CROSSENTROPY,
                    MEAN_SQUARED_ERROR,
                    MEAN_ABSOLUTE_ERROR -> true;
            default -> false;
        };
    }

    /**
     * The weighted loss, a single number.
     *
     * @param p what the model gives, or its logits
     * @param target of the output's shape, or the classes' indices
     * @param mask one number for each row
     */
    public static Value of(Loss loss, boolean fromLogits, Value p, INDArray target, @Nullable INDArray mask) {
        long cols = p.size(-1);
        long count = p.length() / cols;
        Value rows = Ops.reshape(p, count, cols);
        INDArray y = target(loss, rows, target);
        Value each = switch (loss.kind()) {
            case CATEGORICAL_CROSSENTROPY, SPARSE_CATEGORICAL_CROSSENTROPY ->
                fromLogits ? softmax(rows, y) : clipped(rows, y);
            case BINARY_CROSSENTROPY -> fromLogits ? sigmoid(rows, y) : binary(rows, y);
            case MEAN_SQUARED_ERROR -> Ops.mean(Functions.square(sub(rows, Value.of(y))), 1);
            case MEAN_ABSOLUTE_ERROR -> Ops.mean(Functions.abs(sub(rows, Value.of(y))), 1);
            default -> throw new Keras4jException("dl4j does not train with this loss. Received: loss=" + loss);
        };
        if (mask == null) {
            return mul(Ops.sum(each, 0, 1), loss.weight() / count);
        }
        INDArray on = Arrays.reshape(mask, count, 1);
        double counted = Math.max(on.sumNumber().doubleValue(), 1);
        Value live = Ops.where(on, each, Value.of(Arrays.number(on, 0)));
        return mul(Ops.sum(live, 0, 1), loss.weight() / counted);
    }

    private static INDArray target(Loss loss, Value rows, INDArray target) {
        boolean sparse = loss.kind() == Loss.Kind.SPARSE_CATEGORICAL_CROSSENTROPY;
        long expected = sparse ? rows.size(0) : rows.length();
        if (target.length() != expected) {
            throw new Keras4jException("A target has another size than its output. Received: shape "
                    + java.util.Arrays.toString(target.shape()) + ", wanted " + expected + " numbers");
        }
        INDArray typed = target.castTo(rows.data().dataType());
        if (!sparse) {
            return Arrays.reshape(typed, rows.shape());
        }
        int cols = rows.size(1);
        double[] classes = typed.dup('c').data().asDouble();
        double[] flags = new double[classes.length * cols];
        for (int i = 0; i < classes.length; i++) {
            flags[i * cols + (int) classes[i]] = 1;
        }
        return Arrays.of(rows.data(), flags, rows.shape());
    }

    private static Value softmax(Value z, INDArray y) {
        return mul(Ops.sum(mul(Functions.logSoftmax(z, 1), Value.of(y)), 1), -1);
    }

    /** Keras's own formula: rows are made to sum to 1, then clipped to [epsilon, 1 - epsilon]. */
    private static Value clipped(Value p, INDArray y) {
        Value q = Functions.clip(Ops.div(p, Ops.sum(p, 1)), EPSILON, 1 - EPSILON, true);
        return mul(Ops.sum(mul(Functions.log(q), Value.of(y)), 1), -1);
    }

    private static Value sigmoid(Value z, INDArray y) {
        // max(z, 0) - z y + log(1 + exp(-|z|)) is log(1 + exp(z)) - z y
        return Ops.mean(sub(Functions.softplus(z), mul(z, Value.of(y))), 1);
    }

    private static Value binary(Value p, INDArray y) {
        Value q = Functions.clip(p, EPSILON, 1 - EPSILON, true);
        Value on = mul(Functions.log(q), Value.of(y));
        Value off = mul(Functions.log(Ops.from(1, q)), Value.of(y.rsub(1)));
        return mul(Ops.mean(add(on, off), 1), -1);
    }
}
