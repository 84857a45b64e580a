package io.github.keras4j.engine.purejava.operations;

import io.github.keras4j.engine.purejava.values.BindException;
import io.github.keras4j.engine.purejava.values.Lines;
import io.github.keras4j.engine.purejava.values.Value;
import io.github.keras4j.model.NumberType;
import java.util.Arrays;
import java.util.Map;

/** Cross-entropies and what else compares two tensors. */
final class Losses {
    private Losses() {}

    static void addTo(Map<String, Operation> all) {
        Operations.single(all, "binary_crossentropy", call -> {
            boolean logits = call.flag("from_logits");
            return Pairwise.zip(
                    call,
                    call.type(),
                    call.value("target"),
                    call.value("output"),
                    logits ? Losses::sigmoid : Losses::binary);
        });
        Operations.single(
                all,
                "sigmoid_cross_entropy",
                call -> Pairwise.zip(call, call.type(), call.value("labels"), call.value("logits"), Losses::sigmoid));
        Operations.single(all, "categorical_crossentropy", call -> {
            boolean logits = call.flag("from_logits");
            return categorical(call, call.value("target"), call.value("output"), logits);
        });
        Operations.single(
                all,
                "softmax_cross_entropy",
                call -> categorical(call, call.value("labels"), call.value("logits"), true));
        Operations.single(all, "sparse_categorical_crossentropy", Losses::sparse);
        Operations.single(all, "psnr", Losses::psnr);
    }

    private static double clipped(double p) {
        return Math.max((float) Normalizations.EPSILON, Math.min(p, 1 - (float) Normalizations.EPSILON));
    }

    private static double binary(double target, double p) {
        double inside = (float) clipped(p);
        return -(target * Math.log(inside) + (1 - target) * Math.log(1 - inside));
    }

    private static double sigmoid(double target, double logit) {
        return Math.max(logit, 0) - logit * target + Math.log1p(Math.exp(-Math.abs(logit)));
    }

    private static Value categorical(OperationCall call, Value target, Value output, boolean logits) {
        if (!Arrays.equals(target.shape(), output.shape())) {
            throw new BindException("targets have the shape of the outputs. Received: shapes " + target.toShape()
                    + " and " + output.toShape());
        }
        int axis = Lines.axis(output.rank(), call.integer("axis"));
        Lines lines = Lines.of(output.shape(), axis);
        int[] shape = Reductions.shape(output, java.util.List.of(axis), false);
        return call.fill(shape, line -> {
            double[] p = new double[lines.length()];
            double loss = 0;
            for (int i = 0; i < p.length; i++) {
                p[i] = output.data()[lines.start(line) + i * lines.stride()];
            }
            double sum = logits ? logSumExp(p) : Reductions.sum(p);
            for (int i = 0; i < p.length; i++) {
                double log = logits ? p[i] - sum : Math.log(clipped(p[i] / sum));
                loss -= target.data()[lines.start(line) + i * lines.stride()] * log;
            }
            return loss;
        });
    }

    private static double logSumExp(double[] v) {
        double best = Reductions.max(v);
        return best + Math.log(Arrays.stream(v).map(x -> Math.exp(x - best)).sum());
    }

    private static Value sparse(OperationCall call) {
        boolean logits = call.flag("from_logits");
        Value target = call.value("target");
        Value output = call.value("output");
        int classes = output.lastSize();
        if (Lines.axis(output.rank(), call.integer("axis")) != output.rank() - 1
                || target.elements() != output.rows()) {
            throw new BindException("targets are one class for each output. Received: shapes " + target.toShape()
                    + " and " + output.toShape());
        }
        int[] shape = Arrays.copyOf(output.shape(), output.rank() - 1);
        return call.fill(shape, i -> {
            double[] p = new double[classes];
            for (int c = 0; c < classes; c++) {
                double v = output.data()[i * classes + c];
                p[c] = logits ? v : Math.log(clipped(v));
            }
            int wanted = (int) target.data()[i];
            if (wanted < 0 || wanted >= classes) {
                throw new ArithmeticException("a class is none of " + classes + ". Received: " + wanted);
            }
            return logSumExp(p) - p[wanted];
        });
    }

    /** Over the whole batch, as Keras. */
    private static Value psnr(OperationCall call) {
        double most = call.number("max_val");
        Value squares =
                Pairwise.zip(call, NumberType.FLOAT32, call.value("x1"), call.value("x2"), (a, b) -> (a - b) * (a - b));
        Value mean = Reductions.reduce(
                call,
                NumberType.FLOAT32,
                squares,
                java.util.stream.IntStream.range(0, squares.rank()).boxed().toList(),
                false,
                Reductions::mean);
        return Elementwise.map(call, mean, mse -> 20 * Math.log10(most) - 10 * Math.log10(mse));
    }
}
