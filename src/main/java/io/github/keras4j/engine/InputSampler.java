package io.github.keras4j.engine;

import io.github.keras4j.model.Core;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.Network;
import io.github.keras4j.model.Node;
import io.github.keras4j.model.Preprocessing;
import io.github.keras4j.model.TensorRef;
import io.github.keras4j.model.Wrapper;
import io.github.keras4j.tensor.DType;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * Draws inputs that a model accepts, the same ones every time: two batch sizes, integers for layers that look them up,
 * masked steps for models that mask.
 */
public final class InputSampler {
    /** How many calls there are. */
    public static final int CALLS = 3;

    private static final int[] BATCHES = {2, 2, 3};
    /** Sizes for open axes (steps, height, width), tried in turn: deep stacks of convolutions need large ones. */
    private static final int[] SIZES = {6, 16, 33, 75};

    private static final double MASKED = 0.3;
    private static final float FAR = 4;

    private final KerasModel model;
    private final int openSize;
    private final List<Layer> layers = new ArrayList<>();

    private InputSampler(KerasModel model, int openSize) {
        this.model = model;
        this.openSize = openSize;
        collect(model.network());
    }

    /**
     * One sampler per size of the open axes; a single one if only the batch is open. The last are the sizes that other
     * axes of inputs have, and 1: an open axis may be added to a fixed one.
     */
    public static List<InputSampler> of(KerasModel model) {
        Set<Integer> sizes = new LinkedHashSet<>(Arrays.stream(SIZES).boxed().toList());
        boolean open = false;
        for (TensorRef ref : model.network().inputs()) {
            Shape shape = ((Core.InputLayer) model.network().node(ref).layer()).shape();
            for (int axis = 1; axis < shape.rank(); axis++) {
                open |= shape.size(axis) == Shape.UNKNOWN;
                sizes.add(shape.size(axis));
            }
        }
        sizes.add(1);
        sizes.remove(Shape.UNKNOWN);
        return sizes.stream()
                .limit(open ? sizes.size() : 1)
                .map(size -> new InputSampler(model, size))
                .toList();
    }

    /** Inputs of that many samples. Other open axes get the smallest size of the list. */
    public static List<Tensor> batch(KerasModel model, int samples) {
        return of(model).get(0).inputs(0).stream()
                .map(few -> repeat(few, samples))
                .toList();
    }

    private static Tensor repeat(Tensor few, int samples) {
        Shape sample = few.shape().slice(1, few.shape().rank());
        if (few.dtype() == DType.STRING) {
            String[] strings = new String[samples * sample.elements()];
            for (int i = 0; i < strings.length; i++) {
                strings[i] = few.getString(i % few.size());
            }
            return Tensor.wrap(sample.prepend(samples), strings);
        }
        float[] values = few.toFloats();
        float[] repeated = new float[samples * sample.elements()];
        for (int i = 0; i < repeated.length; i++) {
            repeated[i] = values[i % values.length];
        }
        return Tensor.wrap(sample.prepend(samples), repeated);
    }

    /** The inputs of the call of that number, from 0 to {@link #CALLS}. */
    public List<Tensor> inputs(int call) {
        Random random = new Random(1000 + call);
        List<Tensor> inputs = new ArrayList<>();
        for (TensorRef ref : model.network().inputs()) {
            Core.InputLayer input = (Core.InputLayer) model.network().node(ref).layer();
            int[] sizes = input.shape().sizes();
            for (int axis = 0; axis < sizes.length; axis++) {
                int free = axis == 0 ? BATCHES[call] : openSize;
                sizes[axis] = sizes[axis] == Shape.UNKNOWN ? free : sizes[axis];
            }
            inputs.add(
                    input.inputDtype() == DType.STRING
                            ? strings(Shape.of(sizes), random)
                            : isLookedUp(model.network(), ref)
                                            || !input.inputDtype().isFloating()
                                    ? integers(Shape.of(sizes), random)
                                    : floats(Shape.of(sizes), random));
        }
        return inputs;
    }

    /**
     * Inputs far from zero, where functions that are alike near it part, with a first sample that is masked in every
     * step where the model masks.
     */
    public List<Tensor> far() {
        List<Tensor> far = new ArrayList<>();
        for (Tensor near : inputs(0)) {
            far.add(
                    near.dtype() == DType.STRING
                            ? near
                            : near.dtype().isFloating() ? moved(near) : firstSample(near, 0));
        }
        return far;
    }

    private Tensor moved(Tensor near) {
        float[] values = near.toFloats();
        Optional<Core.Masking> masking = layers.stream()
                .filter(Core.Masking.class::isInstance)
                .map(Core.Masking.class::cast)
                .findFirst();
        for (int i = 0; i < values.length; i++) {
            boolean kept =
                    masking.isPresent() && values[i] == (float) masking.get().maskValue();
            values[i] = kept ? values[i] : values[i] * FAR;
        }
        Tensor moved = Tensor.wrap(near.shape(), values);
        return masking.map(layer -> firstSample(moved, (float) layer.maskValue()))
                .orElse(moved);
    }

    private static Tensor firstSample(Tensor tensor, float value) {
        float[] values = tensor.toFloats();
        int sample = tensor.shape().slice(1, tensor.shape().rank()).elements();
        java.util.Arrays.fill(values, 0, Math.min(sample, values.length), value);
        return Tensor.wrap(tensor.shape(), values).cast(tensor.dtype());
    }

    /** Whether an Embedding takes the tensor as it is. */
    private static boolean isLookedUp(Network network, TensorRef ref) {
        for (Node node : network.nodes()) {
            for (int i = 0; i < node.inputs().size(); i++) {
                boolean scores = Boolean.TRUE.equals(node.arguments().get(Core.ReversibleEmbedding.REVERSE));
                if (node.inputs().get(i).equals(ref) && !scores && looksUp(node.layer(), i)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean looksUp(Layer layer, int input) {
        if (layer instanceof Wrapper.TimeDistributed each) {
            return looksUp(each.layer(), input);
        }
        return layer instanceof Core.Embedding
                || layer instanceof Core.ReversibleEmbedding
                || layer instanceof Core.Int8Embedding
                || layer instanceof Wrapper.NestedModel nested
                        && isLookedUp(
                                nested.network(), nested.network().inputs().get(input));
    }

    /** One to three words of the model's vocabularies, or of nobody's where an unknown one is no error. */
    private Tensor strings(Shape shape, Random random) {
        List<String> words = new ArrayList<>();
        boolean texts = false;
        boolean unknown = true;
        for (Layer layer : layers) {
            boolean vectorizes = layer instanceof Preprocessing.TextVectorization;
            texts |= vectorizes;
            Optional<Preprocessing.IndexLookup> lookup = layer instanceof Preprocessing.TextVectorization own
                    ? Optional.of(own.lookup())
                    : layer instanceof Preprocessing.IndexLookup own ? Optional.of(own) : Optional.empty();
            unknown &= lookup.map(its -> its.oovIndices() > 0).orElse(true);
            lookup.flatMap(Preprocessing.IndexLookup::vocabulary).ifPresent(its -> {
                for (int i = 0; i < its.size(); i++) {
                    words.add(its.getString(i));
                }
            });
        }
        if (unknown || words.isEmpty()) {
            words.addAll(List.of("a", "the", "Java", ""));
        }
        String[] values = new String[shape.elements()];
        for (int i = 0; i < values.length; i++) {
            StringBuilder text = new StringBuilder(words.get(random.nextInt(words.size())));
            for (int more = texts ? random.nextInt(3) : 0; more > 0; more--) {
                text.append(' ').append(words.get(random.nextInt(words.size())));
            }
            values[i] = text.toString();
        }
        return Tensor.wrap(shape, values);
    }

    private Tensor integers(Shape shape, Random random) {
        int limit = layers.stream().mapToInt(InputSampler::limit).min().orElse(Integer.MAX_VALUE);
        int[] values = new int[shape.elements()];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextDouble() < MASKED ? 0 : random.nextInt(limit == Integer.MAX_VALUE ? 10 : limit);
        }
        return Tensor.wrap(shape, values).cast(DType.INT32);
    }

    /** How many indices a layer knows. */
    private static int limit(Layer layer) {
        if (layer instanceof Core.Embedding embedding) {
            return embedding.inputDim();
        }
        if (layer instanceof Core.ReversibleEmbedding embedding) {
            return embedding.inputDim();
        }
        if (layer instanceof Core.Int8Embedding embedding) {
            return embedding.inputDim();
        }
        return layer instanceof Preprocessing.CategoryEncoding encoding ? encoding.numTokens() : Integer.MAX_VALUE;
    }

    private Tensor floats(Shape shape, Random random) {
        float[] values = new float[shape.elements()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        for (Layer layer : layers) {
            if (layer instanceof Core.Masking masking && shape.rank() >= 3) {
                int step = shape.slice(2, shape.rank()).elements();
                for (int at = 0; at < values.length; at += step) {
                    if (random.nextDouble() < MASKED) {
                        java.util.Arrays.fill(values, at, at + step, (float) masking.maskValue());
                    }
                }
            }
        }
        return Tensor.wrap(shape, values);
    }

    private void collect(Network network) {
        for (Layer layer : network.layers()) {
            collect(layer);
        }
    }

    private void collect(Layer layer) {
        layers.add(layer);
        if (layer instanceof Wrapper.NestedModel nested) {
            collect(nested.network());
        } else if (layer instanceof Wrapper.TimeDistributed timeDistributed) {
            collect(timeDistributed.layer());
        }
    }
}
