package io.github.keras4j.model.dialect.weights;

import io.github.keras4j.model.Normalizing;
import io.github.keras4j.model.Preprocessing;
import io.github.keras4j.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/** The arrays of normalizations, that of preprocessing among them. */
record NormalizingSlots(List<Shape> inputs)
        implements Normalizing.Visitor<List<WeightSlot>>, Preprocessing.Visitor<List<WeightSlot>> {
    @Override
    public List<WeightSlot> batchNormalization(Normalizing.BatchNormalization layer) {
        return averaged(
                layer.scale(), layer.center(), layer.axis().size() > 1 ? spread(layer.axis()) : kept(layer.axis()));
    }

    @Override
    public List<WeightSlot> sampleNormalization(Normalizing.SampleNormalization layer) {
        return averaged(true, true, kept(List.of(-1)));
    }

    @Override
    public List<WeightSlot> layerNormalization(Normalizing.LayerNormalization layer) {
        // rms_scaling makes no beta, whatever center says (layers/normalization/layer_normalization.py 3.15, build)
        return affine(layer.scale(), layer.center() && !layer.rmsScaling(), kept(layer.axis()));
    }

    @Override
    public List<WeightSlot> groupNormalization(Normalizing.GroupNormalization layer) {
        return affine(layer.scale(), layer.center(), kept(List.of(layer.axis())));
    }

    @Override
    public List<WeightSlot> rmsNormalization(Normalizing.RmsNormalization layer) {
        return List.of(new WeightSlot("scale", kept(layer.axis()), true));
    }

    @Override
    public List<WeightSlot> unitNormalization(Normalizing.UnitNormalization layer) {
        return List.of();
    }

    @Override
    public List<WeightSlot> layerScale(Normalizing.LayerScale layer) {
        return List.of(new WeightSlot("gamma", layer.size()));
    }

    @Override
    public List<WeightSlot> stftSpectrogram(Preprocessing.StftSpectrogram layer) {
        int[] kernel = {layer.frameLength(), 1, layer.bins()};
        List<WeightSlot> slots = new ArrayList<>();
        if (layer.mode() != Preprocessing.Spectrum.IMAG) {
            slots.add(new WeightSlot("real_kernel", kernel));
        }
        if (layer.mode() != Preprocessing.Spectrum.REAL) {
            slots.add(new WeightSlot("imag_kernel", kernel));
        }
        return slots;
    }

    @Override
    public List<WeightSlot> melSpectrogram(Preprocessing.MelSpectrogram layer) {
        return List.of();
    }

    @Override
    public List<WeightSlot> autoContrast(Preprocessing.AutoContrast layer) {
        return List.of();
    }

    @Override
    public List<WeightSlot> normalization(Preprocessing.Normalization layer) {
        if (layer.mean().isPresent() && layer.variance().isPresent()) {
            return List.of();
        }
        Shape kept = kept(layer.axis());
        return List.of(
                new WeightSlot("mean", kept, false),
                new WeightSlot("variance", kept, false),
                WeightSlot.fixed("count"));
    }

    @Override
    public List<WeightSlot> rescaling(Preprocessing.Rescaling layer) {
        return List.of();
    }

    @Override
    public List<WeightSlot> categoryEncoding(Preprocessing.CategoryEncoding layer) {
        return List.of();
    }

    @Override
    public List<WeightSlot> discretization(Preprocessing.Discretization layer) {
        return List.of();
    }

    @Override
    public List<WeightSlot> resizing(Preprocessing.Resizing layer) {
        return List.of();
    }

    @Override
    public List<WeightSlot> centerCrop(Preprocessing.CenterCrop layer) {
        return List.of();
    }

    @Override
    public List<WeightSlot> indexLookup(Preprocessing.IndexLookup layer) {
        // what it knows is no array of Keras's weights: see StoredWords
        return List.of();
    }

    @Override
    public List<WeightSlot> textVectorization(Preprocessing.TextVectorization layer) {
        // what it knows is no array of Keras's weights: see StoredWords
        return List.of();
    }

    @Override
    public List<WeightSlot> hashing(Preprocessing.Hashing layer) {
        return List.of();
    }

    @Override
    public List<WeightSlot> hashedCrossing(Preprocessing.HashedCrossing layer) {
        return List.of();
    }

    private static List<WeightSlot> averaged(boolean scale, boolean center, Shape shape) {
        return WeightSlots.join(
                affine(scale, center, shape),
                List.of(new WeightSlot("moving_mean", shape, false), new WeightSlot("moving_variance", shape, false)));
    }

    private static List<WeightSlot> affine(boolean scale, boolean center, Shape shape) {
        List<WeightSlot> slots = new ArrayList<>();
        if (scale) {
            slots.add(new WeightSlot("gamma", shape, true));
        }
        if (center) {
            slots.add(new WeightSlot("beta", shape, true));
        }
        return slots;
    }

    /** The sizes of the axes that are kept apart. */
    private Shape kept(List<Integer> axes) {
        if (inputs.isEmpty()) {
            return WeightCheck.ANY;
        }
        Shape shape = Shape.of();
        for (int axis : axes) {
            shape = shape.append(inputs.get(0).size(axis));
        }
        return shape;
    }

    /** Of several axes tf.keras keeps the input's rank (layers/normalization/batch_normalization.py 2.15, build). */
    private Shape spread(List<Integer> axes) {
        if (inputs.isEmpty()) {
            return WeightCheck.ANY;
        }
        Shape shape = inputs.get(0);
        for (int i = 0; i < shape.rank(); i++) {
            shape = axes.contains(i) || axes.contains(i - shape.rank()) ? shape : shape.with(i, 1);
        }
        return shape;
    }
}
