package io.github.keras4j.engine.purejava.recurrent;

import io.github.keras4j.engine.purejava.activations.CellActivations;
import io.github.keras4j.engine.purejava.convolution.ConvKernel;
import io.github.keras4j.engine.purejava.convolution.Window;
import io.github.keras4j.engine.purejava.kernels.Kernels;
import io.github.keras4j.engine.purejava.program.Binding;
import io.github.keras4j.engine.purejava.program.Call;
import io.github.keras4j.engine.purejava.program.Channels;
import io.github.keras4j.engine.purejava.program.CompiledLayer;
import io.github.keras4j.engine.purejava.program.Context;
import io.github.keras4j.engine.purejava.program.Masks;
import io.github.keras4j.engine.purejava.values.BindException;
import io.github.keras4j.engine.purejava.values.LayerWeights;
import io.github.keras4j.engine.purejava.values.Mask;
import io.github.keras4j.engine.purejava.values.RefusedException;
import io.github.keras4j.engine.purejava.values.Value;
import io.github.keras4j.model.Recurrent;
import io.github.keras4j.model.Weights;
import io.github.keras4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** An LSTM whose products are convolutions: every output position is an LSTM over the filters. */
public final class ConvLstmLayer implements CompiledLayer {
    private final Recurrent.ConvLstm layer;
    private final Recurrent.Walk walk;
    private final ConvKernel kernel;
    private final ConvKernel recurrent;
    private final float[] bias;

    public ConvLstmLayer(Recurrent.ConvLstm layer, Weights weights, Context context) {
        this.layer = layer;
        walk = layer.walk();
        kernel = new ConvKernel(inOrder(weights.get("kernel")), layer.kernelSize(), 1, context.kernels());
        recurrent = new ConvKernel(inOrder(weights.get("recurrent_kernel")), layer.kernelSize(), 1, context.kernels());
        float[] offsets = LayerWeights.bias(weights, layer.useBias(), 4 * layer.filters());
        bias = Gates.reorder(offsets, layer.filters(), LstmCell.ORDER);
        if (!CellActivations.check(layer.activation()) || !CellActivations.check(layer.recurrentActivation())) {
            throw new RefusedException("an activation over an axis within a ConvLSTM. Received: "
                    + layer.activation().kind() + ", "
                    + layer.recurrentActivation().kind());
        }
        if (walk.timeMajor()) {
            throw new RefusedException("time_major of a ConvLSTM. Received: time_major=true");
        }
    }

    /** The gates' filters in the order in which they are computed. */
    private Tensor inOrder(Tensor kernel) {
        int filters = 4 * layer.filters();
        int[] columns = Gates.columns(layer.filters(), LstmCell.ORDER);
        float[] values = kernel.toFloats();
        if (kernel.shape().size(-1) != filters) {
            return kernel; // refused with its shape by ConvKernel or by whoever reads it
        }
        float[] ordered = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            ordered[i] = values[i - i % filters + columns[i % filters]];
        }
        return Tensor.wrap(kernel.shape(), ordered);
    }

    @Override
    public List<Value> bind(Call call, Binding binding) {
        int rank = layer.kernelSize().size();
        Value given = call.input();
        if (given.rank() != rank + 3) {
            throw new BindException("takes (batch, steps, ...) with " + (rank + 3) + " axes");
        }
        int batch = given.size(0);
        int steps = given.size(1);
        // samples and steps as one axis: the input's convolution needs no state
        int[] joined = Arrays.copyOfRange(given.shape(), 1, given.rank());
        joined[0] = batch * steps;
        Value x = Channels.last(given.reshaped(joined), layer.channelsFirst(), binding);
        Window[] windows = Window.all(x, layer.kernelSize(), layer.strides(), layer.dilation(), layer.padding());
        Value gates = binding.value(Window.shape(batch * steps, windows, 4 * layer.filters()));
        Kernels kernels = binding.kernels();
        binding.step(kernel.product(x, windows, gates));
        binding.step(() -> kernels.addRows(gates.rows(), bias, gates.data(), 0));

        int positions = Window.outs(windows);
        int size = positions * layer.filters();
        float[][] states = RnnStates.bind(
                this, layer.name(), walk, new int[] {size, size}, batch, channelsLast(call, binding), binding);
        Value sequence = binding.value(batch, walk.returnSequences() ? steps : 1, size);
        int[] state = Window.shape(batch, windows, layer.filters());
        binding.step(walk(call, binding, gates, states, state, sequence));
        return outputs(call, binding, states, state, sequence);
    }

    private Call channelsLast(Call call, Binding binding) {
        List<Value> inputs = new ArrayList<>();
        inputs.add(call.input());
        for (Value initial : call.inputs().subList(1, call.inputs().size())) {
            inputs.add(Channels.last(initial, layer.channelsFirst(), binding));
        }
        return call.on(inputs);
    }

    private Runnable walk(Call call, Binding binding, Value gates, float[][] states, int[] state, Value sequence) {
        Mask mask = Masks.ofSequence(call, binding);
        Masks.checkFits(mask, call.input(), 2);
        if (mask != null && layer.walk().misplacesZeros()) {
            throw new BindException(Recurrent.Walk.MISPLACED_ZEROS);
        }
        int batch = call.input().size(0);
        int steps = call.input().size(1);
        int filters = layer.filters();
        int positions = Value.product(state, 1, state.length - 1);
        int width = positions * 4 * filters;
        Kernels kernels = binding.kernels();
        Value h = new Value(states[0], state);
        int[] recurrentShape = state.clone();
        recurrentShape[recurrentShape.length - 1] = 4 * filters;
        Value sums = binding.value(recurrentShape);
        Runnable product = recurrent.product(h, recurrentWindows(h), sums);
        boolean[] active = new boolean[batch];
        Arrays.fill(active, true);
        StepOutput output = new StepOutput(walk, steps, states[0], states[0], sequence);
        return () -> {
            for (int s = 0; s < steps; s++) {
                int time = walk.goBackwards() ? steps - 1 - s : s;
                product.run();
                for (int row = 0; row < batch; row++) {
                    active[row] = mask == null || mask.data()[row * steps + time];
                    int at = (row * steps + time) * width;
                    kernels.add(width, gates.data(), at, sums.data(), row * width, gates.data(), at);
                    for (int p = 0; active[row] && p < positions; p++) {
                        int to = (row * positions + p) * filters;
                        kernels.lstm(
                                filters,
                                layer.activation(),
                                layer.recurrentActivation(),
                                gates.data(),
                                at + p * 4 * filters,
                                filters,
                                false,
                                states[1],
                                to,
                                states[0],
                                to);
                    }
                }
                output.write(s, active);
            }
        };
    }

    private Window[] recurrentWindows(Value h) {
        List<Integer> ones = Collections.nCopies(layer.kernelSize().size(), 1);
        return Window.all(h, layer.kernelSize(), ones, ones, layer.recurrentPadding());
    }

    private List<Value> outputs(Call call, Binding binding, float[][] states, int[] state, Value sequence) {
        int batch = state[0];
        int steps = sequence.size(1);
        int[] joined = state.clone();
        joined[0] = batch * steps;
        Value images = Channels.restore(sequence.reshaped(joined), layer.channelsFirst(), binding);
        List<Value> outputs = new ArrayList<>();
        if (walk.returnSequences()) {
            int[] split = new int[images.rank() + 1];
            split[0] = batch;
            split[1] = steps;
            System.arraycopy(images.shape(), 1, split, 2, images.rank() - 1);
            outputs.add(images.reshaped(split).withMask(call.input().mask()));
        } else {
            outputs.add(images);
        }
        for (int i = 0; walk.returnState() && i < states.length; i++) {
            Value copy = binding.copy(new Value(states[i], state));
            outputs.add(Channels.restore(copy, layer.channelsFirst(), binding));
        }
        return outputs;
    }
}
