package io.github.keras4j.training;

import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.fit.NumpyRandom;
import io.github.keras4j.model.Core;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.Recurrent;
import io.github.keras4j.model.Weights;
import io.github.keras4j.model.training.TrainingRules;
import io.github.keras4j.tensor.DType;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Draws a layer's weights in the order in which Keras 1 builds them ({@code keras/layers/recurrent.py}, {@code
 * core.py}, {@code initializations.py} of 1.0.6 and 1.2.2): an LSTM gate by gate i, f, c, o, each W and U. Keras 1.2
 * draws U as it draws W, whatever {@code inner_init} says; 1.0 and 1.1 as {@code inner_init} says.
 */
final class Keras1Initializers {
    private final NumpyRandom random;
    private final boolean innerAsOuter;
    private final DType dtype;

    Keras1Initializers(NumpyRandom random, KerasModel model) {
        this.random = random;
        innerAsOuter = TrainingRules.of(model.provenance()).start() == TrainingRules.Start.RECURRENT_AS_KERNEL;
        dtype = model.weights().flatten().values().stream()
                .map(Tensor::dtype)
                .findFirst()
                .orElse(DType.FLOAT32);
    }

    Weights draw(Layer layer, Weights stored) {
        String outer = initializer(layer, "kernel_initializer", "glorot_uniform");
        if (layer instanceof Core.Dense) {
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            Shape shape = stored.get("kernel").shape();
            tensors.put(
                    "kernel",
                    Tensor.wrap(shape, draw(outer, shape.size(0), shape.size(1)))
                            .cast(dtype));
            stored.find("bias").ifPresent(bias -> tensors.put("bias", Tensor.zeros(bias.shape(), dtype)));
            return Weights.of(tensors);
        }
        if (layer instanceof Recurrent.Rnn rnn && rnn.cell() instanceof Recurrent.LstmCell) {
            return lstm(layer, stored, outer);
        }
        throw new Keras4jException("Only LSTM and Dense can be drawn from a seed. Received: layer '" + layer.name()
                + "' (" + layer.className() + ")");
    }

    private Weights lstm(Layer layer, Weights stored, String outer) {
        String inner = innerAsOuter ? outer : initializer(layer, "recurrent_initializer", "orthogonal");
        String forget = initializer(layer, "forget_bias_init", "one");
        int units = stored.get("recurrent_kernel").shape().size(0);
        int in = stored.get("kernel").shape().size(0);
        double[] kernel = new double[in * 4 * units];
        double[] recurrent = new double[units * 4 * units];
        double[] bias = new double[4 * units];
        for (int gate = 0; gate < 4; gate++) {
            place(draw(outer, in, units), units, gate, kernel);
            place(draw(inner, units, units), units, gate, recurrent);
        }
        if (forget.startsWith("one")) {
            Arrays.fill(bias, units, 2 * units, 1);
        }
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("kernel", Tensor.wrap(Shape.of(in, 4 * units), kernel).cast(dtype));
        tensors.put(
                "recurrent_kernel",
                Tensor.wrap(Shape.of(units, 4 * units), recurrent).cast(dtype));
        tensors.put("bias", Tensor.wrap(Shape.of(4 * units), bias).cast(dtype));
        return Weights.of(tensors);
    }

    private static void place(double[] part, int units, int gate, double[] whole) {
        for (int i = 0; i < part.length; i++) {
            whole[i / units * 4 * units + gate * units + i % units] = part[i];
        }
    }

    private double[] draw(String initializer, int in, int out) {
        return switch (initializer) {
            case "glorot_uniform", "GlorotUniform", "VarianceScaling" -> uniform(Math.sqrt(6.0 / (in + out)), in * out);
            case "he_uniform" -> uniform(Math.sqrt(6.0 / in), in * out);
            case "lecun_uniform" -> uniform(Math.sqrt(3.0 / in), in * out);
            case "uniform" -> uniform(0.05, in * out);
            case "normal" -> random.normal(0, 0.05, in * out);
            case "glorot_normal" -> random.normal(0, Math.sqrt(2.0 / (in + out)), in * out);
            case "he_normal" -> random.normal(0, Math.sqrt(2.0 / in), in * out);
            case "orthogonal", "Orthogonal" -> Orthogonal.of(random.normal(0, 1, in * out), in, out, 1.1);
            case "zero", "zeros" -> new double[in * out];
            default ->
                throw new Keras4jException("This initializer can't be drawn from a seed. Received: " + initializer);
        };
    }

    private double[] uniform(double limit, int size) {
        return random.uniform(-limit, limit, size);
    }

    private static String initializer(Layer layer, String option, String fallback) {
        Object value = layer.info().extras().get(option);
        if (value instanceof Map<?, ?> map) {
            return String.valueOf(map.get("class_name"));
        }
        return value instanceof String text ? text : fallback;
    }
}
