package io.github.keras4j.engine.purejava.convolution;

import io.github.keras4j.engine.purejava.values.BindException;
import io.github.keras4j.engine.purejava.values.Value;
import io.github.keras4j.model.Convolutional;
import io.github.keras4j.model.Padding;
import java.util.List;

/**
 * How a window moves along one spatial axis: output {@code o} looks at input {@code o stride - before + k dilation}
 * for each kernel position k; what lies outside is padding.
 */
public record Window(int in, int out, int kernel, int stride, int dilation, int before) {
    /** @throws BindException when the axis is shorter than the window */
    public static Window of(int in, int kernel, int stride, int dilation, Padding padding) {
        int span = (kernel - 1) * dilation + 1;
        Window window = switch (padding) {
            case VALID -> sized(in, kernel, stride, dilation, 0, in);
            case CAUSAL -> sized(in, kernel, stride, dilation, span - 1, in + span - 1);
            case FULL -> sized(in, kernel, stride, dilation, span - 1, in + 2 * (span - 1));
            case SAME -> same(in, kernel, stride, dilation);
            case THEANO_SAME -> half(in, kernel, stride, dilation);
        };
        if (window.out() < 1) {
            throw new BindException("a spatial axis of size " + in + " is shorter than the window of " + span);
        }
        return window;
    }

    /** One over an axis that is padded before. @throws BindException when it is shorter than the window */
    static Window padded(int in, int kernel, int stride, int dilation, int before, int after) {
        Window window = sized(in, kernel, stride, dilation, before, before + in + after);
        if (window.out() < 1) {
            throw new BindException("a spatial axis of size " + (before + in + after) + " is shorter than the window");
        }
        return window;
    }

    private static Window sized(int in, int kernel, int stride, int dilation, int before, int padded) {
        int span = (kernel - 1) * dilation + 1;
        return new Window(in, Math.floorDiv(padded - span, stride) + 1, kernel, stride, dilation, before);
    }

    /** TensorFlow: as many outputs as strides fit, the odd position of padding at the end. */
    private static Window same(int in, int kernel, int stride, int dilation) {
        int out = (in + stride - 1) / stride;
        int padding = Math.max((out - 1) * stride + (kernel - 1) * dilation + 1 - in, 0);
        return new Window(in, out, kernel, stride, dilation, padding / 2);
    }

    /** Keras 1 on Theano (theano_backend.py): "half" on both sides, cut to TensorFlow's length for even kernels. */
    private static Window half(int in, int kernel, int stride, int dilation) {
        int before = ((kernel - 1) * dilation + 1) / 2;
        Window window = sized(in, kernel, stride, dilation, before, in + 2 * before);
        int out = kernel % 2 == 0 ? Math.min(window.out(), (in + stride - 1) / stride) : window.out();
        return new Window(in, out, kernel, stride, dilation, before);
    }

    /** Pooling with the border {@code same} in Keras 1 on Theano (theano_backend.py, pool2d). */
    public static Window theanoPool(int in, int size, int stride) {
        int before = size > 2 && size % 2 == 1 ? size - 2 : size - 1;
        Window window = sized(in, size, stride, 1, before, in + 2 * before);
        return new Window(in, Math.min(window.out(), (in + stride - 1) / stride), size, stride, 1, before);
    }

    /**
     * The window of the convolution that a transposed convolution goes back through: its output is the layer's input.
     *
     * @param in size of the layer's input
     */
    public static Window transposed(Convolutional.ConvTranspose layer, int in, int axis) {
        int stride = layer.strides().get(axis);
        int kernelSize = layer.kernelSize().get(axis);
        int dilation = layer.dilation().get(axis);
        int span = (kernelSize - 1) * dilation + 1;
        boolean theano = layer.padding() == Padding.THEANO_SAME;
        boolean same = layer.padding() == Padding.SAME || theano;
        int out;
        if (layer.outputPadding().isEmpty()) {
            out = same ? in * stride : in * stride + Math.max(span - stride, 0);
        } else {
            // keras/utils/conv_utils.py, deconv_output_length
            int pad = same ? span / 2 : 0;
            out = (in - 1) * stride + span - 2 * pad + layer.outputPadding().get(axis);
        }
        int before = 0;
        if (same) {
            before = theano ? span / 2 : Math.max((in - 1) * stride + span - out, 0) / 2;
        }
        return new Window(out, in, kernelSize, stride, dilation, before);
    }

    /** One window per spatial axis of a channels-last value. */
    public static Window[] all(
            Value x, List<Integer> kernel, List<Integer> strides, List<Integer> dilation, Padding padding) {
        if (x.rank() != kernel.size() + 2) {
            throw new BindException("takes " + (kernel.size() + 2) + " axes");
        }
        Window[] windows = new Window[kernel.size()];
        for (int i = 0; i < windows.length; i++) {
            windows[i] = of(x.size(i + 1), kernel.get(i), strides.get(i), dilation.get(i), padding);
        }
        return windows;
    }

    /**
     * For every output position (row-major) and kernel position (row-major), the input position it looks at; -1 for
     * padding.
     */
    public static int[] positions(Window[] windows) {
        int[] inner = {0}; // of the axes after this one
        int outs = 1;
        int kernels = 1;
        int size = 1;
        for (int axis = windows.length - 1; axis >= 0; axis--) {
            Window w = windows[axis];
            int[] positions = new int[w.out * outs * w.kernel * kernels];
            int i = 0;
            for (int o = 0; o < w.out * outs; o++) {
                for (int k = 0; k < w.kernel; k++) {
                    int at = o / outs * w.stride - w.before + k * w.dilation;
                    boolean inside = at >= 0 && at < w.in;
                    for (int place = o % outs * kernels, end = place + kernels; place < end; place++) {
                        positions[i++] = inside && inner[place] >= 0 ? at * size + inner[place] : -1;
                    }
                }
            }
            inner = positions;
            outs *= w.out;
            kernels *= w.kernel;
            size *= w.in;
        }
        return inner;
    }

    /** Number of output positions. */
    public static int outs(Window[] windows) {
        int product = 1;
        for (Window window : windows) {
            product *= window.out;
        }
        return product;
    }

    /** Number of kernel positions. */
    public static int kernels(Window[] windows) {
        int product = 1;
        for (Window window : windows) {
            product *= window.kernel;
        }
        return product;
    }

    /** {@code (batch, out..., channels)}. */
    public static int[] shape(int batch, Window[] windows, int channels) {
        int[] shape = new int[windows.length + 2];
        shape[0] = batch;
        for (int i = 0; i < windows.length; i++) {
            shape[i + 1] = windows[i].out;
        }
        shape[windows.length + 1] = channels;
        return shape;
    }
}
