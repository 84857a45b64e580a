package io.github.keras4j.engine.dl4j.layers;

import io.github.keras4j.engine.dl4j.arrays.Arrays;
import io.github.keras4j.engine.dl4j.arrays.Ops;
import io.github.keras4j.engine.dl4j.arrays.UnfitException;
import io.github.keras4j.engine.dl4j.arrays.Value;
import io.github.keras4j.errors.InputException;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.Preprocessing;
import io.github.keras4j.model.SamplingGrid;
import io.github.keras4j.tensor.Tensor;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Rescaling, Normalization, CategoryEncoding, Discretization, Resizing and CenterCrop. */
final class PreprocessingComputations implements Preprocessing.Visitor<Computation> {
    private static final String STRINGS = "ND4J has no strings to look up";

    private static Value value(Tensor tensor, Value like, List<Integer> axes) {
        Value numbers = Value.of(Arrays.of(like.data(), tensor.toDoubles(), tensor.size()));
        return tensor.size() == 1 ? numbers : along(numbers, like, axes);
    }

    private static Value along(Value numbers, Value like, List<Integer> axes) {
        return NormalizingComputations.along(numbers, like, NormalizingComputations.axes(like.rank(), axes));
    }

    @Override
    public Computation rescaling(Preprocessing.Rescaling layer) {
        return (call, weights) -> {
            Value x = call.input();
            Value y = Ops.add(Ops.mul(x, value(layer.scale(), x, List.of(-1))), value(layer.offset(), x, List.of(-1)));
            return List.of(layer.passesMask() ? y.withMask(x.mask()) : y);
        };
    }

    @Override
    public Computation normalization(Preprocessing.Normalization layer) {
        return (call, weights) -> {
            Value x = call.input();
            Value mean = number(layer.mean(), "mean", x, layer.axis(), weights);
            Value variance = number(layer.variance(), "variance", x, layer.axis(), weights);
            INDArray deviation =
                    Arrays.op("maximum", Transforms.sqrt(variance.data(), true), Arrays.number(x.data(), 1e-7));
            Value y = layer.invert()
                    ? Ops.add(mean, Ops.mul(x, Value.of(deviation)))
                    : Ops.div(Ops.sub(x, mean), Value.of(deviation));
            return List.of(layer.passesMask() ? y.withMask(x.mask()) : y);
        };
    }

    private static Value number(Optional<Tensor> given, String name, Value x, List<Integer> axes, Parameters weights) {
        if (given.isPresent()) {
            return value(given.get(), x, axes);
        }
        Value weight = weights.get(name);
        return weight.length() == 1 ? Ops.reshape(weight, 1) : along(weight, x, axes);
    }

    @Override
    public Computation categoryEncoding(Preprocessing.CategoryEncoding layer) {
        return (call, weights) -> {
            Value keyword = call.keywords().get("count_weights");
            Value counts =
                    keyword == null && call.inputs().size() > 1 ? call.inputs().get(1) : keyword;
            return List.of(encode(call.input(), layer.numTokens(), layer.outputMode(), counts, layer));
        };
    }

    @Override
    public Computation discretization(Preprocessing.Discretization layer) {
        return (call, weights) -> {
            INDArray x = call.input().data();
            INDArray index = Arrays.zeros(x, x.shape());
            double[] boundaries = layer.binBoundaries().isEmpty()
                    ? weights.get("bin_boundaries").data().dup('c').data().asDouble()
                    : layer.binBoundaries().stream()
                            .mapToDouble(Double::doubleValue)
                            .toArray();
            INDArray passed = Arrays.ones(x, x.shape());
            for (double boundary : boundaries) {
                passed = passed.mul(Arrays.below(x, (float) boundary).rsub(1)); // NaN is beyond the last
                index = index.add(passed);
            }
            return List.of(encode(Value.of(index), boundaries.length + 1, layer.outputMode(), null, layer));
        };
    }

    private static Value encode(Value x, int depth, String mode, @Nullable Value counts, Layer layer) {
        if (counts != null && (!mode.equals("count") || counts.length() != x.length())) {
            throw new UnfitException("count_weights go with output_mode=count, one for each token");
        }
        if (mode.equals("int")) {
            return x;
        }
        boolean oneHot = mode.equals("one_hot");
        boolean count = mode.equals("count");
        if (!oneHot && !count && !mode.equals("multi_hot")) {
            throw new UnfitException("output_mode is int, one_hot, multi_hot or count. Received: " + mode);
        }
        if (!oneHot && x.rank() == 1) {
            throw new UnfitException(
                    "takes (batch, tokens): Keras takes a batch of single tokens for one sample of many");
        }
        double[] tokens = x.data().dup('c').data().asDouble();
        double[] shares =
                counts == null ? new double[0] : counts.data().dup('c').data().asDouble();
        // the last axis becomes the tokens'; one_hot adds an axis to anything longer than 1, and to (batch,)
        boolean append = oneHot ? x.rank() < 2 || x.size(-1) != 1 : x.rank() < 2;
        int perRow = append ? 1 : x.size(-1);
        long[] shape = append
                ? java.util.Arrays.copyOf(x.shape(), x.rank() + 1)
                : x.shape().clone();
        shape[shape.length - 1] = depth;
        double[] y = new double[tokens.length / Math.max(perRow, 1) * depth];
        for (int i = 0; i < tokens.length; i++) {
            if (!(tokens[i] >= 0 && tokens[i] < depth)) {
                throw new InputException("layer '" + layer.name() + "' (" + layer.className()
                        + ") takes tokens from 0 to " + (depth - 1) + ". Received: " + tokens[i]);
            }
            int at = i / perRow * depth + (int) tokens[i];
            y[at] = count ? y[at] + (counts == null ? 1 : shares[i]) : 1;
        }
        return Value.of(Arrays.of(x.data(), y, shape));
    }

    @Override
    public Computation resizing(Preprocessing.Resizing layer) {
        if (layer.antialias() || layer.fit() == Preprocessing.Fit.PAD) {
            throw new UnfitException("keras4j resizes on ND4J without antialias and pad_to_aspect_ratio only");
        }
        return images(layer.channelsFirst(), x -> {
            Value from = layer.fit() == Preprocessing.Fit.CROP ? toRatio(x, layer.height(), layer.width()) : x;
            Value rows = Resampling.resize(from, 1, layer.height(), layer.interpolation(), layer.grid());
            return Resampling.resize(rows, 2, layer.width(), layer.interpolation(), layer.grid());
        });
    }

    @Override
    public Computation centerCrop(Preprocessing.CenterCrop layer) {
        return images(layer.channelsFirst(), x -> {
            int top = x.size(1) - layer.height();
            int left = x.size(2) - layer.width();
            if (top < 0 || left < 0) {
                Value ratio = toRatio(x, layer.height(), layer.width());
                Value rows = Resampling.resize(ratio, 1, layer.height(), "bilinear", SamplingGrid.CENTRE);
                return Resampling.resize(rows, 2, layer.width(), "bilinear", SamplingGrid.CENTRE);
            }
            return crop(x, top / 2, layer.height(), left / 2, layer.width());
        });
    }

    private interface OfImages {
        Value of(Value x);
    }

    private static Computation images(boolean channelsFirst, OfImages what) {
        return (call, weights) -> {
            Value given = call.input();
            boolean single = given.rank() == 3;
            Value batch = single ? Ops.stack(0, List.of(given)) : given;
            if (batch.rank() != 4) {
                throw new UnfitException("takes images (batch, height, width, channels)");
            }
            Value y = Channels.restored(what.of(Channels.last(batch, channelsFirst)), channelsFirst);
            return List.of(single ? Ops.at(y, 0, 0) : y);
        };
    }

    /** The largest centred part of the target's ratio (image_utils.smart_resize). */
    private static Value toRatio(Value x, int height, int width) {
        int in = x.size(1);
        int across = x.size(2);
        int cropHeight = Math.max(Math.min(in, (int) ((float) (across * height) / width)), 1);
        int cropWidth = Math.max(Math.min(across, (int) ((float) (in * width) / height)), 1);
        return crop(x, (in - cropHeight) / 2, cropHeight, (across - cropWidth) / 2, cropWidth);
    }

    private static Value crop(Value x, int top, int height, int left, int width) {
        return Ops.part(Ops.part(x, 1, top, top + height), 2, left, left + width);
    }

    @Override
    public Computation stftSpectrogram(Preprocessing.StftSpectrogram layer) {
        throw new UnfitException("keras4j has no spectrograms on ND4J");
    }

    @Override
    public Computation melSpectrogram(Preprocessing.MelSpectrogram layer) {
        throw new UnfitException("keras4j has no spectrograms on ND4J");
    }

    @Override
    public Computation autoContrast(Preprocessing.AutoContrast layer) {
        throw new UnfitException("keras4j has no AutoContrast on ND4J");
    }

    @Override
    public Computation indexLookup(Preprocessing.IndexLookup layer) {
        throw new UnfitException(STRINGS);
    }

    @Override
    public Computation textVectorization(Preprocessing.TextVectorization layer) {
        throw new UnfitException(STRINGS);
    }

    @Override
    public Computation hashing(Preprocessing.Hashing layer) {
        throw new UnfitException(STRINGS);
    }

    @Override
    public Computation hashedCrossing(Preprocessing.HashedCrossing layer) {
        throw new UnfitException(STRINGS);
    }
}
