package io.github.keras4j.engine.purejava.convolution;

import io.github.keras4j.engine.purejava.kernels.Kernels;
import io.github.keras4j.engine.purejava.program.Binding;
import io.github.keras4j.engine.purejava.program.Call;
import io.github.keras4j.engine.purejava.program.CompiledLayer;
import io.github.keras4j.engine.purejava.program.Scratch;
import io.github.keras4j.engine.purejava.program.Workers;
import io.github.keras4j.engine.purejava.values.BindException;
import io.github.keras4j.engine.purejava.values.Value;
import io.github.keras4j.model.Shaping;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A depthwise convolution with the pointwise ones before and behind it, some lines of an image after the others, so that what
 * lies between them stays in the cache: in MobileNets and EfficientNets these are the largest tensors. Zeros around the image
 * are left out.
 */
public final class DepthwiseBlock implements CompiledLayer {
    private final @Nullable ConvLayer before;
    private final List<Shaping.Range> zeros;
    private final DepthwiseConvLayer depthwise;
    private final @Nullable ConvLayer behind;

    private DepthwiseBlock(
            @Nullable ConvLayer before,
            List<Shaping.Range> zeros,
            DepthwiseConvLayer depthwise,
            @Nullable ConvLayer behind) {
        this.before = before;
        this.zeros = zeros;
        this.depthwise = depthwise;
        this.behind = behind;
    }

    /** Whether a layer can be the middle of a block. */
    public static boolean isMiddle(CompiledLayer layer) {
        return layer instanceof DepthwiseConvLayer depthwise && depthwise.isPlain();
    }

    /** Whether zeros in front of the middle can be left out. */
    public static boolean takes(Shaping.ZeroPadding padding, CompiledLayer middle) {
        return middle instanceof DepthwiseConvLayer depthwise
                && depthwise.takesPadding()
                && !padding.channelsFirst()
                && padding.padding().size() == 2
                && padding.padding().stream().allMatch(range -> range.before() >= 0 && range.after() >= 0);
    }

    /** Whether a layer can be in front of the middle. */
    public static boolean isBefore(CompiledLayer layer, CompiledLayer middle) {
        return layer instanceof ConvLayer conv
                && conv.isPointwise()
                && middle instanceof DepthwiseConvLayer depthwise
                && conv.filters() == depthwise.channels();
    }

    /** Whether a layer can be behind the middle. */
    public static boolean isBehind(CompiledLayer layer, CompiledLayer middle) {
        return layer instanceof ConvLayer conv
                && conv.isPointwise()
                && middle instanceof DepthwiseConvLayer depthwise
                && conv.inputs() == depthwise.channels();
    }

    /**
     * @param before one that {@link #isBefore}
     * @param zeros around the middle's input; empty: none
     * @param middle one that {@link #isMiddle}
     * @param behind one that {@link #isBehind}
     */
    public static DepthwiseBlock of(
            Optional<CompiledLayer> before,
            List<Shaping.Range> zeros,
            CompiledLayer middle,
            Optional<CompiledLayer> behind) {
        return new DepthwiseBlock(
                (ConvLayer) before.orElse(null), zeros, (DepthwiseConvLayer) middle, (ConvLayer) behind.orElse(null));
    }

    @Override
    public List<Value> bind(Call call, Binding binding) {
        Value x = call.input();
        int inputs = before == null ? depthwise.channels() : before.inputs();
        if (x.rank() != 4 || x.lastSize() != inputs) {
            throw new BindException("takes images of " + inputs + " channels");
        }
        Window[] windows = depthwise.windows(x.size(1), x.size(2), zeros);
        int filters = behind == null ? depthwise.channels() : behind.filters();
        Value y = binding.passing(Window.shape(x.size(0), windows, filters));
        binding.step(new Lines(this, x, windows, y.data(), filters, binding));
        return List.of(y);
    }

    /** The step. */
    private static final class Lines implements Runnable {
        /** What lies between the layers takes so many numbers, half of the second-level cache of most processors. */
        private static final int NEAR = 1 << 16;
        /** So many rows fill a product's block, for which weights come from memory once. */
        private static final int ROWS = 144;
        /** Into so many parts a sample is cut for several threads. */
        private static final int PARTS = 8;
        /** Fewer multiplications are done before a helper has come. */
        private static final int FEWEST_SHARED = 1 << 20;

        private final DepthwiseBlock block;
        private final Kernels kernels;
        private final Workers workers;
        private final Scratch scratch;
        private final float[] x;
        private final float[] y;
        private final int batch;
        private final int channels;
        private final int filters;
        private final int height;
        private final int width;
        private final Window down;
        private final int outHeight;
        private final int outWidth;
        private final Taps taps;
        private final Epilogue epilogue;
        /** So many lines of outputs at a time, */
        private final int band;
        /** and so many lines of the middle's inputs, line {@code i} at {@code i % ring}. */
        private final int ring;

        private final int ringSize;
        private final int room;
        private final int parts;
        private float[] between = {};
        private int sample;

        Lines(DepthwiseBlock block, Value x, Window[] windows, float[] y, int filters, Binding binding) {
            this.block = block;
            this.x = x.data();
            this.y = y;
            this.filters = filters;
            kernels = binding.kernels();
            workers = binding.context().workers();
            scratch = binding.scratch();
            batch = x.size(0);
            channels = block.depthwise.channels();
            height = x.size(1);
            width = x.size(2);
            down = windows[0];
            outHeight = down.out();
            outWidth = windows[1].out();
            epilogue = block.depthwise.epilogue();
            int many = 1;
            while (many < outHeight && (room(many + 1) <= NEAR || many * outWidth < ROWS)) {
                many++;
            }
            int bands = (outHeight + many - 1) / many;
            band = (outHeight + bands - 1) / bands;
            ring = block.before == null ? height : lines(band);
            ringSize = block.before == null ? 0 : Math.multiplyExact(ring, width * channels);
            room = room(band);
            taps = Taps.of(windows, channels, channels, ring);
            long multiplications = (long) outHeight * outWidth * channels * Window.kernels(windows)
                    + (block.before == null ? 0 : (long) height * width * channels * block.before.inputs())
                    + (block.behind == null ? 0 : (long) outHeight * outWidth * channels * filters);
            boolean shared = workers.areSeveral() && multiplications >= FEWEST_SHARED;
            parts = shared ? Math.min(PARTS, outHeight) : 1;
            scratch.reserve(Math.multiplyExact(parts, room));
        }

        /** The lines that so many lines of outputs see. */
        private int lines(int outputs) {
            return Math.min(height, (outputs - 1) * down.stride() + (down.kernel() - 1) * down.dilation() + 1);
        }

        private int room(int outputs) {
            int inputs = block.before == null ? 0 : Math.multiplyExact(lines(outputs), width * channels);
            return Math.addExact(inputs, block.behind == null ? 0 : Math.multiplyExact(outputs, outWidth * channels));
        }

        @Override
        public void run() {
            between = scratch.array(this, array -> {});
            for (sample = 0; sample < batch; sample++) {
                if (parts == 1) {
                    lines(0, 0, outHeight);
                } else {
                    workers.run(parts, this::part);
                }
            }
        }

        private void part(int part) {
            lines(part, part * outHeight / parts, (part + 1) * outHeight / parts);
        }

        /** Computes lines of outputs of the sample. */
        private void lines(int part, int from, int end) {
            int ringAt = part * room;
            ConvLayer first = block.before;
            int done = 0;
            for (int out = from; out < end; out += band) {
                int count = Math.min(band, end - out);
                if (first != null) {
                    int seen = Math.max(0, out * down.stride() - down.before());
                    int last = Math.min(height, seenEnd(out + count - 1));
                    for (int line = Math.max(done, seen), some; line < last; line += some) {
                        some = Math.min(last - line, ring - line % ring);
                        int at = (sample * height + line) * width * first.inputs();
                        int to = ringAt + line % ring * width * channels;
                        first.rows(kernels, some * width, x, at, between, to);
                    }
                    done = Math.max(done, last);
                }
                outputs(out, count, ringAt);
            }
        }

        private int seenEnd(int out) {
            return out * down.stride() - down.before() + (down.kernel() - 1) * down.dilation() + 1;
        }

        private void outputs(int out, int count, int ringAt) {
            ConvLayer last = block.behind;
            float[] from = block.before == null ? x : between;
            int fromAt = block.before == null ? sample * height * width * channels : ringAt;
            int to = (sample * outHeight + out) * outWidth * filters;
            float[] sums = last == null ? y : between;
            int sumsAt = last == null ? to : ringAt + ringSize;
            for (int line = 0, at = sumsAt; line < count; line++, at += outWidth * channels) {
                int o = (out + line) * outWidth;
                block.depthwise.kernel().sums(kernels, from, fromAt, o, outWidth, taps, sums, at);
                epilogue.run(kernels, outWidth, sums, at);
            }
            if (last != null) {
                last.rows(kernels, count * outWidth, sums, sumsAt, y, to);
            }
        }
    }
}
