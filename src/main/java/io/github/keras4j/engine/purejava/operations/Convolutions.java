package io.github.keras4j.engine.purejava.operations;

import io.github.keras4j.engine.purejava.values.BindException;
import io.github.keras4j.engine.purejava.values.RefusedException;
import io.github.keras4j.engine.purejava.values.Value;
import java.util.Arrays;
import java.util.Map;

/** Convolutions in any number of spatial axes; kernels {@code [*window, in, out]}. Plain loops: operations are rare. */
final class Convolutions {
    private Convolutions() {}

    static void addTo(Map<String, Operation> all) {
        Operations.single(all, "conv", call -> {
            boolean first = Layout.first(call);
            Value x = Layout.last(call, call.value("inputs"), first);
            Value kernel = call.value("kernel");
            return Layout.back(call, conv(call, x, kernel, geometry(call, x, kernel)), first);
        });
        Operations.single(all, "depthwise_conv", call -> {
            boolean first = Layout.first(call);
            Value x = Layout.last(call, call.value("inputs"), first);
            Value kernel = call.value("kernel");
            return Layout.back(call, depthwise(call, x, kernel, geometry(call, x, kernel)), first);
        });
        Operations.single(all, "separable_conv", call -> {
            boolean first = Layout.first(call);
            Value x = Layout.last(call, call.value("inputs"), first);
            Value kernel = call.value("depthwise_kernel");
            Value point = call.value("pointwise_kernel");
            Value deep = depthwise(call, x, kernel, geometry(call, x, kernel));
            int[] ones = ones(x.rank() - 2);
            Geometry each = Geometry.of(Geometry.spatial(deep), ones, ones, ones, "valid");
            return Layout.back(call, conv(call, deep, point, each), first);
        });
        Operations.single(all, "conv_transpose", Convolutions::transposed);
    }

    static int[] ones(int count) {
        int[] ones = new int[count];
        Arrays.fill(ones, 1);
        return ones;
    }

    private static int[] window(Value kernel, int rank) {
        if (kernel.rank() != rank + 2) {
            throw new BindException(
                    "a kernel has the window's axes, input and output channels. Received: shape " + kernel.toShape());
        }
        return Arrays.copyOf(kernel.shape(), rank);
    }

    private static Geometry geometry(OperationCall call, Value x, Value kernel) {
        int rank = x.rank() - 2;
        return Geometry.of(
                Geometry.spatial(x),
                window(kernel, rank),
                call.sizes("strides", rank),
                call.sizes("dilation_rate", rank),
                call.text("padding").toLowerCase(java.util.Locale.ROOT));
    }

    /** Channels fall into groups where the kernel takes fewer than there are. */
    private static Value conv(OperationCall call, Value x, Value kernel, Geometry geometry) {
        int channels = x.lastSize();
        int in = kernel.size(-2);
        int filters = kernel.lastSize();
        if (in == 0 || channels % in != 0 || filters % (channels / in) != 0) {
            throw new BindException(
                    "a kernel of shape " + kernel.toShape() + " does not fit " + channels + " channels");
        }
        int each = filters / (channels / in);
        int places = geometry.places();
        int windows = geometry.at().length;
        int[] shape = geometry.shape(x.size(0), filters);
        float[] w = kernel.data();
        float[] data = x.data();
        return call.fill(shape, i -> {
            int filter = i % filters;
            int[] at = geometry.at()[i / filters % windows];
            int base = i / filters / windows * places;
            int from = filter / each * in;
            double sum = 0;
            for (int k = 0; k < at.length; k++) {
                for (int c = 0; at[k] >= 0 && c < in; c++) {
                    sum += (double) data[(base + at[k]) * channels + from + c] * w[(k * in + c) * filters + filter];
                }
            }
            return sum;
        });
    }

    /** Channel c gives outputs c * multiplier and on. */
    static Value depthwise(OperationCall call, Value x, Value kernel, Geometry geometry) {
        int channels = x.lastSize();
        int multiplier = kernel.lastSize();
        if (kernel.size(-2) != channels) {
            throw new BindException(
                    "a kernel of shape " + kernel.toShape() + " does not fit " + channels + " channels");
        }
        int outs = channels * multiplier;
        int places = geometry.places();
        int windows = geometry.at().length;
        return call.floats(geometry.shape(x.size(0), outs), i -> {
            int[] at = geometry.at()[i / outs % windows];
            int base = i / outs / windows * places;
            int channel = i % outs / multiplier;
            double sum = 0;
            for (int k = 0; k < at.length; k++) {
                sum += at[k] < 0
                        ? 0
                        : (double) x.data()[(base + at[k]) * channels + channel] * kernel.data()[k * outs + i % outs];
            }
            return sum;
        });
    }

    /** Kernels {@code [*window, out, in]}: the gradient of a convolution of the same padding. */
    private static Value transposed(OperationCall call) {
        boolean first = Layout.first(call);
        if (call.has("output_padding")) {
            throw new RefusedException("conv_transpose with output_padding is not run");
        }
        Value x = Layout.last(call, call.value("inputs"), first);
        Value kernel = call.value("kernel");
        int rank = x.rank() - 2;
        int[] window = window(kernel, rank);
        int[] strides = call.sizes("strides", rank);
        int[] dilation = call.sizes("dilation_rate", rank);
        boolean same = call.text("padding").equals("same");
        if (!same) {
            call.only("padding", "valid");
        }
        int[] in = Geometry.spatial(x);
        int[] out = new int[rank];
        int[] before = new int[rank];
        for (int axis = 0; axis < rank; axis++) {
            int over = Math.max((window[axis] - 1) * dilation[axis] + 1 - strides[axis], 0);
            out[axis] = in[axis] * strides[axis] + (same ? 0 : over);
            before[axis] = same ? over / 2 : 0;
        }
        // the windows of the convolution whose gradient this is: over what comes out, one for each input
        Geometry geometry = Geometry.of(out, in, window, strides, dilation, before);
        int channels = x.lastSize();
        int filters = kernel.size(-2);
        int places = geometry.places();
        int[] shape = new Geometry(in, out, new int[0][]).shape(x.size(0), filters);
        Value y = call.binding().value(shape);
        double[] sums = new double[y.data().length];
        call.step(() -> {
            Arrays.fill(sums, 0);
            for (int i = 0; i < x.elements(); i++) {
                int window0 = i / channels % geometry.at().length;
                int base = i / channels / geometry.at().length * places;
                int[] at = geometry.at()[window0];
                for (int k = 0; k < at.length; k++) {
                    for (int f = 0; at[k] >= 0 && f < filters; f++) {
                        sums[(base + at[k]) * filters + f] +=
                                (double) x.data()[i] * kernel.data()[(k * filters + f) * channels + i % channels];
                    }
                }
            }
            for (int i = 0; i < sums.length; i++) {
                y.data()[i] = (float) sums[i];
            }
        });
        return Layout.back(call, y, first);
    }
}
