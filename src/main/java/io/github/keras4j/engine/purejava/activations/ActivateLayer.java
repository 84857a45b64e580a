package io.github.keras4j.engine.purejava.activations;

import io.github.keras4j.engine.purejava.kernels.ElementFunctions;
import io.github.keras4j.engine.purejava.kernels.Kernels;
import io.github.keras4j.engine.purejava.kernels.RowFunctions;
import io.github.keras4j.engine.purejava.program.Binding;
import io.github.keras4j.engine.purejava.program.Call;
import io.github.keras4j.engine.purejava.program.CompiledLayer;
import io.github.keras4j.engine.purejava.values.BindException;
import io.github.keras4j.engine.purejava.values.Lines;
import io.github.keras4j.engine.purejava.values.Mask;
import io.github.keras4j.engine.purejava.values.Value;
import io.github.keras4j.model.Activation;
import io.github.keras4j.model.Activations;
import io.github.keras4j.model.Activations.AtMask;
import java.util.Arrays;
import java.util.List;

/** Activations and the advanced activation layers without weights. Masks pass. */
public final class ActivateLayer implements CompiledLayer {
    private final Activation activation;
    private final AtMask atMask;

    public ActivateLayer(Activations.Activate layer) {
        activation = layer.activation();
        atMask = layer.atMask();
    }

    @Override
    public List<Value> bind(Call call, Binding binding) {
        Value x = binding.copy(call.input());
        Mask mask = call.input().mask();
        if (atMask != AtMask.SAME) {
            return List.of(MaskedSoftmax.bind(atMask, x, call, binding, () -> inPlace(activation, x, binding))
                    .withMask(mask));
        }
        return List.of(inPlace(activation, x, binding).withMask(mask));
    }

    /** Adds the activation of a value; works in place where the shape stays. */
    public static Value inPlace(Activation activation, Value x, Binding binding) {
        Kernels kernels = binding.kernels();
        int n = x.elements();
        float[] data = x.data();
        switch (activation.kind()) {
            case LINEAR -> {
                return x;
            }
            case SOFTMAX, LOG_SOFTMAX, SPARSEMAX -> {
                Lines lines = Lines.of(x.shape(), (int) activation.alpha());
                boolean rows = activation.kind() == Activation.Kind.SOFTMAX && lines.stride() == 1;
                binding.step(
                        rows
                                ? () -> kernels.softmax(lines.count(), lines.length(), data, 0)
                                : RowFunctions.step(activation.kind(), data, lines));
                return x;
            }
            case GLU -> {
                return glu(activation, x, binding);
            }
            default -> {
                binding.step(() -> kernels.activate(activation, data, 0, n));
                return x;
            }
        }
    }

    private static Value glu(Activation activation, Value x, Binding binding) {
        Lines lines = Lines.of(x.shape(), (int) activation.alpha());
        int half = lines.length() / 2;
        int[] shape = Arrays.copyOf(x.shape(), x.rank());
        shape[Lines.axis(x.rank(), (int) activation.alpha())] = half;
        if (2 * half != lines.length()) {
            throw new BindException("glu halves an axis of even size. Received: size " + lines.length());
        }
        Value y = binding.value(shape);
        int inner = lines.stride();
        binding.step(() -> {
            for (int outer = 0; outer < lines.outer(); outer++) {
                for (int i = 0; i < half * inner; i++) {
                    float gate = x.data()[outer * 2 * half * inner + half * inner + i];
                    y.data()[outer * half * inner + i] =
                            x.data()[outer * 2 * half * inner + i] * ElementFunctions.sigmoid(gate);
                }
            }
        });
        return y;
    }
}
