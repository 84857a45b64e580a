package io.github.keras4j.diagnosis;

import io.github.keras4j.compare.Cause.Kind;
import io.github.keras4j.model.Activation;
import io.github.keras4j.model.Convolutional;
import io.github.keras4j.model.Core;
import io.github.keras4j.model.Padding;
import io.github.keras4j.model.Pooling;
import io.github.keras4j.model.Weights;
import java.util.ArrayList;
import java.util.List;

/** Kernels laid out in another way, and windows padded in another way. */
final class KernelVariants {
    private KernelVariants() {}

    static List<Variant> dense(Core.Dense dense, Weights weights) {
        List<Variant> variants = ActivationVariants.of(
                dense.activation(), weights, a -> new Core.Dense(dense.info(), dense.units(), a, dense.useBias()));
        weights.find("kernel")
                .ifPresent(kernel -> Blocks.transposed(kernel)
                        .forEach((how, tensor) -> variants.add(new Variant(
                                Kind.KERNEL_LAYOUT, "kernel " + how, dense, Blocks.with(weights, "kernel", tensor)))));
        return variants;
    }

    static List<Variant> convolution(Convolutional.Conv c, Weights weights) {
        List<Variant> variants = ActivationVariants.of(c.activation(), weights, a -> conv(c, c.padding(), a));
        // Theano's convolutions turn the kernel round, TensorFlow's do not
        weights.find("kernel")
                .ifPresent(kernel -> variants.add(new Variant(
                        Kind.KERNEL_LAYOUT,
                        "kernel flipped on its spatial axes, as Theano's are",
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

    static List<Variant> pooling(Pooling.Pool pool, Weights weights) {
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
}
