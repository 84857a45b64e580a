package io.github.keras4j.diagnosis;

import io.github.keras4j.compare.Cause.Kind;
import io.github.keras4j.model.Activation;
import io.github.keras4j.model.Activations;
import io.github.keras4j.model.Convolutional;
import io.github.keras4j.model.Core;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.Padding;
import io.github.keras4j.model.Pooling;
import io.github.keras4j.model.Recurrent;
import io.github.keras4j.model.Shaping;
import io.github.keras4j.model.Weights;
import io.github.keras4j.model.Wrapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** What can be changed about a layer, by its kind; nothing for kinds that no rule knows. */
final class LayerVariants {
    private LayerVariants() {}

    static List<Variant> of(Layer layer, Weights weights) {
        if (layer instanceof Recurrent.Rnn rnn) {
            return RecurrentVariants.of(rnn, weights);
        } else if (layer instanceof Core.Dense dense) {
            return dense(dense, weights);
        } else if (layer instanceof Activations.Activate activate) {
            return activations(activate.activation(), weights, a -> new Activations.Activate(activate.info(), a));
        } else if (layer instanceof Convolutional.Conv conv) {
            return convolution(conv, weights);
        } else if (layer instanceof Pooling.Pool pool) {
            return pooling(pool, weights);
        } else if (layer instanceof Shaping.Flatten flatten) {
            return List.of(new Variant(
                    Kind.KERNEL_LAYOUT,
                    "data_format " + (flatten.channelsFirst() ? "channels_last" : "channels_first"),
                    new Shaping.Flatten(flatten.info(), !flatten.channelsFirst()),
                    weights));
        } else if (layer instanceof Wrapper.Bidirectional both) {
            return bidirectional(both, weights);
        } else if (layer instanceof Wrapper.TimeDistributed outer) {
            return of(outer.layer(), weights.child("layer")).stream()
                    .map(inner -> new Variant(
                            inner.kind(),
                            inner.change(),
                            new Wrapper.TimeDistributed(outer.info(), inner.layer()),
                            child(weights, "layer", inner.weights())))
                    .toList();
        }
        return NormalizationVariants.of(layer, weights);
    }

    private static List<Variant> dense(Core.Dense dense, Weights weights) {
        List<Variant> variants = activations(
                dense.activation(), weights, a -> new Core.Dense(dense.info(), dense.units(), a, dense.useBias()));
        weights.find("kernel")
                .ifPresent(kernel -> Blocks.transposed(kernel)
                        .forEach((how, tensor) -> variants.add(new Variant(
                                Kind.KERNEL_LAYOUT, "kernel " + how, dense, Blocks.with(weights, "kernel", tensor)))));
        return variants;
    }

    private static List<Variant> convolution(Convolutional.Conv c, Weights weights) {
        List<Variant> variants = activations(c.activation(), weights, a -> conv(c, c.padding(), a));
        // Theano's convolutions turn the kernel round, TensorFlow's do not
        weights.find("kernel")
                .ifPresent(kernel -> variants.add(new Variant(
                        Kind.KERNEL_LAYOUT,
                        "kernel turned round on its spatial axes, as Theano's are",
                        c,
                        Blocks.with(weights, "kernel", Blocks.flipped(kernel)))));
        for (Padding padding : Padding.values()) {
            boolean asSame = padding == Padding.THEANO_SAME && isCentred(c); // then it is SAME by another name
            if (padding != c.padding() && !asSame) {
                variants.add(new Variant(
                        Kind.PADDING,
                        "padding " + padding + " where this model has " + c.padding(),
                        conv(c, padding, c.activation()),
                        weights));
            }
        }
        return variants;
    }

    private static boolean isCentred(Convolutional.Conv c) {
        return c.strides().stream().allMatch(stride -> stride == 1)
                && c.kernelSize().stream().allMatch(size -> size % 2 == 1);
    }

    private static Convolutional.Conv conv(Convolutional.Conv c, Padding padding, Activation activation) {
        return new Convolutional.Conv(
                c.info(),
                c.filters(),
                c.kernelSize(),
                c.strides(),
                padding,
                c.dilation(),
                c.groups(),
                c.channelsFirst(),
                activation,
                c.useBias());
    }

    private static List<Variant> pooling(Pooling.Pool pool, Weights weights) {
        List<Variant> variants = new ArrayList<>();
        for (Pooling.Reduction reduction : Pooling.Reduction.values()) {
            for (Padding padding : Padding.values()) {
                boolean same = reduction == pool.reduction() && padding == pool.padding();
                boolean one = reduction == pool.reduction() || padding == pool.padding();
                if (one && !same) {
                    variants.add(new Variant(
                            Kind.PADDING,
                            "pooling " + reduction + ", padding " + padding + " where this model has "
                                    + pool.reduction() + ", " + pool.padding(),
                            new Pooling.Pool(
                                    pool.info(),
                                    reduction,
                                    pool.poolSize(),
                                    pool.strides(),
                                    padding,
                                    pool.channelsFirst()),
                            weights));
                }
            }
        }
        return variants;
    }

    private static List<Variant> bidirectional(Wrapper.Bidirectional both, Weights weights) {
        List<Variant> variants = new ArrayList<>();
        for (Wrapper.MergeMode mode : Wrapper.MergeMode.values()) {
            if (mode != both.mergeMode()) {
                variants.add(new Variant(
                        Kind.MERGE,
                        "merge_mode " + mode + " where this model has " + both.mergeMode(),
                        new Wrapper.Bidirectional(both.info(), both.forward(), both.backward(), mode),
                        weights));
            }
        }
        Weights swapped =
                child(child(weights, "forward", weights.child("backward")), "backward", weights.child("forward"));
        variants.add(new Variant(Kind.MERGE, "forward and backward weights exchanged", both, swapped));
        if (both.forward() instanceof Recurrent.Rnn forward && both.backward() instanceof Recurrent.Rnn backward) {
            List<Variant> ahead = RecurrentVariants.of(forward, weights.child("forward"));
            List<Variant> back = RecurrentVariants.of(backward, weights.child("backward"));
            for (Variant one : back) {
                variants.add(new Variant(
                        one.kind(),
                        "backward layer: " + one.change(),
                        new Wrapper.Bidirectional(both.info(), forward, (Recurrent) one.layer(), both.mergeMode()),
                        child(weights, "backward", one.weights())));
            }
            for (int i = 0; i < ahead.size(); i++) {
                Variant one = ahead.get(i);
                variants.add(new Variant(
                        one.kind(),
                        "forward layer: " + one.change(),
                        new Wrapper.Bidirectional(both.info(), (Recurrent) one.layer(), backward, both.mergeMode()),
                        child(weights, "forward", one.weights())));
                if (ahead.size() == back.size()) {
                    variants.add(new Variant(
                            one.kind(),
                            "both directions: " + one.change(),
                            new Wrapper.Bidirectional(
                                    both.info(),
                                    (Recurrent) one.layer(),
                                    (Recurrent) back.get(i).layer(),
                                    both.mergeMode()),
                            child(
                                    child(weights, "forward", one.weights()),
                                    "backward",
                                    back.get(i).weights())));
                }
            }
        }
        return variants;
    }

    private static List<Variant> activations(Activation now, Weights weights, Function<Activation, Layer> with) {
        List<Variant> variants = new ArrayList<>();
        for (Activation other : ActivationVariants.of(now)) {
            variants.add(new Variant(
                    Kind.ACTIVATION, ActivationVariants.words("activation", other, now), with.apply(other), weights));
        }
        return variants;
    }

    private static Weights child(Weights weights, String name, Weights changed) {
        Map<String, Weights> children = new LinkedHashMap<>(weights.children());
        children.put(name, changed);
        return new Weights(weights.tensors(), children);
    }
}
