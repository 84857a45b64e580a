package io.github.keras4j.engine.purejava.convolution;

import io.github.keras4j.engine.purejava.activations.ActivateLayer;
import io.github.keras4j.engine.purejava.kernels.Kernels;
import io.github.keras4j.engine.purejava.program.Binding;
import io.github.keras4j.engine.purejava.program.Call;
import io.github.keras4j.engine.purejava.program.Channels;
import io.github.keras4j.engine.purejava.program.CompiledLayer;
import io.github.keras4j.engine.purejava.values.BindException;
import io.github.keras4j.engine.purejava.values.Value;
import io.github.keras4j.model.Convolutional;
import io.github.keras4j.model.Weights;
import io.github.keras4j.tensor.Tensor;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** A convolution whose every output position has a kernel and a bias of its own. */
public final class LocallyConnectedLayer implements CompiledLayer {
    private final Convolutional.LocallyConnected layer;
    private final float[] kernel;
    private final int positions;
    private final int width;
    private final float[] bias;

    public LocallyConnectedLayer(Convolutional.LocallyConnected layer, Weights weights) {
        this.layer = layer;
        Tensor values = weights.get("kernel");
        if (values.shape().rank() != 3 || values.shape().size(2) != layer.filters()) {
            throw new IllegalArgumentException("kernel takes (output positions, kernel positions * in, "
                    + layer.filters() + "). Received: " + values.shape());
        }
        positions = values.shape().size(0);
        width = values.shape().size(1);
        kernel = values.toFloats();
        bias = layer.useBias() ? weights.get("bias").toFloats() : new float[positions * layer.filters()];
        if (bias.length != positions * layer.filters()) {
            throw new IllegalArgumentException("bias has another shape. Received: "
                    + weights.get("bias").shape() + " for " + positions + " output positions");
        }
    }

    @Override
    public List<Value> bind(Call call, Binding binding) {
        Value x = Channels.last(call.input(), layer.channelsFirst(), binding);
        List<Integer> ones = Collections.nCopies(layer.kernelSize().size(), 1);
        Window[] windows = Window.all(x, layer.kernelSize(), layer.strides(), ones, layer.padding());
        int channels = x.lastSize();
        if (Window.outs(windows) != positions || Window.kernels(windows) * channels != width) {
            throw new BindException("its kernel has " + positions + " output positions of " + width
                    + " inputs each. Received: " + Window.outs(windows) + " of "
                    + Window.kernels(windows) * channels);
        }
        Value sums = binding.value(Window.shape(x.size(0), windows, layer.filters()));
        int[] table = Window.positions(windows);
        int kernels = Window.kernels(windows);
        int filters = layer.filters();
        float[] patch = new float[width];
        Kernels arithmetic = binding.kernels();
        int batch = x.size(0);
        int sampleIn = Value.product(x.shape(), 1, x.rank());
        binding.step(() -> {
            for (int sample = 0; sample < batch; sample++) {
                System.arraycopy(bias, 0, sums.data(), sample * bias.length, bias.length);
                for (int o = 0; o < positions; o++) {
                    Arrays.fill(patch, 0);
                    for (int k = 0; k < kernels; k++) {
                        int place = table[o * kernels + k];
                        if (place >= 0) {
                            System.arraycopy(
                                    x.data(), sample * sampleIn + place * channels, patch, k * channels, channels);
                        }
                    }
                    int to = (sample * positions + o) * filters;
                    arithmetic.gemm(
                            1, filters, width, patch, 0, width, kernel, o * width * filters, sums.data(), to, filters);
                }
            }
        });
        Value y = Channels.restore(sums, layer.channelsFirst(), binding);
        return List.of(ActivateLayer.inPlace(layer.activation(), y, binding));
    }
}
